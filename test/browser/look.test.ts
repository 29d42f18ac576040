// How pages look and feel: light and dark, phone to desk, keyboard alone, nothing that moves (WCAG 2.2 AA).
import type { BrowserContextOptions, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningApp, listeningStory } from '../support/listening.ts'
import { clickThrough, complaintsOf, logInAs } from '../support/person.ts'
import { authorizeUrl } from '../support/story.ts'
import { until } from '../support/until.ts'

const chromium = await launchChromium(t)

/** Looks at every kind of page, one after the other. */
const tour = async (
  t: Parameters<typeof listeningStory>[0],
  options: BrowserContextOptions,
  look: (page: Page, name: string) => Promise<void>,
): Promise<void> => {
  const s = await listeningStory(t)
  const ada = await s.account('ada', { email: 'ada.augusta.king.countess.of.lovelace@a-long-domain-name.example' })
  const web = await s.client('web', { name: `The ${'very '.repeat(8)}well named app` })
  const stranger = await s.client('stranger', { origin: 'self-registered', name: 'W'.repeat(80) })
  const context = await chromium.newContext(options)
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${s.issuer}/`)) foreign.push(request.url())
  })
  const see = async (name: string): Promise<void> => {
    await page.waitForLoadState()
    await look(page, name)
  }
  const open = async (name: string, url: string): Promise<void> => {
    await page.goto(url)
    await see(name)
  }
  const all = { scope: 'openid profile email offline_access' }
  await open('login', authorizeUrl(s.issuer, web, all))
  await logInAs(page, { ...ada, password: 'wrong' })
  await see('login, wrong password')
  await logInAs(page, ada)
  await see('consent')
  await open('consent, stranger', authorizeUrl(s.issuer, stranger, all))
  await open('error', authorizeUrl(s.issuer, web, { client_id: 'nobody' }))
  await open('error, way on', authorizeUrl(s.issuer, stranger, { scope: 'everything', prompt: 'login' }))
  await open('logout', `${s.issuer}/logout`)
  await clickThrough(page, '#logout button')
  await see('logged out')
  t.strictSame(complaints, [], 'no complaints')
  t.strictSame(foreign, [], 'nothing is loaded from elsewhere')
}

t.test('phone to desk: nothing is cut off, everything can be touched', async (t) => {
  // The language with the longest words on the narrowest page, and the one that runs the other way.
  const languages = { 320: 'de', 375: 'ar', 768: 'ja', 1280: 'en' } as const
  for (const [width, locale] of Object.entries(languages).map(([text, tag]) => [Number(text), tag] as const))
    await tour(t, { viewport: { width, height: 640 }, locale }, async (page, name) => {
      t.equal(await page.evaluate('document.documentElement.lang'), locale)
      t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width, `${name} at ${width}`)
      const small = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('button:not([hidden]), a.button, input:not([type=hidden])')]
        .map((element) => (/radio|checkbox/.test(element.type) && element.labels[0]) || element)
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 38).map((element) => element.outerHTML)`)
      t.strictSame(small, [], `${name} at ${width}: targets`)
    })
})

t.test('every text has enough contrast, light and dark', async (t) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const papers = new Set<string>()
    await tour(t, { colorScheme }, async (page, name) => {
      papers.add(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'))
      t.strictSame(await page.evaluate<string[]>(faintTexts), [], `${name}, ${colorScheme}`)
    })
    const [paper] = [...papers]
    const [red = 0] = (paper?.match(/\d+/g) ?? []).map(Number)
    t.equal(papers.size === 1 && (red > 200 ? 'light' : 'dark'), colorScheme, `${paper}`)
  }
})

/** Texts with a contrast under 4.5 to what is painted behind them (WCAG 2.2 §1.4.3). */
const faintTexts = `(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0)
  const behind = (element) => {
    const colour = parse(getComputedStyle(element).backgroundColor)
    return colour[3] === 0 && element.parentElement ? behind(element.parentElement) : colour
  }
  return [...document.body.querySelectorAll('*')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((element) => element.checkVisibility())
    .flatMap((element) => {
      const [one, two] = [light(parse(getComputedStyle(element).color)), light(behind(element))]
      const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)
      return contrast < 4.5 ? [element.textContent.trim() + ' ' + contrast.toFixed(2)] : []
    })
})()`

/** How much has moved on this page so far (Layout Instability §2). */
const layoutShift = async (page: Page): Promise<number> => {
  await page.waitForTimeout(150)
  return page.evaluate<number>(`(() => {
    const observer = new PerformanceObserver(() => {})
    observer.observe({ type: 'layout-shift', buffered: true })
    return observer.takeRecords().reduce((sum, { value }) => sum + value, 0)
  })()`)
}

t.test('nothing moves after it is painted', async (t) => {
  for (const javaScriptEnabled of [true, false])
    await tour(t, { javaScriptEnabled }, async (page, name) => {
      t.equal(await layoutShift(page), 0, `${name}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`)
      if (name !== 'logged out') return
      await page.evaluate(`document.querySelector('main').prepend(document.createElement('input'))`)
      await t.resolves(until('what does move is seen', async () => (await layoutShift(page)) > 0))
    })
})

t.test('by keyboard alone, with the focus to be seen', async (t) => {
  const s = await listeningStory(t)
  const app = await listeningApp(t)
  const ada = await s.account()
  const web = await s.client('web', { redirectUris: [`${app.origin}/callback`] })
  const page = await (await chromium.newContext()).newPage()
  t.teardown(() => page.context().close())
  const focused = () =>
    page.evaluate<string>('(({ id, textContent, name }) => id || textContent.trim() || name)(document.activeElement)')
  const outlined = () => page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')

  await page.goto(authorizeUrl(s.issuer, web))
  // The browser sets the first focus when it paints, which may be after the page has loaded.
  await t.resolves(page.waitForSelector('#email:focus'), 'where typing starts')
  await page.keyboard.type(ada.email)
  await page.keyboard.press('Tab')
  t.equal(await focused(), 'password')
  t.equal(await outlined(), 'solid')
  await page.keyboard.type('wrong')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=alert]')
  await t.resolves(
    page.waitForSelector('#password:focus'),
    'after a wrong password, the e-mail stays and the password is typed again',
  )
  await page.keyboard.type(ada.password)
  await page.keyboard.press('Tab')
  t.equal(await focused(), 'show-password')
  await page.keyboard.press('Space')
  t.equal(await page.getAttribute('#password', 'type'), 'text')
  await page.keyboard.press('Tab')
  t.equal(await focused(), 'Log in')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#consent')
  await page.waitForLoadState()
  const stops: string[] = []
  for (let presses = 0; presses < 4; presses += 1) {
    await page.keyboard.press('Tab')
    stops.push(await focused())
    t.equal(await outlined(), 'solid', `${stops.at(-1)}`)
  }
  t.strictSame(stops, ['Use another account', 'duration', 'Don’t allow', 'Allow'])
  await page.keyboard.press('Enter')
  await page.waitForURL(`${app.origin}/callback?**code=**`)
})

t.test('a second press while the first is under way sends nothing', async (t) => {
  const s = await listeningStory(t)
  const ada = await s.account()
  const page = await (await chromium.newContext()).newPage()
  t.teardown(() => page.context().close())
  await page.goto(authorizeUrl(s.issuer, await s.client('web')))
  let posts = 0
  const pressed = Promise.withResolvers<void>()
  await page.route('**/login?**', async (route) => {
    posts += 1
    await pressed.promise
    await route.continue().catch(() => {})
  })
  await page.fill('#email', ada.email)
  await page.fill('#password', ada.password)
  const { x, y } = (await page.locator('#login [type=submit]').boundingBox()) ?? { x: 0, y: 0 }
  for (let presses = 0; presses < 3; presses += 1) await page.mouse.click(x + 10, y + 10)
  pressed.resolve()
  await page.waitForSelector('#consent')
  t.equal(posts, 1)
})
