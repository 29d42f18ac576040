// No dead ends: back, reload, two tabs, a second window, an old page, in a real Chromium.
import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningApp, listeningStory } from '../support/listening.ts'
import { logInAs, press } from '../support/person.ts'
import { authorizeUrl } from '../support/story.ts'

const chromium = await launchChromium(t)

const scene = async (t: Parameters<typeof listeningStory>[0], change: Record<string, string> = {}) => {
  const s = await listeningStory(t)
  const app = await listeningApp(t)
  const ada = await s.account()
  const web = await s.client('web', { redirectUris: [`${app.origin}/callback`] })
  const context = await chromium.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const request = (more: Record<string, string> = {}) => authorizeUrl(s.issuer, web, { ...change, ...more })
  const arrived = (at: Page, state = 'a state') =>
    at.waitForURL((url) => url.origin === app.origin && url.searchParams.get('state') === state)
  return { s, app, ada, web, context, page, request, arrived }
}

t.test('back from consent, and on again', async (t) => {
  const { ada, page, request, arrived } = await scene(t)
  await page.goto(request())
  await logInAs(page, ada)
  await page.waitForSelector('#consent')
  await page.goBack()
  await page.waitForSelector('#consent, #login')
  if (await page.$('#login')) await logInAs(page, ada)
  await press(page, 'allow')
  await arrived(page)
  t.match(page.url(), /code=/)
})

t.test('back from the app, and the other answer', async (t) => {
  const { ada, app, page, request, arrived } = await scene(t, { prompt: 'consent' })
  await page.goto(request())
  await logInAs(page, ada)
  await press(page, 'deny')
  await arrived(page)
  await page.goBack()
  await page.waitForSelector('#consent')
  await press(page, 'allow')
  await arrived(page)
  t.strictSame(
    app.calls.map(({ url }) => (url.searchParams.has('code') ? 'code' : url.searchParams.get('error'))),
    ['access_denied', 'code'],
  )
})

t.test('back from an app that got a form_post does not post again', async (t) => {
  const { ada, app, page, request } = await scene(t, { response_mode: 'form_post', prompt: 'consent' })
  await page.goto(request())
  await logInAs(page, ada)
  await press(page, 'allow')
  await page.waitForURL(`${app.origin}/callback`)
  await page.goBack()
  await page.waitForSelector('#consent')
  t.equal(app.calls.length, 1)
})

t.test('reload at every page', async (t) => {
  const { ada, page, request, arrived } = await scene(t)
  await page.goto(request())
  await page.reload()
  await logInAs(page, { ...ada, password: 'wrong' })
  await page.waitForSelector('[role=alert]')
  await page.reload()
  await page.waitForSelector('[role=alert]')
  t.equal(await page.inputValue('#email'), ada.email)
  await logInAs(page, ada)
  await page.waitForSelector('#consent')
  await page.reload()
  await press(page, 'allow')
  await arrived(page)
  t.match(page.url(), /code=/)
})

for (const first of [0, 1]) {
  t.test(`two tabs, the ${first === 0 ? 'first' : 'second'} one finishes first`, async (t) => {
    const { ada, context, request, arrived } = await scene(t, { prompt: 'consent' })
    const tabs = await openTabs(context, [request({ state: '0' }), request({ state: '1' })])
    const order = first === 0 ? [0, 1] : [1, 0]
    for (const at of order) await logInAs(tabs[at] as Page, ada)
    for (const at of order) {
      await press(tabs[at] as Page, 'allow')
      await arrived(tabs[at] as Page, String(at))
      t.match(tabs[at]?.url(), /code=/, `tab ${at}`)
    }
  })
}

const openTabs = async (context: BrowserContext, urls: readonly string[]): Promise<Page[]> => {
  const tabs: Page[] = []
  for (const url of urls) {
    const tab = await context.newPage()
    await tab.goto(url)
    tabs.push(tab)
  }
  return tabs
}

t.test('in a window that the app opened, the app keeps hold of it', async (t) => {
  const { app, ada, page, request } = await scene(t)
  await page.goto(`${app.origin}/`)
  const opened = page.waitForEvent('popup')
  await page.evaluate(`void window.open(${JSON.stringify(request())})`)
  const popup = await opened
  await logInAs(popup, ada)
  await press(popup, 'allow')
  await popup.waitForURL(`${app.origin}/callback?**`)
  t.equal(await popup.evaluate('window.opener !== null'), true, 'no page in between cut the two apart')
})

t.test('an old page: the step again, then on', async (t) => {
  const { s, ada, page, request, arrived } = await scene(t)
  await page.goto(request())
  s.clock.pass(2 * 3600)
  await logInAs(page, ada)
  await page.waitForSelector('[role=alert]')
  t.equal(await page.inputValue('#email'), ada.email)
  await page.fill('#password', ada.password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('#consent')
  s.clock.pass(2 * 3600)
  await press(page, 'allow')
  await page.waitForSelector('#alert')
  await press(page, 'allow')
  await arrived(page)
  t.match(page.url(), /code=/)
})

t.test('a browser that keeps no cookies is told so', async (t) => {
  const { ada, page, context, request } = await scene(t)
  await page.goto(request())
  await context.clearCookies()
  await logInAs(page, ada)
  t.match(await page.textContent('#alert'), /allow cookies/)
})
