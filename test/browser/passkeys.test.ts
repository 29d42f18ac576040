// Passkeys in a real Chromium with a virtual authenticator: adding, by keyboard; logging in with nothing else, from the list of the e-mail field too; as a second factor (Web Authentication §11).
import type { CDPSession, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningStory } from '../support/listening.ts'
import { clickThrough, complaintsOf, logInAs } from '../support/person.ts'

const chromium = await launchChromium(t)
const s = await listeningStory(t)
const ada = await s.account()
const context = await chromium.newContext({ locale: 'en-GB' })
t.teardown(() => context.close())
const page = await context.newPage()
const complaints = complaintsOf(page)

/** What the page says where the browser gave no passkey. */
const failureShown = (at: Page) => at.locator('[data-failed]:not(:empty)').first().waitFor()

const virtualAuthenticator = async (at: Page) => {
  const devtools: CDPSession = await context.newCDPSession(at)
  await devtools.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: false },
    },
  })
  return {
    credentials: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    /** Whether the finger is on the sensor. */
    touch: (enabled: boolean) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    recognize: (isUserVerified: boolean) =>
      devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

const device = await virtualAuthenticator(page)
const logOut = async (): Promise<void> => {
  for (const { name } of await context.cookies()) if (name.includes('session')) await context.clearCookies({ name })
}

t.test('adding one, by keyboard alone', async (t) => {
  await page.goto(`${s.issuer}/account/security`)
  await logInAs(page, ada)
  await page.waitForSelector('#add-a-passkey')
  await page.focus('#add-a-passkey')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#add-passkey:not([hidden])')
  await page.focus('#add-passkey [name=name]')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('My computer')
  await device.recognize(false)
  await device.touch(true)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await failureShown(page)
  await device.recognize(true)
  await page.focus('#add-passkey [name=name]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#codes')
  t.equal(await page.locator('#codes li').count(), 10)
  t.match(await page.getAttribute('#download', 'href'), /^data:text\/plain/)
  const [credential] = await device.credentials()
  t.match(credential, { rpId: 'localhost', isResidentCredential: true })
  t.notMatch(Buffer.from(credential?.userHandle ?? '', 'base64').toString('latin1'), ada.sub)
  await clickThrough(page, '#onward')
  t.match(await page.textContent('#passkeys'), /My computer/)
})

t.test('logging in with it: a button, by keyboard, no name, no password', async (t) => {
  await logOut()
  await device.touch(false)
  await page.goto(`${s.issuer}/account`)
  await page.waitForSelector('#passkey:not([hidden])')
  await page.focus('#password')
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Tab')
  t.ok(await page.evaluate("document.activeElement.matches('#passkey [data-ask]')"), 'it comes after the others')
  await device.touch(true)
  const next = page.waitForURL(/\/account$/)
  await page.keyboard.press('Enter')
  await next
})

t.test('conditional UI: the browser offers it in the field for the e-mail address', async (t) => {
  await logOut()
  // The virtual authenticator picks from the list by itself.
  await device.touch(true)
  await page.goto('about:blank')
  await page.goto(`${s.issuer}/account`).catch(() => {})
  await page.waitForURL(/\/account$/)
  t.match(await page.textContent('main'), /Ada/)
})

t.test('as a second factor after the password; cancelled, it says so', async (t) => {
  await logOut()
  await device.touch(false)
  await page.goto(`${s.issuer}/account/security`)
  await logInAs(page, ada)
  await page.waitForSelector('#factor-passkey:not([hidden])')
  t.ok(await page.evaluate("document.activeElement.matches('#factor-passkey [data-ask]')"), 'Enter is enough')
  await device.recognize(false)
  await device.touch(true)
  await page.click('#factor-passkey [data-ask]')
  await failureShown(page)
  t.match(page.url(), /second-factor/)
  await device.recognize(true)
  await clickThrough(page, '#factor-passkey [data-ask]')
  t.match(page.url(), /\/account\/security$/)
  t.same(complaints, [])
})
