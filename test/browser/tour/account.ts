// The tour through a person's own pages, up to the second factor at their next login.
import { codeAt } from '../../support/factors.ts'
import type { Visitor } from './visitor.ts'

export const accountTour = async (v: Visitor): Promise<void> => {
  await profile(v)
  await security(v)
  await ownData(v)
  await secondFactor(v)
}

const profile = async (v: Visitor): Promise<void> => {
  await v.forget()
  await v.stop('login-member', '/account')
  await v.stop('account', () => v.logIn(v.scene.ada))
  const wrong = { 'save-birthdate': 'yesterday', 'save-website': 'my site' }
  await v.stop('account-wrong', () => v.send('profile', wrong))
  await v.stop('account-saved', () => v.send('profile', { 'save-birthdate': '1815-12-10', 'save-website': '' }))
  await v.stop('notices', '/account/notices')
}

const security = async (v: Visitor): Promise<void> => {
  const { ada } = v.scene
  await v.stop('security', '/account/security')
  const passwords = { 'change-password-current-password': 'wrong', 'change-password-new-password': 'short' }
  await v.stop('security-wrong', () => v.send('change-password', passwords))
  await v.stop('security-mail-sent', () => v.send('change-email', { 'change-email-email': 'countess@example.com' }))
  await v.stop('confirm-email', await v.scene.link('countess@example.com', '/confirm-email'))
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
  await v.stop('prove', '/account/login?to=/account/security&prove=1')
}

const secondFactor = async (v: Visitor): Promise<void> => {
  const { s, page, scene } = v
  await v.stop('new-passkey', '/account/security/new-passkey')
  await v.stop('authenticator', '/account/security/authenticator')
  const secret = fromBase32((await page.textContent('#totp-secret')) ?? '')
  await v.stop('authenticator-wrong', () => v.send('confirm', { 'confirm-code': '000000' }))
  await v.stop('recovery-codes', () => v.send('confirm', { 'confirm-code': codeAt(secret, s.clock()) }))
  await v.stop('security-factor', '/account/security')
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
}

const fromBase32 = (text: string): Buffer => {
  const digits = [...text.replaceAll(/\s/g, '')].map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one))
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
}
