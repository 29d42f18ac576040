// Connecting a device: the code, the login, the question, and what each wrong step shows (RFC 8628 §3.3, §5.1, §5.4).
import t, { type Test } from 'tap'
import { answerFor, poll, reachQuestion, startDevice, television } from '../../../support/device.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { hasForm, stayedAt } from '../../../support/plain-browser.ts'
import { referencePattern } from '../../../support/refused.ts'
import { story } from '../../../support/story.ts'

const scene = async (t: Test, settings: Record<string, string> = {}) => {
  const s = await story(t, settings)
  const [ada, bob, app] = [await s.account('ada'), await s.account('bob'), await television(s)]
  return { s, ada, bob, app, device: await startDevice(s, app, { scope: 'openid profile' }) }
}

t.test(
  'RFC 8628 §3.3: typed as people type, logged in on the way, asked, allowed, and back to the device',
  async (t) => {
    const { s, ada, app, device } = await scene(t, { ISSUER: 'http://localhost:3000/tenant' })
    const at = s.browser()
    const empty = stayedAt(await at.open('/tenant/device'))
    t.equal(empty.status, 200)
    t.match(empty.text, /<input[^>]*id="user_code"[^>]*autocapitalize="characters"[^>]*>/)
    const typed = ` ${device.userCode.toLowerCase().replace('-', ' ')} `
    const login = stayedAt(await at.submit(empty, 'device', { user_code: typed }))
    t.ok(hasForm(login, 'login'), 'nobody is logged in: the login page')
    t.match(login.text, /to connect a device/)
    t.notMatch(login.text, /Television/, 'whose code it is, is told to nobody in particular')
    const wrong = stayedAt(await at.submit(login, 'login', { email: ada.email, password: 'wrong' }))
    t.equal(wrong.status, 401)
    t.ok(hasForm(wrong, 'login'), 'a wrong password: the login page again')
    const question = stayedAt(await at.submit(wrong, 'login', { email: ada.email, password: ada.password }))
    t.equal(question.status, 200)
    t.equal(textOf(question, 'user-code'), device.userCode)
    t.equal((await poll(s, app, device)).body.error, 'authorization_pending', 'seen is not allowed')
    const done = stayedAt(await at.submit(question, 'device-question', { decision: 'allow' }))
    t.match(done.text, /You may return to your device/)
    t.equal((await poll(s, app, device)).status, 200)
    t.match(stayedAt(await at.open(device.complete)).text, /You may return to your device/, 'a reload says the same')
  },
)

t.test('RFC 8628 §3.3.1: verification_uri_complete asks just as much', async (t) => {
  const { s, ada, app, device } = await scene(t)
  const at = s.browser()
  const page = await reachQuestion(at, device, ada)
  t.equal(textOf(page, 'user-code'), device.userCode)
  t.equal((await poll(s, app, device)).body.error, 'authorization_pending')
  const again = await startDevice(s, app)
  t.ok(hasForm(await at.open(again.complete), 'device-question'), 'also who is logged in already')
  await at.submit(stayedAt(await at.open(again.complete)), 'device-question', { decision: 'allow' })
  const third = await startDevice(s, app)
  t.ok(hasForm(await at.open(third.complete), 'device-question'), 'and who has allowed the app before')
})

t.test('RFC 8628 §5.4: the page tells which app, which device and what it may do', async (t) => {
  const { s, ada } = await scene(t)
  const stranger = await television(s, {
    name: 'Movies\u202e!',
    origin: 'self-registered',
    createdAt: new Date(s.clock().getTime() - 120_000),
  })
  const device = await startDevice(s, stranger, { scope: 'openid profile' })
  s.clock.pass(61)
  const page = await reachQuestion(s.browser(), device, ada)
  t.match(page.text, /<h1>Connect <bdi class="name">Movies!<\/bdi> on your device\?/)
  t.match(textOf(page, 'the-device'), /Asked 1 minute ago From 127\.0\.0\.1 Calls itself Television\/1\.0/)
  t.match(textOf(page, 'beware'), /If somebody sent you the code or a link to this page, do not allow it/)
  t.match(textOf(page, 'trust'), /registered itself 3 minutes ago\. Nobody has checked it/)
  t.equal(textOf(page, 'account'), ada.email)
  t.match(page.text, /know who you are when you log in[\s\S]*see your name/)
  t.match(page.headers.get('content-security-policy'), /form-action 'self';/)
})

t.test('Deny: the device is told, and the person too', async (t) => {
  const { s, ada, app, device } = await scene(t)
  const at = s.browser()
  const done = stayedAt(await answerFor(s, device, ada, 'deny', at))
  t.match(done.text, /Nothing was allowed/)
  t.equal((await poll(s, app, device)).body.error, 'access_denied')
  t.match(stayedAt(await at.open(device.complete)).text, /Nothing was allowed/, 'there is no second answer')
})

t.test('RFC 8628 §5.1: a code that never was, that is too old and that somebody used look the same', async (t) => {
  const { s, ada, bob, app, device } = await scene(t)
  await answerFor(s, device, ada, 'allow')
  const old = await startDevice(s, app)
  const at = s.browser()
  await reachQuestion(at, old, bob)
  s.clock.pass(900)
  const fresh = await startDevice(s, app)
  const swap = (code: string) => code.replace(/.$/, (last) => (last === 'B' ? 'C' : 'B'))
  const shown = async (code: string) => {
    const page = stayedAt(await at.open(`/device?user_code=${code}`))
    t.match(page.headers.get('x-reference'), referencePattern)
    return [page.status, textOf(page, 'alert')?.replace(/Reference .*/, '')]
  }
  const unknown = await shown(swap(fresh.userCode))
  t.match(unknown, [400, /^This code does not work\. It may be mistyped, too old, or used already/])
  t.same(await shown(old.userCode), unknown, 'too old')
  t.same(await shown(device.userCode), unknown, 'used by somebody else')
  t.match(await shown('BCDF'), [400, /^A code has eight letters/], 'what can be no code is said to be none')
  t.ok(hasForm(await at.open(fresh.complete), 'device-question'), 'and one that is right works')
})

t.test('RFC 8628 §5.1: guesses count for the account, and a right code gives its attempt back', async (t) => {
  const { s, ada, bob, app, device } = await scene(t)
  const at = s.browser()
  await reachQuestion(at, device, ada)
  for (let look = 0; look < 20; look += 1)
    if (!hasForm(await at.open(device.complete), 'device-question')) t.fail(`look ${look}`)
  const guess = (n: number) => `/device?user_code=BBBB-BBB${'BCDFGHJKLMNP'[n]}`
  for (let n = 0; n < 10; n += 1) t.equal(stayedAt(await at.open(guess(n))).status, 400)
  const stopped = stayedAt(await at.open(device.complete))
  t.equal(stopped.status, 429, 'also the right code')
  t.match(Number(stopped.headers.get('retry-after')) <= 900, true)
  t.match(textOf(stopped, 'alert'), /too many attempts\. Please wait 15 minutes/)
  t.ok(hasForm(stopped, 'device'))
  t.ok(await reachQuestion(s.browser(), await startDevice(s, app), bob), 'other people are not locked out')
  s.clock.pass(901)
  t.ok(hasForm(await at.open((await startDevice(s, app)).complete), 'device-question'))
})

t.test('RFC 8628 §5.1: guesses count for the address, whatever the accounts', async (t) => {
  const { s, device } = await scene(t)
  let last = 0
  for (let person = 0; person < 11 && last !== 429; person += 1) {
    const at = s.browser()
    const who = await s.account(`guesser-${person}`)
    await at.submit(stayedAt(await at.open(device.complete)), 'login', { email: who.email, password: who.password })
    for (let n = 0; n < 10 && last !== 429; n += 1) {
      const page = stayedAt(await at.open(`/device?user_code=BBBB-BBB${'BCDFGHJKLM'[n]}`))
      last = page.status
      if (last === 429) t.same([person, n], [10, 0], 'the 101st')
    }
  }
  t.equal(last, 429)
})

t.test('nobody who is not logged in learns anything, or counts for anything', async (t) => {
  const { s, ada, device } = await scene(t)
  const at = s.browser()
  for (let n = 0; n < 30; n += 1) {
    const page = stayedAt(await at.open(`/device?user_code=BBBB-BBB${'BCDFGHJKLMNPQRSTVWXZ'[n % 20]}`))
    if (page.status !== 200 || !hasForm(page, 'login')) t.fail(`answered with ${page.status}`)
  }
  t.ok(await reachQuestion(at, device, ada))
})

t.test('posts count from our own page alone, for the person and the device that it showed', async (t) => {
  const { s, ada, bob, app, device } = await scene(t)
  const at = s.browser()
  const page = await reachQuestion(at, device, ada)
  const allow = { fields: { decision: 'allow' } }
  const other = await startDevice(s, app)
  const attempts: Readonly<Record<string, [Parameters<typeof postForm>[4], number]>> = {
    'a foreign Origin': [{ ...allow, headers: { origin: 'https://evil.example' } }, 403],
    'a foreign Sec-Fetch-Site': [{ ...allow, headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    'no seal': [{ fields: { decision: 'allow', seal: '' } }, 403],
    'a seal of another device': [{ ...allow, action: `/device/confirm?user_code=${other.userCode}` }, 403],
    'no cookies': [{ ...allow, cookiesOf: null }, 409],
    'no decision': [{ fields: {} }, 400],
    'another decision': [{ fields: { decision: 'yes' } }, 400],
  }
  for (const [what, [wishes, status]] of Object.entries(attempts))
    t.equal((await postForm(s, at, page, 'device-question', wishes)).status, status, what)
  const bobs = s.browser()
  const his = await reachQuestion(bobs, device, bob)
  t.equal((await postForm(s, at, his, 'device-question', allow)).status, 403, "another browser's form")
  s.clock.pass(600)
  for (const each of [device, other]) t.equal((await poll(s, app, each)).body.error, 'authorization_pending')
  const late = await startDevice(s, app)
  const shown = await reachQuestion(at, late, ada)
  await at.submit(stayedAt(await at.open(`/device/login?user_code=${late.userCode}`)), 'login', {
    email: bob.email,
    password: bob.password,
  })
  const changed = await pageOf(await postForm(s, at, shown, 'device-question', allow))
  t.equal(changed.status, 409, 'somebody else has logged in since')
  t.equal(textOf(changed, 'account'), bob.email, 'who is asked for himself')
  t.equal((await poll(s, app, late)).body.error, 'authorization_pending')
})

t.test('a session that ended while the question was open: log in, and on', async (t) => {
  const { s, ada, app, device } = await scene(t)
  const at = s.browser()
  const page = await reachQuestion(at, device, ada)
  at.cookies.delete('cs_session')
  const login = stayedAt(await at.submit(page, 'device-question', { decision: 'allow' }))
  t.equal(login.status, 409)
  t.match(textOf(login, 'alert'), /not logged in any more/)
  const question = stayedAt(await at.submit(login, 'login', { email: ada.email, password: ada.password }))
  t.ok(hasForm(question, 'device-question'))
  await at.submit(question, 'device-question', { decision: 'allow' })
  t.equal((await poll(s, app, device)).status, 200)
})

t.test('another account: a new login, that answers in its own name', async (t) => {
  const { s, ada, bob, app, device } = await scene(t)
  const at = s.browser()
  const page = await reachQuestion(at, device, ada)
  const href = /id="other-account" href="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const login = stayedAt(await at.open(href))
  t.ok(hasForm(login, 'login'), 'although somebody is logged in')
  const his = stayedAt(await at.submit(login, 'login', { email: bob.email, password: bob.password }))
  t.equal(textOf(his, 'account'), bob.email)
  await at.submit(his, 'device-question', { decision: 'allow' })
  const { body } = await poll(s, app, device)
  t.equal(JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString()).sub, bob.sub)
})

t.test('a login form of this kind serves no other, and the other way round', async (t) => {
  const { s, ada, device } = await scene(t)
  const web = await s.client('web')
  const at = s.browser()
  const login = stayedAt(await at.open(device.complete))
  const fields = { email: ada.email, password: ada.password }
  const crossed = await pageOf(
    await postForm(s, at, login, 'login', { fields, action: `/login?user_code=${device.userCode}` }),
  )
  t.notOk(crossed.headers.has('location'), 'a device’s login at the login of apps')
  const authorize = stayedAt(await s.authorize(at, web))
  const back = await postForm(s, at, authorize, 'login', {
    fields,
    action: new URL(authorize.url).pathname.replace('/authorize', '/device/login') + new URL(authorize.url).search,
  })
  t.equal(back.status, 403)
  t.notOk(at.cookies.has('cs_session'))
})

t.test(
  'RFC 8628 §5.4, RFC 6749 §3.3: what the person leaves out and for how long, as on the consent page',
  async (t) => {
    const { s, ada } = await scene(t)
    const app = await television(s, { optionalScope: ['openid', 'email'] })
    const device = await startDevice(s, app, { scope: 'openid profile email offline_access' })
    const at = s.browser()
    const page = await reachQuestion(at, device, ada)
    t.same([...page.text.matchAll(/type="checkbox" id="(keep-\d+)"/g)].length, 1, 'only what both sides call optional')
    t.match(page.text, /value="open" checked/)
    const undecided = stayedAt(await at.submit(page, 'device-question', { duration: 'hour' }))
    t.equal(undecided.status, 400)
    t.match(undecided.text, /value="hour" checked/, 'what was chosen stays')
    // keep-0 is not ticked, and a forged keep-1 is nothing.
    await at.submit(undecided, 'device-question', { decision: 'allow', duration: 'hour', 'keep-1': '' })
    const { body } = await poll(s, app, device)
    t.equal(body.scope, 'openid profile offline_access')
    const apps = await s.store.connectedApps.list(ada.sub, s.clock(), { limit: 9, offset: 0 })
    t.match(apps, [
      {
        clientId: app.clientId,
        scope: ['openid', 'profile', 'offline_access'],
        endsAt: new Date(s.clock().getTime() + 3_600_000),
      },
    ])
    s.clock.pass(3300)
    const late = await s.refresh(app, body.refresh_token)
    t.ok(late.body.expires_in <= 300, 'no token outlives it')
    s.clock.pass(300)
    t.equal((await s.refresh(app, late.body.refresh_token)).body.error, 'invalid_grant')

    const slim = await television(s, { optionalScope: ['email'] })
    const asked = stayedAt(await at.open((await startDevice(s, slim, { scope: 'email' })).complete))
    const nothing = stayedAt(await at.submit(asked, 'device-question', { decision: 'allow', duration: 'open' }))
    t.match([nothing.status, nothing.text], [400, /nothing is left to allow/])
  },
)

t.test(
  'a client that wants fresh logins gets them here too (OpenID Connect Registration §2 default_max_age)',
  async (t) => {
    const { s, ada } = await scene(t)
    const bank = await television(s, { defaultMaxAgeSeconds: 0 })
    const at = s.browser()
    await s.codeFor(await s.client('web'), ada, {}, at)
    s.clock.pass(60)
    const device = await startDevice(s, bank)
    const login = stayedAt(await at.open(device.complete))
    t.ok(hasForm(login, 'login'), 'the session of before is too old')
    const question = stayedAt(await at.submit(login, 'login', { email: ada.email, password: ada.password }))
    t.ok(hasForm(question, 'device-question'), 'and the login is asked for once')
    s.clock.pass(60)
    t.match(stayedAt(await at.submit(question, 'device-question', { decision: 'allow' })).text, /return to your device/)
    t.equal((await poll(s, bank, device)).status, 200)
  },
)

t.test('other methods, steps out of turn, and what cannot be read', async (t) => {
  const { s } = await scene(t)
  t.equal((await s.fetch(`${s.issuer}/device`, { method: 'POST', body: new URLSearchParams() })).status, 405)
  t.equal((await s.fetch(`${s.issuer}/device/confirm`, { method: 'PUT' })).status, 405)
  const step = await s.fetch(`${s.issuer}/device/confirm?user_code=BCDF-GHJK`, { redirect: 'manual' })
  t.match([step.status, step.headers.get('location')], [303, '/device?user_code=BCDF-GHJK'])
  for (const query of ['user_code=a&user_code=b', 'user_code=%00', 'user_code=%ff', `user_code=${'B'.repeat(5000)}`])
    t.equal((await s.fetch(`${s.issuer}/device?${query}`)).status, 400, query.slice(0, 30))
})
