// Tests of the second factor at the door: what a half login opens (nothing), stepping up, and what tokens tell (RFC 9470, RFC 8176).
import t from 'tap'
import { codeAt, secretOn } from '../../../support/factors.ts'
import { type Browser, hasForm, isAway, type Page, stayedAt, type Visit } from '../../../support/plain-browser.ts'
import { away, type Fields, type StoryAccount, story } from '../../../support/story.ts'
import { claimsOf } from '../../../support/wire.ts'

const s = await story(t)
const web = await s.client('web')
const essential = (acr: string): Fields => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: [acr] } } }),
})

const open = async (at: Browser, path: string): Promise<Page> => stayedAt(await at.open(`${s.issuer}${path}`))

/** In a browser in which the person is logged in, or is about to be. */
const setUp = async (at: Browser, who: StoryAccount, path = '/account/security/authenticator') => {
  let page: Visit = await open(at, path)
  if (hasForm(page, 'login')) page = await s.logIn(at, page, who)
  const secret = secretOn(stayedAt(page))
  const done = stayedAt(await at.submit(stayedAt(page), 'confirm', { code: codeAt(secret, s.clock()) }))
  const codes = [...done.text.matchAll(/<li><code>([A-Z-]+)</g)].map(([, code = '']) => code)
  s.clock.pass(30)
  return { secret, done, codes, code: () => codeAt(secret, s.clock()) }
}

const typeCode = async (at: Browser, page: Visit, code: string): Promise<Visit> =>
  at.submit(stayedAt(page), 'factor-code', { code })

/** What the app is told of the login. */
const told = async (visit: Visit) => {
  const { body } = await s.redeem(web, away(visit).get('code') ?? '')
  const { acr, amr, auth_time } = claimsOf(body.id_token)
  const access = claimsOf(body.access_token)
  t.same([access.acr, access.amr, access.auth_time], [acr, amr, auth_time], 'the same in both tokens')
  return { acr, amr, auth_time: Number(auth_time) }
}

const allowing = async (at: Browser, visit: Visit): Promise<Visit> =>
  hasForm(visit, 'consent') ? s.allow(at, visit) : visit

t.test('setting up an app for codes, and logging in with it', async (t) => {
  const ada = await s.account('ada')
  const at = s.browser()
  const page = await s.logIn(at, await at.open(`${s.issuer}/account/security/authenticator`), ada)
  const secret = secretOn(stayedAt(page))
  t.match(stayedAt(page).text, /<svg class="qr"[^>]*viewBox="0 0 \d+ \d+"/)
  const again = stayedAt(await at.submit(stayedAt(page), 'confirm', { code: '000000' }))
  t.equal(again.status, 400)
  t.same(secretOn(again), secret, 'the same secret, which the phone has by now')
  const done = stayedAt(await at.submit(again, 'confirm', { code: codeAt(secret, s.clock()) }))
  t.equal([...done.text.matchAll(/<li><code>[A-Z]{5}-[A-Z]{5}</g)].length, 10, 'recovery codes, once')
  t.match(await told(await allowing(at, await s.authorize(at, web))), { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] })

  const other = s.browser()
  const asked = await s.logIn(other, await s.authorize(other, web), ada)
  t.match(stayedAt(asked).url, /\/second-factor\?/)
  const used = stayedAt(await typeCode(other, asked, codeAt(secret, s.clock())))
  t.match([used.status, used.text], [409, /used before/])
  const wrong = stayedAt(await typeCode(other, used, '123 456'))
  t.match([wrong.status, wrong.text], [401, /not the right code/])
  t.equal(stayedAt(await typeCode(other, wrong, '')).status, 400)
  s.clock.pass(30)
  const visit = await typeCode(other, wrong, codeAt(secret, s.clock()))
  t.match(await told(visit), { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] })
})

t.test(
  'OWASP ASVS 7.4.4: logins from before there was a second step are offered to be ended, by one button',
  async (t) => {
    const olga = await s.account('olga')
    const [at, before] = [s.browser(), s.browser()]
    await s.logIn(before, await before.open(`${s.issuer}/account`), olga)
    await setUp(at, olga)
    const page = await open(at, '/account/security')
    t.ok(hasForm(page, 'weak-elsewhere'))
    const after = await at.submit(page, 'weak-elsewhere', {})
    t.match(stayedAt(after).text, /logged out everywhere else/)
    t.notOk(hasForm(after, 'weak-elsewhere'), 'this one has proved it')
    t.ok(hasForm(await before.open(`${s.issuer}/account`), 'login'))
  },
)

t.test('a half login is worth nothing elsewhere', async (t) => {
  const bob = await s.account('bob')
  const phone = await setUp(s.browser(), bob)
  const at = s.browser()
  const asked = stayedAt(await s.logIn(at, await s.authorize(at, web), bob))
  t.notOk(
    [...at.cookies.keys()].some((name) => name.includes('session')),
    'no session',
  )
  for (const path of ['/account', '/account/security', '/account/security/authenticator'])
    t.ok(hasForm(await at.open(`${s.issuer}${path}`), 'login'), path)
  t.ok(hasForm(await s.authorize(at, web), 'login'))
  t.equal(away(await s.authorize(at, web, { prompt: 'none' })).get('error'), 'login_required')

  const thief = s.browser()
  await thief.open(`${s.issuer}/account`)
  const half = [...at.cookies].find(([name]) => name.includes('half')) ?? ['', '']
  thief.cookies.set(...half)
  t.ok(hasForm(await thief.open(asked.url), 'login'), 'copied to another browser: the login')
  t.ok(hasForm(await thief.submit(asked, 'factor-code', { code: phone.code() }), 'login'))
  t.notOk([...thief.cookies.keys()].some((name) => name.includes('session')))

  const carol = await s.account('carol')
  t.ok(isAway(await allowing(at, await s.logIn(at, await s.authorize(at, web), carol))), 'somebody else logs in here')
  t.notOk(
    [...at.cookies.keys()].some((name) => name.includes('half')),
    'and the half login is over',
  )
  t.ok(isAway(await at.submit(asked, 'factor-code', { code: phone.code() })), 'for the old page, too')
  t.match(await told(await s.authorize(at, web)), { acr: 'aal1' })
})

t.test('after ten minutes, or a new password, it begins again', async (t) => {
  const who = await s.account('dora')
  const phone = await setUp(s.browser(), who)
  const at = s.browser()
  const asked = await s.logIn(at, await s.authorize(at, web), who)
  s.clock.pass(601)
  t.ok(hasForm(await typeCode(at, asked, phone.code()), 'login'))
  const again = await s.logIn(at, await s.authorize(at, web), who)
  await s.rooms.operator.users.setPassword(who.email, 'another password')
  t.ok(hasForm(await typeCode(at, again, phone.code()), 'login'))
})

t.test('recovery codes on the page; guesses are limited', async (t) => {
  const who = await s.account('erin')
  const phone = await setUp(s.browser(), who)
  const at = s.browser()
  let page = await s.logIn(at, await s.authorize(at, web), who)
  for (let guess = 0; guess < 10; guess += 1) page = await typeCode(at, page, String(guess).repeat(6))
  t.equal(stayedAt(page).status, 401)
  page = await typeCode(at, page, phone.code())
  t.equal(stayedAt(page).status, 429)
  t.ok(stayedAt(page).headers.get('retry-after'))
  page = await at.submit(stayedAt(page), 'factor-recovery', { recovery_code: 'BBBBB-BBBBB' })
  t.match([stayedAt(page).status, stayedAt(page).text], [401, /<details id="no-phone" open>/])
  const visit = await at.submit(stayedAt(page), 'factor-recovery', { recovery_code: phone.codes[0] ?? '' })
  t.match(await told(await allowing(at, visit)), { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] })
  t.match((await open(at, '/account/security')).text, /id="codes-left">9 /)
})

t.test('RFC 9470 §5: a session with a password alone goes to the second factor alone', async (t) => {
  const who = await s.account('fay')
  const [at, elsewhere] = [s.browser(), s.browser()]
  const before = await told(await allowing(at, await s.logIn(at, await s.authorize(at, web), who)))
  t.match(before, { acr: 'aal1', amr: ['pwd'] })
  const { code } = await setUp(elsewhere, who)
  t.match(await told(await s.authorize(at, web)), { acr: 'aal1' }, 'who asks for nothing gets what there is')
  t.match(await told(await s.authorize(at, web, { acr_values: 'unknown' })), { acr: 'aal1' })
  t.equal(away(await s.authorize(at, web, { prompt: 'none', ...essential('aal2') })).get('error'), 'login_required')
  t.match(await told(await s.authorize(at, web, { prompt: 'none', acr_values: 'aal2' })), { acr: 'aal1' }, 'a wish')

  const asked = stayedAt(await s.authorize(at, web, { acr_values: 'unknown aal2' }))
  t.notOk(hasForm(asked, 'login'), 'no password')
  t.match(asked.text, /id="why"/)
  t.ok(hasForm(await s.authorize(at, web, essential('aal2')), 'factor-code'))
  const cookie = [...at.cookies].find(([name]) => name.includes('session'))?.[1]
  const after = await told(await typeCode(at, asked, code()))
  t.match(after, { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] })
  t.equal(after.auth_time, before.auth_time, 'the older of the two')
  t.not([...at.cookies].find(([name]) => name.includes('session'))?.[1], cookie, 'a new cookie')
  t.match(await told(await s.authorize(at, web, essential('aal2'))), { acr: 'aal2' })
  t.match(
    await told(await s.authorize(at, web, essential('aal1'))),
    { acr: 'aal1', amr: ['pwd', 'otp'] },
    '§5.5.1.1: one of those named',
  )

  s.clock.pass(120)
  const old = await s.authorize(at, web, { acr_values: 'aal2', max_age: '60' })
  t.ok(hasForm(old, 'login'), 'max_age: from the beginning')
  const factor = await s.logIn(at, old, who)
  t.ok((await told(await typeCode(at, factor, code()))).auth_time > after.auth_time)
  t.ok(hasForm(await s.authorize(at, web, { prompt: 'login' }), 'login'))
})

t.test('a password of days ago is asked for too', async (t) => {
  const who = await s.account('gina')
  const [at, elsewhere] = [s.browser(), s.browser()]
  await allowing(at, await s.logIn(at, await s.authorize(at, web), who))
  await setUp(elsewhere, who)
  s.clock.pass(25 * 3600)
  t.ok(hasForm(await s.authorize(at, web, { acr_values: 'aal2' }), 'login'))
})

t.test('who has no second factor is led to one, and back to the app', async (t) => {
  const who = await s.account('hugo')
  const at = s.browser()
  await allowing(at, await s.logIn(at, await s.authorize(at, web), who))
  t.match(await told(await s.authorize(at, web, { acr_values: 'aal2' })), { acr: 'aal1' }, 'a wish holds up nobody')
  t.equal(away(await s.authorize(at, web, { ...essential('aal2'), prompt: 'none' })).get('error'), 'login_required')
  const page = stayedAt(await s.authorize(at, web, essential('aal2')))
  const href = (id: string) =>
    new RegExp(`id="${id}"[^>]* href="([^"]*)"`).exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  t.equal(new URL(href('onward')).searchParams.get('error'), 'unmet_authentication_requirements')
  const phone = await setUp(at, who, href('set-up-app').replace(new URL(s.issuer).pathname, '/'))
  const onward = /id="onward" href="([^"]*)"/.exec(phone.done.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  t.match(
    await told(await at.open(new URL(onward, s.issuer))),
    { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] },
    'and asked for no second code',
  )
})

t.test('what could take the account away needs the second factor too', async (t) => {
  const who = await s.account('ida')
  const [at, elsewhere] = [s.browser(), s.browser()]
  await allowing(at, await s.logIn(at, await s.authorize(at, web), who))
  const phone = await setUp(elsewhere, who)
  const security = await open(at, '/account/security')
  const asked = stayedAt(await at.submit(security, 'remove-app', {}))
  t.ok(hasForm(asked, 'factor-code'), 'the password was typed a moment ago')
  const back = stayedAt(await typeCode(at, asked, phone.code()))
  t.match(back.url, /\/account\/security/)
  t.match(stayedAt(await at.submit(back, 'new-codes', {})).text, /<li><code>/)
  const removed = stayedAt(await at.submit(await open(at, '/account/security'), 'remove-app', {}))
  t.match(removed.text, /id="notice"/)
  t.notMatch(removed.text, /id="new-codes"/)
  const other = s.browser()
  t.ok(isAway(await s.logIn(other, await s.authorize(other, web), who)), 'the password is enough again')
})

t.test('forged and foreign posts', async (t) => {
  const who = await s.account('jon')
  const phone = await setUp(s.browser(), who)
  const at = s.browser()
  const asked = stayedAt(await s.logIn(at, await s.authorize(at, web), who))
  const unsealed = { ...asked, text: asked.text.replace(/name="seal" value="[^"]*"/g, 'name="seal" value="x"') }
  t.equal(stayedAt(await typeCode(at, unsealed, phone.code())).status, 403)
  const swapped = { ...asked, text: asked.text.replaceAll('value="login"', 'value="step-up"') }
  t.ok(hasForm(await typeCode(at, swapped, phone.code()), 'login'), 'no session to make stronger')
  t.ok(isAway(await allowing(at, await typeCode(at, asked, phone.code()))))
})

t.test('a new master key takes the secrets along', async (t) => {
  const who = await s.account('kim')
  const phone = await setUp(s.browser(), who)
  const { masterKeys } = s.rooms.operator
  const secrets = (await masterKeys.list()).reduce((sum, key) => sum + key.sealedSecrets, 0)
  await masterKeys.add()
  await t.rejects(masterKeys.drop(undefined), { message: /still needed by sealed rows/ })
  t.match(await masterKeys.reseal(), { sealedSecrets: secrets })
  t.match((await masterKeys.list())[1], { sealedSecrets: 0 })
  const at = s.browser()
  const visit = await typeCode(at, await s.logIn(at, await s.authorize(at, web), who), phone.code())
  t.match(await told(await allowing(at, visit)), { acr: 'aal2' })
  const other = s.browser()
  const page = stayedAt(await s.logIn(other, await s.authorize(other, web), who))
  t.ok(isAway(await other.submit(page, 'factor-recovery', { recovery_code: phone.codes[0] ?? '' })))
})
