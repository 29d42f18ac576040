// By keyboard alone: an app is registered, and one is disconnected; each stop of the Tab key can be seen, in the order of the page, and none holds on (WCAG 2.2 §2.1, §2.4).
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningStory } from '../support/listening.ts'
import { authorizeUrl } from '../support/story.ts'

const chromium = await launchChromium(t)
const s = await listeningStory(t)
const ada = await s.account('ada', { roles: ['developer'] })
const context = await chromium.newContext({ reducedMotion: 'reduce' })
t.teardown(() => context.close())
const page = await context.newPage()

type Spot = Readonly<{ what: string; place: number; hasOutline: boolean; isBehind: boolean }>

/** Where the focus is: its place among all elements, and whether it can be seen there. */
const spotOf = (at: Page): Promise<Spot> =>
  at.evaluate<Spot>(`(() => {
    const element = document.activeElement
    const { left, top, width, height } = element.getBoundingClientRect()
    const outlined = [null, '::after'].map((part) => getComputedStyle(element, part))
    const seen = document.elementFromPoint(left + width / 2, top + height / 2)
    return {
      what: element.id || element.name || element.textContent.trim(),
      place: [...document.querySelectorAll('*')].indexOf(element),
      hasOutline: outlined.some(({ outlineStyle, outlineWidth }) => outlineStyle === 'solid' && outlineWidth !== '0px'),
      isBehind: !(seen && (element.contains(seen) || seen.contains(element))),
    }
  })()`)

/** Presses Tab until the focus is there. */
const tabTo = async (selector: string): Promise<readonly Spot[]> => {
  const spots: Spot[] = []
  for (let presses = 0; presses < 90; presses += 1) {
    await page.keyboard.press('Tab')
    spots.push(await spotOf(page))
    if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return spots
  }
  throw new Error(`The keyboard does not lead to ${selector}: ${spots.map(({ what }) => what).join(', ')}`)
}

const type = (text: string) => page.keyboard.type(text)

const pressEnter = async (): Promise<void> => {
  const next = page.waitForNavigation({ waitUntil: 'load' })
  await page.keyboard.press('Enter')
  await next
}

/** From the end of a page to its beginning, and through it to its end. */
const goesRound = async (t: Parameters<typeof listeningStory>[0], what: string): Promise<void> => {
  await tabTo('body')
  const spots = (await tabTo('body')).slice(0, -1)
  t.ok(spots.length > 3, `${what}: ${spots.length} stops, and nothing holds the focus`)
  for (const { what: stop, hasOutline, isBehind } of spots) t.ok(hasOutline && !isBehind, `${what}: ${stop} is seen`)
  const places = spots.map(({ place }) => place)
  const inOrder = places.toSorted((a, b) => a - b)
  t.strictSame(places, inOrder, `${what}: in the order of the page`)
}

t.test('a developer registers an app', async (t) => {
  await page.goto(`${s.issuer}/apps/new`)
  await page.waitForSelector('#email:focus')
  await type(ada.email)
  await tabTo('#password')
  await type(ada.password)
  await pressEnter()
  await goesRound(t, 'the form')
  await tabTo('body')
  t.match((await tabTo('.skip')).at(-1), { hasOutline: true, isBehind: false }, 'first a way past the navigation')
  await page.keyboard.press('Enter')
  await tabTo('[name=kind]')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  t.equal(await page.evaluate('document.activeElement.value'), await page.inputValue('[name=kind]:checked'))
  await tabTo('#register-name')
  await tabTo('#register-redirectUris')
  await type('https://shop.example/callback')
  await tabTo('#register .button-main')
  await page.evaluate('document.forms.register.noValidate = true')
  await pressEnter()
  await page.waitForSelector('#register-name:focus')
  await type('Shop')
  await tabTo('#register .button-main')
  await pressEnter()
  t.match(await page.textContent('h1'), 'Shop is registered')
  await tabTo('#go-on')
  await pressEnter()
  await goesRound(t, 'the app')
})

t.test('a person disconnects an app', async (t) => {
  const web = await s.client('photos', { name: 'Photo Printer' })
  await s.codeFor(web, ada)
  await page.goto(`${s.issuer}/account`)
  await goesRound(t, 'the profile')
  await tabTo('.member-nav a[href$=connected-apps]')
  await pressEnter()
  await goesRound(t, 'the list')
  await tabTo('#apps a')
  t.match(await spotOf(page), { what: 'Photo Printer', hasOutline: true })
  await pressEnter()
  await goesRound(t, 'the app')
  await tabTo('#disconnect button')
  await pressEnter()
  t.match(await page.textContent('#notice'), 'Photo Printer is disconnected')
  await page.goto(authorizeUrl(s.issuer, web))
  await page.waitForSelector('#consent')
  await goesRound(t, 'it asks again')
})
