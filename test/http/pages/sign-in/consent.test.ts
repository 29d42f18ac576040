// The consent page: what it says, what it remembers, and that nobody decides for anybody else (RFC 6749 §10.12, §10.16).
import t from 'tap'
import { formAgeSeconds } from '../../../../src/http/forms.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { formOf, hasForm, isAway } from '../../../support/plain-browser.ts'
import { away, shown, story } from '../../../support/story.ts'

t.test('it says who asks, for what, for whom, and where the code goes', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada')
  const [web, stranger] = [
    await s.client('web'),
    await s.client('tool', {
      origin: 'self-registered',
      tokenEndpointAuthMethod: 'none',
      redirectUris: ['http://localhost/callback'],
    }),
  ]
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, web, { scope: 'openid email' }), ada), 'consent')
  t.match(page.text, /<form method="post" id="consent" action="/)
  t.match(page.text, /Allow <bdi class="name">Web<\/bdi> to use your account\?/)
  t.equal(textOf(page, 'account'), ada.email)
  t.equal(textOf(page, 'destination'), 'web.example')
  t.match(textOf(page, 'trust'), /people who run this server registered/)
  t.match(page.text, /see your e-mail address/)
  t.notMatch(page.text, /see your name|class="tag"/)
  t.match(page.text, /name="decision" value="deny"/)
  t.match(page.text, /name="decision" value="allow"/)

  s.clock.pass(180)
  const redirect = { redirect_uri: 'http://localhost:7777/callback' }
  const careful = shown(await s.authorize(at, stranger, redirect), 'consent')
  t.equal(textOf(careful, 'destination'), 'a program on this computer')
  t.match(textOf(careful, 'trust'), /registered itself 3 minutes ago. Nobody has checked it/)
  t.match(careful.headers.get('content-security-policy'), /form-action 'self' http:\/\/localhost:7777 /)
})

t.test('allow gives a code, deny an error with a reference; both with state and iss', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = await s.logIn(at, await s.authorize(at, web), ada)
  const denied = away(await s.deny(at, page))
  t.equal(denied.get('error'), 'access_denied')
  t.match(denied.get('error_description'), /Reference: \w{16}$/)
  t.equal(denied.get('state'), 'a state')
  t.equal(denied.get('iss'), s.issuer)
  t.notOk(denied.get('code'))
  const allowed = away(await s.allow(at, page))
  t.match(allowed.get('code'), /^cs_code_/)
  t.strictSame([allowed.get('state'), allowed.get('iss')], ['a state', s.issuer])
})

t.test('it is remembered where the app proves itself, and new scope is marked', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const loopback = await s.client('tool', { tokenEndpointAuthMethod: 'none', redirectUris: ['http://127.0.0.1/'] })
  const at = s.browser()
  await s.codeFor(web, ada, { scope: 'openid profile' }, at)
  t.ok(isAway(await s.authorize(at, web, { scope: 'profile' })), 'less than before: straight back')
  const more = shown(await s.authorize(at, web, { scope: 'openid email' }), 'consent')
  t.equal(more.text.match(/class="tag"/g)?.length, 1, 'only what is new is marked')
  t.ok(hasForm(await s.authorize(at, web, { prompt: 'consent' }), 'consent'), 'prompt=consent asks')
  await s.codeFor(loopback, ada, {}, at)
  t.ok(hasForm(await s.authorize(at, loopback), 'consent'), 'a public client on loopback always asks')
})

t.test('deny means deny, also when another tab allowed the same meanwhile', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const one = await s.logIn(at, await s.authorize(at, web), ada)
  const two = await s.authorize(at, web)
  t.ok(away(await s.allow(at, one)).get('code'))
  t.equal(away(await s.deny(at, two)).get('error'), 'access_denied')
})

t.test('two tabs of one app may both be answered, in either order', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const one = await s.logIn(at, await s.authorize(at, web, { state: '1' }), ada)
  const two = await s.authorize(at, web, { state: '2' })
  t.equal(away(await s.allow(at, two)).get('state'), '2')
  const first = away(await s.allow(at, one))
  t.strictSame([first.get('state'), first.has('code')], ['1', true])
})

t.test('a form that was shown for another account decides nothing', async (t) => {
  const s = await story(t)
  const [ada, bob, web] = [await s.account('ada'), await s.account('bob'), await s.client('web')]
  const at = s.browser()
  const forAda = await s.logIn(at, await s.authorize(at, web), ada)
  await s.codeFor(web, bob, { prompt: 'login' }, at)
  for (const decide of [s.allow, s.deny]) {
    const again = shown(await decide(at, forAda), 'consent')
    t.equal(again.status, 409)
    t.equal(textOf(again, 'account'), bob.email, 'asked again, as the person who is logged in now')
    t.match(textOf(again, 'alert'), /Something changed/)
  }
  t.equal(await s.store.consents.find(ada.sub, web.clientId, 'https://web.example'), undefined)
})

t.test('a form that showed something else decides nothing', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = await s.logIn(at, await s.authorize(at, web), ada)
  await s.store.clients.update({ ...web, name: 'Bank' })
  const again = shown(await s.allow(at, page), 'consent')
  t.equal(again.status, 409)
  t.match(again.text, /Allow <bdi class="name">Bank<\/bdi>/)
  t.ok(away(await s.allow(at, again)).get('code'))
})

t.test('an old form, an ended session, a disabled app', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, web), ada), 'consent')
  s.clock.pass(formAgeSeconds + 1)
  const again = shown(await s.allow(at, page), 'consent')
  t.equal(again.status, 409)
  t.match(textOf(again, 'alert'), /open for a long time/)

  at.cookies.delete('cs_session')
  const login = shown(await s.allow(at, again), 'login')
  t.equal(login.status, 409)
  t.match(textOf(login, 'alert'), /not logged in any more/)
  const consent = await s.logIn(at, login, ada)
  await s.store.clients.setDisabled(web.clientId, s.clock())
  const refused = await s.allow(at, consent)
  t.notOk(isAway(refused))
  t.match(textOf(refused, 'message'), /disabled/)
})

t.test('posts that are not an answer to this page: the page again, nothing remembered', async (t) => {
  const s = await story(t)
  const [ada, web, shop] = [await s.account('ada'), await s.client('web'), await s.client('shop')]
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, web), ada), 'consent')
  const other = shown(await s.authorize(at, shop), 'consent')
  const wider = shown(await s.authorize(at, web, { scope: 'openid profile email' }), 'consent')
  const sealOf = (from: typeof page) => formOf(from, 'consent').hidden[0]?.[1] ?? ''
  const allow = { decision: 'allow' }
  const attempts: Readonly<Record<string, [number, Parameters<typeof postForm>[4]]>> = {
    'a foreign Origin': [403, { fields: allow, headers: { origin: 'https://evil.example' } }],
    'a sandboxed frame': [403, { fields: allow, headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } }],
    'no seal': [403, { fields: { ...allow, seal: '' } }],
    'the seal of another app’s page': [403, { fields: { ...allow, seal: sealOf(other) } }],
    'the seal of a page with less scope': [403, { fields: allow, action: formOf(wider, 'consent').action }],
    'no decision': [400, { fields: {} }],
    'another decision': [400, { fields: { decision: 'perhaps' } }],
  }
  for (const [what, [status, wishes]] of Object.entries(attempts)) {
    const answer = await pageOf(await postForm(s, at, page, 'consent', wishes))
    t.equal(answer.status, status, what)
    t.ok(hasForm(answer, 'consent'), `${what}: the page again`)
    t.equal(answer.headers.get('x-reference'), textOf(answer, 'reference'), `${what}: a reference`)
  }
  t.equal(await s.store.consents.anyFor(ada.sub, web.clientId, s.clock()), false)
})

t.test('another account: a way to it that asks for a login and keeps the rest of the request', async (t) => {
  const s = await story(t)
  const [ada, bob, web] = [await s.account('ada'), await s.account('bob'), await s.client('web')]
  const at = s.browser()
  const request = { state: 'a+b/c==', login_hint: ada.email, prompt: 'consent' }
  const page = shown(await s.logIn(at, await s.authorize(at, web, request), ada), 'consent')
  const link = /<a href="([^"]+)">Use another account/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  t.match(link, /prompt=consent\+login$/)
  const login = shown(await at.open(link), 'login')
  t.notMatch(login.text, ada.email, 'the hint named the other one')
  const asBob = await s.logIn(at, login, bob)
  t.equal(textOf(asBob, 'account'), bob.email)
  t.equal(away(await s.allow(at, asBob)).get('state'), 'a+b/c==')
})

t.test('GET /consent leads to the hub', async (t) => {
  const s = await story(t)
  const answer = await s.fetch(`${s.issuer}/consent?client_id=x`)
  t.strictSame([answer.status, answer.headers.get('location')], [303, '/authorize?client_id=x'])
})
