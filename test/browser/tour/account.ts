// The tour through a person's own pages, up to the second factor at their next login.
import { authenticator } from '../../support/authenticator.ts'
import { codeAt } from '../../support/factors.ts'
import { stealFrom } from '../../support/steal.ts'
import { essentialFactor } from './scene.ts'
import type { Visitor } from './visitor.ts'

export const accountTour = async (v: Visitor): Promise<void> => {
  await addresses(v)
  await profile(v)
  await security(v)
  await ownData(v)
  await secondFactor(v)
}

/** Three addresses: one that becomes theirs, one that somebody else was faster with, and the way back to the first. */
const addresses = async (v: Visitor): Promise<void> => {
  const { s, scene } = v
  const { joan } = scene
  const [wanted, taken] = ['joan@bletchley.example', 'joan@taken.example']
  const ask = (email: string) => v.send('change-email', { 'change-email-email': email })
  await v.forget()
  await v.open('/account/security')
  await v.logIn(joan)
  await ask(taken)
  const link = await scene.link(taken, '/confirm-email')
  await v.forget()
  await v.open('/account/security')
  await v.logIn(scene.ada)
  await v.stop('confirm-email-other-account', link)
  await v.forget()
  await v.open(link)
  await v.logIn(joan)
  await s.account('jones', { email: taken })
  await v.stop('confirm-email-taken', () => v.press('#confirm [type=submit]'))
  await v.open('/account/security')
  await v.stop('security-mail-sent', () => ask(wanted))
  await v.stop('confirm-email', await scene.link(wanted, '/confirm-email'))
  await v.stop('confirm-email-done', () => v.press('#confirm [type=submit]'))
  const undo = await scene.link(joan.email, '/undo-email')
  await v.stop('undo-email', undo)
  await v.stop('undo-email-done', () => v.press('#confirm [type=submit]'))
  await v.stop('undo-email-used', undo)
  await v.stop('deleted', '/account/deleted')
}

const profile = async (v: Visitor): Promise<void> => {
  await v.forget()
  await v.stop('login-member', '/account')
  await v.stop('account', () => v.logIn(v.scene.ada))
  const wrong = { 'save-birthdate': 'yesterday', 'save-website': 'my site' }
  await v.stop('account-wrong', () => v.send('profile', wrong))
  await v.stop('account-saved', () => v.send('profile', { 'save-birthdate': '1815-12-10', 'save-website': '' }))
  await v.stop('notices-none', '/account/notices')
  await stealFrom(v.s, v.scene.notes, v.scene.ada)
  await v.stop('account-must-read', '/account')
  await v.stop('notices', '/account/notices')
  await v.press('#notices [type=submit]')
}

const security = async (v: Visitor): Promise<void> => {
  const { ada } = v.scene
  await v.stop('security', '/account/security')
  const passwords = { 'change-password-current-password': 'wrong', 'change-password-new-password': 'short' }
  await v.stop('security-wrong', () => v.send('change-password', passwords))
  await v.stop('verify-email', async () => {
    await v.open('/account/security')
    await v.press('#verify-email [type=submit]')
    await v.open(await v.scene.link(ada.email, '/verify-email'))
  })
  await v.stop('verify-email-done', () => v.press('#confirm [type=submit]'))
}

const ownData = async (v: Visitor): Promise<void> => {
  await v.stop('devices', '/account/devices')
  await v.stop('connected-apps', '/account/connected-apps')
  await v.stop('connected-app', () => v.press('#apps li:last-child a'))
  await v.stop('connected-app-ended', () => v.press('#disconnect [type=submit]'))
  await v.stop('export', '/account/export')
  await v.stop('delete', '/account/delete')
  await v.stop('delete-wrong', () => v.send('delete', { 'delete-email': 'somebody@example.com' }))
  await v.stop('not-found', '/account/nothing-here')
  v.s.clock.pass(15 * 60)
  await v.stop('prove', '/account/security/new-passkey')
  await v.stop('prove-wrong', () => v.send('login', { password: 'wrong' }))
  await v.send('login', { password: v.scene.ada.password })
}

const secondFactor = async (v: Visitor): Promise<void> => {
  const { s, page, scene } = v
  await v.stop('new-passkey', '/account/security/new-passkey')
  await v.stop('authenticator', '/account/security/authenticator')
  const secret = fromBase32((await page.textContent('#totp-secret')) ?? '')
  await v.stop('authenticator-wrong', () => v.send('confirm', { 'confirm-code': '000000' }))
  await v.stop('recovery-codes', () => v.send('confirm', { 'confirm-code': codeAt(secret, s.clock()) }))
  await passkey(v)
  await v.stop('security-factor', '/account/security')
  await v.stop('passkey', () => v.press('#passkeys a'))
  await v.stop('passkey-wrong', () => v.send('rename', { 'rename-name': '' }))
  await v.forget()
  s.clock.pass(60)
  await v.stop('second-factor', async () => {
    await v.open(scene.authorize(scene.stranger, { redirect_uri: 'http://127.0.0.1:7777/callback' }))
    await v.logIn(scene.ada)
  })
  await v.stop('second-factor-wrong', () => v.send('factor-code', { code: '000000' }))
  await v.stop('recovery-code-wrong', async () => {
    await page.click('#no-phone summary')
    await v.send('factor-recovery', { recovery_code: 'AAAAA-AAAAA' })
  })
  await v.goOnFrom(scene.phone)
  await v.stop('second-factor-step-up', scene.authorize(scene.web, { claims: essentialFactor }))
}

/** Made by a device in software, on the way to an app that asked for more than a password. */
const passkey = async (v: Visitor): Promise<void> => {
  const { s, page, scene } = v
  const request = new URL(scene.authorize(scene.web)).search.slice(1)
  await v.open(`/account/security/new-passkey?back=${Buffer.from(request).toString('base64url')}`)
  const options = JSON.parse((await page.getAttribute('#add-passkey', 'data-options')) ?? '')
  const answer = authenticator(s.issuer).create(options)
  await v.stop('passkey-added', async () => {
    await page.fill('#add-passkey [name=name]', 'My phone', { force: true })
    await page.evaluate(`(() => {
      const form = document.querySelector('#add-passkey')
      form.elements.answer.value = ${JSON.stringify(answer)}
      form.hidden = false
      form.querySelector('[data-ask]').outerHTML = '<button>Send</button>'
    })()`)
    await v.press('#add-passkey button')
  })
}

const fromBase32 = (text: string): Buffer => {
  const digits = [...text.replaceAll(/\s/g, '')].map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one))
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
}
