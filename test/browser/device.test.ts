// Connecting a device in a real Chromium, on a phone without JavaScript and by keyboard alone (RFC 8628 §3.3, WCAG 2.2).
import type { BrowserContextOptions, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { poll, startDevice, television } from '../support/device.ts'
import { listeningStory } from '../support/listening.ts'
import { clickThrough, complaintsOf, logInAs } from '../support/person.ts'

const chromium = await launchChromium(t)

const scene = async (t: Test, options: BrowserContextOptions) => {
  const s = await listeningStory(t)
  const [ada, app] = [await s.account(), await television(s)]
  const context = await chromium.newContext(options)
  t.teardown(() => context.close())
  const page = await context.newPage()
  return { s, ada, app, page, complaints: complaintsOf(page) }
}

const phone: BrowserContextOptions = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  javaScriptEnabled: false,
}

/** Nobody should have to scroll sideways, or aim with a needle. */
const fits = async (t: Test, page: Page, what: string): Promise<void> => {
  // Without scripts nothing waits for the style sheet but this.
  await page.waitForLoadState()
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth)
  t.equal(wide, false, `${what}: fits a small phone`)
  for (const button of await page.locator('button:visible, input:visible').all()) {
    const isBox = await button.evaluate(({ type }) => /radio|checkbox/.test(type))
    // What is pressed of a box is its label, too.
    const box = await button.locator(isBox ? 'xpath=ancestor::label' : 'xpath=.').boundingBox()
    t.ok((box?.height ?? 0) >= 44, `${what}: large enough for a finger`)
  }
}

t.test('typing the code on a phone without JavaScript', async (t) => {
  const { s, ada, app, page, complaints } = await scene(t, phone)
  const device = await startDevice(s, app, { scope: 'openid profile' })
  await page.goto(`${s.issuer}/device`)
  await fits(t, page, 'the code')
  await page.fill('#user_code', device.userCode.toLowerCase().replace('-', ' '))
  await clickThrough(page, '#device [type=submit]')
  await fits(t, page, 'the login')
  await logInAs(page, ada)
  t.equal(await page.textContent('#user-code'), device.userCode)
  await fits(t, page, 'the question')
  t.match(await page.textContent('#the-device'), /Television\/1\.0/)
  await clickThrough(page, '#device-question [value=allow]')
  t.match(await page.textContent('h1'), /return to your device/)
  t.equal((await poll(s, app, device)).status, 200)
  t.same(complaints, [])
})

t.test('a link with the code: back, reload and a wrong code lead on', async (t) => {
  const { s, ada, app, page, complaints } = await scene(t, {})
  const device = await startDevice(s, app)
  await page.goto(device.complete)
  await logInAs(page, ada)
  await page.waitForSelector('#device-question')
  await page.reload()
  await clickThrough(page, '#device-question [value=deny]')
  t.match(await page.textContent('h1'), /Nothing was allowed/)
  await page.goBack()
  await page.waitForSelector('#answered, #device-question')
  if (await page.$('#device-question')) await clickThrough(page, '#device-question [value=allow]')
  t.match(await page.textContent('h1'), /Nothing was allowed/, 'the answer stands')
  t.equal((await poll(s, app, device)).body.error, 'access_denied')
  await page.goto(`${s.issuer}/device`)
  await page.waitForSelector('#user_code:focus')
  await page.keyboard.type('bbbbbbbb')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#alert')
  t.equal(await page.inputValue('#user_code'), 'bbbbbbbb')
  const next = await startDevice(s, app)
  await page.fill('#user_code', next.userCode)
  await page.keyboard.press('Enter')
  await page.waitForSelector('#device-question')
  t.equal(await page.textContent('#user-code'), next.userCode)
  t.same(complaints, [])
})
