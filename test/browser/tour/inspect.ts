// What is looked for at each stop of the tour: accessibility by axe-core, languages and directions, focus, what leaves the origin (WCAG 2.2 A and AA).
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { CDPSession, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Runs in a world of its own, which the page's policy does not bind and the page does not see. */
export const axeOf = (devtools: CDPSession) => async (): Promise<readonly string[]> => {
  const { frameTree } = await devtools.send('Page.getFrameTree')
  const world = { frameId: frameTree.frame.id, worldName: 'axe' }
  const { executionContextId: contextId } = await devtools.send('Page.createIsolatedWorld', world)
  const run = async (expression: string) => {
    const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
      ...{ expression, contextId, awaitPromise: true, returnByValue: true },
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  await run(`${axe}; 0`)
  return run(`axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'], preload: false })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) =>
        id + ': ' + node.html.slice(0, 200) + ' ' + node.any.concat(node.all, node.none).map(({ message }) => message).join('; '))))`)
}

export type Expected = Readonly<{ language: string; isEnglishOnly: boolean; width: number }>

/** What a page is, apart from what axe looks at; each text is something wrong. */
export const flawsOf = async (page: Page, { language, isEnglishOnly, width }: Expected): Promise<readonly string[]> =>
  page.evaluate<string[]>(`(() => {
    const flaws = []
    const expect = (holds, words) => holds || flaws.push(words)
    const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
    const { lang, dir, scrollWidth } = document.documentElement
    const main = document.querySelector('main')
    expect(lang === ${JSON.stringify(language)}, 'its language is ' + lang)
    expect(dir === (lang === 'ar' ? 'rtl' : 'ltr'), 'its direction is ' + dir)
    expect(getComputedStyle(main).direction === dir, 'it does not run ' + dir)
    expect(scrollWidth <= ${width}, 'it is ' + scrollWidth + ' wide')
    expect(all('h1').length === 1, all('h1').length + ' headings')
    expect(document.title.includes(' · '), 'its title is ' + document.title)
    expect(!/undefined|\\[object|NaN|<%/.test(main.innerText), 'it says ' + main.innerText)
    const [head, box] = [document.querySelector('h1').getBoundingClientRect(), main.getBoundingClientRect()]
    const [start, end] = [head.left - box.left, box.right - head.right]
    const text = document.createRange()
    text.selectNodeContents(document.querySelector('h1'))
    const { left, right } = text.getBoundingClientRect()
    expect(dir === 'rtl' ? box.right - right < 150 : left - box.left < 150, 'its heading does not begin where lines begin')
    expect((all('footer .languages').length === 0) === ${isEnglishOnly}, 'its menu of languages is there, or is not')
    for (const one of all('input[type=password]')) expect(one.parentElement.querySelector('[aria-controls]'), 'nothing shows ' + one.id)
    const first = document.querySelector('main [autofocus]')
    expect(!first || document.activeElement === first, 'the focus is at ' + document.activeElement.outerHTML.slice(0, 99))
    const wrong = all('main [aria-invalid=true]')
    if (wrong.length > 0) {
      expect(document.activeElement === wrong[0], 'the focus is at ' + document.activeElement.outerHTML.slice(0, 99))
      expect(all('[role=alert], [aria-live]').some((one) => one.textContent.trim() !== ''), 'nothing is announced')
      for (const one of wrong) {
        const texts = (one.getAttribute('aria-describedby') || '').split(' ').map((id) => document.getElementById(id))
        expect(texts.some((said) => said && said.checkVisibility() && said.textContent.trim() !== ''), one.outerHTML.slice(0, 99) + ' is not described')
      }
    }
    for (const one of all('.notice-wrong')) expect(one.matches('[role=alert], [role=status], [role=alert] *'), 'not announced: ' + one.textContent)
    return flaws
  })()`)
