// The login page: one message for every failure, no session before it, no post but our own (OWASP ASVS 6.3, 7.2).
import t from 'tap'
import { formAgeSeconds } from '../../../../src/http/forms.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { formOf, hasForm, isAway } from '../../../support/plain-browser.ts'
import { away, shown, story } from '../../../support/story.ts'

t.test('one form, a plain client can use it', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = shown(await s.authorize(at, web, { login_hint: 'ada@example.com' }), 'login')
  t.equal(page.status, 200)
  t.match(page.text, /<form method="post" id="login" action="/)
  t.match(page.text, /name="email"[^>]*value="ada@example.com"/, 'login_hint is filled in')
  t.equal(page.headers.get('cache-control'), 'no-store')
  t.equal(page.headers.get('referrer-policy'), 'same-origin')
  t.equal(page.headers.get('x-frame-options'), 'DENY')
  t.equal(page.headers.get('cross-origin-opener-policy'), null)
  const policy = page.headers.get('content-security-policy') ?? ''
  for (const rule of [
    "default-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "script-src 'self'",
    "form-action 'self' https://web.example",
  ])
    t.ok(policy.includes(rule), rule)
  t.notMatch(policy, /unsafe/)
  const consent = await s.logIn(at, page, ada)
  t.ok(hasForm(consent, 'consent'))
  t.ok(at.cookies.get('cs_session')?.startsWith('cs_ses_'))
})

t.test('the same answer for an unknown person, a wrong password and a disabled account', async (t) => {
  const s = await story(t)
  const [ada, eve, web] = [await s.account('ada'), await s.account('eve'), await s.client('web')]
  await s.store.accounts.setDisabled(eve.sub, s.clock())
  const answers = []
  for (const who of [
    { ...ada, password: 'typed in vain' },
    { ...ada, email: 'nobody@example.com' },
    eve,
    { ...ada, email: 'no address' },
  ]) {
    const at = s.browser()
    const page = await s.logIn(at, await s.authorize(at, web), who)
    t.equal(shown(page, 'login').status, 401, who.email)
    t.equal(shown(page, 'login').headers.get('x-reference'), textOf(page, 'reference'), 'with a reference')
    t.match(shown(page, 'login').text, `value="${who.email}"`, 'what was typed stays')
    t.notMatch(shown(page, 'login').text, who.password, 'but never the password')
    t.notOk(at.cookies.has('cs_session'))
    answers.push(textOf(page, 'alert')?.replace(textOf(page, 'reference') ?? '', ''))
  }
  t.equal(new Set(answers).size, 1, String(answers[0]))
})

t.test('what is missing or too long is said, and nothing is counted', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = shown(await s.authorize(at, web), 'login')
  const cases: readonly [Record<string, string>, RegExp][] = [
    [{ password: 'x' }, /type your e-mail/],
    [{ email: '  ', password: 'x' }, /type your e-mail/],
    [{ email: ada.email }, /type your password/],
    [{ email: `${'a'.repeat(300)}@example.com`, password: 'x' }, /e-mail address is too long/],
    [{ email: ada.email, password: 'ü'.repeat(600) }, /password is too long/],
    [{ email: ada.email, password: 'x'.repeat(5000) }, /cannot be read/],
    [{ email: ada.email, password: 'x\0y' }, /cannot be read/],
  ]
  for (const [fields, words] of cases) {
    const answer = await pageOf(await postForm(s, at, page, 'login', { fields }))
    t.equal(answer.status, 400, String(words))
    t.match(textOf(answer, 'alert'), words)
    t.ok(hasForm(answer, 'login'))
  }
  const seal = formOf(page, 'login').hidden.find(([name]) => name === 'seal')?.[1] ?? ''
  for (const body of [`seal=${seal}&email=a&email=b&password=x`, 'email=%ff&password=x', `seal=${seal}&password=%00`])
    t.equal((await postForm(s, at, page, 'login', { body })).status, 400, body.slice(-30))
  const json = { headers: { 'content-type': 'application/json' }, body: '{}' }
  t.equal((await postForm(s, at, page, 'login', json)).status, 415)
})

t.test('too many attempts: 429, the same page, and the person is not locked out where known', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const home = s.browser()
  await s.codeFor(web, ada, {}, home)
  const at = s.browser()
  let page = await s.authorize(at, web)
  for (let tries = 0; tries < 10; tries += 1) page = await s.logIn(at, page, { ...ada, password: 'wrong' })
  t.equal(shown(page, 'login').status, 401)
  page = await s.logIn(at, page, ada)
  t.equal(shown(page, 'login').status, 429, 'even with the right password')
  t.ok(Number(shown(page, 'login').headers.get('retry-after')) > 0)
  t.match(textOf(page, 'alert'), /wait \d+ minutes/)
  const unknown = { ...ada, email: 'nobody@example.com' }
  for (let tries = 0; tries < 11; tries += 1) page = await s.logIn(at, page, unknown)
  t.equal(shown(page, 'login').status, 429, 'the same for somebody who does not exist')

  const again = await s.authorize(home, web, { prompt: 'login' })
  t.equal(isAway(await s.logIn(home, again, ada)), true, 'the browser that logged in before has its own allowance')
  const thief = s.browser()
  thief.cookies.set('cs_known', home.cookies.get('cs_known') ?? '')
  t.equal(shown(await s.logIn(thief, await s.authorize(thief, web), ada), 'login').status, 429, 'it cannot be copied')
})

t.test('no session fixation: every login makes a new session cookie, and the browser cookie stays', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  at.cookies.set('cs_session', 'cs_ses_planted')
  await s.logIn(at, await s.authorize(at, web), ada)
  const [first, browser] = [at.cookies.get('cs_session'), at.cookies.get('cs_browser')]
  t.not(first, 'cs_ses_planted')
  s.clock.pass(5)
  await s.logIn(at, await s.authorize(at, web, { prompt: 'login' }), ada)
  t.not(at.cookies.get('cs_session'), first)
  t.equal(at.cookies.get('cs_browser'), browser)
  const old = s.browser()
  old.cookies.set('cs_session', first ?? '')
  t.ok(hasForm(await s.authorize(old, web), 'login'), 'the earlier cookie is worth nothing')
})

t.test('cookies', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = shown(await s.authorize(at, web), 'login')
  t.match(
    page.headers.getSetCookie().join(),
    /^cs_browser=cs_brw_[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  const answer = await postForm(s, at, page, 'login', { fields: { email: ada.email, password: ada.password } })
  t.equal(answer.status, 303)
  for (const line of answer.headers.getSetCookie()) t.match(line, /; Path=\/; HttpOnly; SameSite=Lax$/)

  const secure = await story(t, { ISSUER: 'https://id.example/tenant' })
  const [bob, shop] = [await secure.account('bob'), await secure.client('shop')]
  const other = secure.browser()
  await secure.logIn(other, await secure.authorize(other, shop), bob)
  t.strictSame([...other.cookies.keys()], ['__Host-cs_browser', '__Host-cs_session', '__Host-cs_known'])
  const first = await secure.fetch(
    `https://id.example/tenant/authorize?client_id=${shop.clientId}&response_type=code&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256`,
  )
  t.match(first.headers.getSetCookie().join(), /Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  t.match(first.headers.get('strict-transport-security'), /max-age/)
})

t.test('a post of another page, browser or request logs nobody in, and shows the step again', async (t) => {
  const s = await story(t)
  const [ada, web, shop] = [await s.account('ada'), await s.client('web'), await s.client('shop')]
  const at = s.browser()
  const page = shown(await s.authorize(at, web), 'login')
  const fields = { email: ada.email, password: ada.password }
  const attacker = s.browser()
  const theirs = shown(await s.authorize(attacker, web), 'login')
  const otherRequest = shown(await s.authorize(at, shop), 'login')
  const sealOf = (from: typeof page) => formOf(from, 'login').hidden.find(([name]) => name === 'seal')?.[1] ?? ''

  const attempts: Readonly<Record<string, Parameters<typeof postForm>[4]>> = {
    'a foreign Origin': { fields, headers: { origin: 'https://evil.example' } },
    'Origin: null': { fields, headers: { origin: 'null' } },
    'a foreign Sec-Fetch-Site': { fields, headers: { 'sec-fetch-site': 'cross-site' } },
    'a sibling site': { fields, headers: { origin: s.issuer, 'sec-fetch-site': 'same-site' } },
    'no seal': { fields: { ...fields, seal: '' } },
    'a forged seal': { fields: { ...fields, seal: `${sealOf(page).slice(0, -4)}AAAA` } },
    'the seal of another browser': { fields: { ...fields, seal: sealOf(theirs) } },
    'the seal of another request': { fields: { ...fields, seal: sealOf(otherRequest) } },
    'another request': { fields, action: formOf(otherRequest, 'login').action },
    'no cookies': { fields, cookiesOf: null },
    'another browser’s cookies': { fields, cookiesOf: attacker },
  }
  for (const [what, wishes] of Object.entries(attempts)) {
    const answer = await pageOf(await postForm(s, at, page, 'login', wishes))
    t.equal(answer.status, 403, what)
    t.ok(hasForm(answer, 'login'), `${what}: the step again`)
    t.ok(answer.headers.get('x-reference'), `${what}: a reference`)
    t.notMatch(answer.headers.getSetCookie().join(), /cs_session/, `${what}: no session`)
  }
  const right = await postForm(s, at, page, 'login', {
    fields,
    headers: { origin: s.issuer, 'sec-fetch-site': 'same-origin' },
  })
  t.equal(right.status, 303, 'the real form still works')
})

t.test('a post from another site brings no cookies, and gets none', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = shown(await s.authorize(at, web), 'login')
  const fields = { email: ada.email, password: ada.password }
  for (const path of ['login', 'consent', 'logout']) {
    const action = path === 'logout' ? '/logout' : formOf(page, 'login').action.replace('/login', `/${path}`)
    const wishes = {
      fields,
      action,
      cookiesOf: null,
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    }
    const answer = await pageOf(await postForm(s, at, page, 'login', wishes))
    t.equal(answer.status, 403, path)
    t.strictSame(answer.headers.getSetCookie(), [], `${path}: the browser’s own cookies are left alone`)
    const way = /href="([^"]+)"><span>Go on here/.exec(answer.text)?.[1] ?? ''
    t.match(way, path === 'logout' ? /^\/logout$/ : /^\/authorize\?/, `${path}: a way on`)
  }
})

t.test('an old page: shown again with what was typed', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = await s.authorize(at, web)
  s.clock.pass(formAgeSeconds + 1)
  const again = await s.logIn(at, page, ada)
  t.equal(shown(again, 'login').status, 409)
  t.match(shown(again, 'login').text, /value="ada@example.com"/)
  t.ok(hasForm(await s.logIn(at, again, ada), 'consent'))
})

t.test('any tab may finish, in either order; so may one as somebody else', async (t) => {
  const s = await story(t)
  const [ada, bob] = [await s.account('ada'), await s.account('bob')]
  const [web, shop] = [await s.client('web'), await s.client('shop')]
  const at = s.browser()
  const one = await s.authorize(at, web)
  const two = await s.authorize(at, shop)
  const consentTwo = await s.logIn(at, two, ada)
  const consentOne = await s.logIn(at, one, ada)
  t.ok(away(await s.allow(at, consentOne)).get('code'))
  t.ok(away(await s.allow(at, consentTwo)).get('code'), 'the consent page of before the second login')

  const three = await s.authorize(at, web, { prompt: 'login' })
  const asBob = await s.logIn(at, three, bob)
  t.equal(textOf(asBob, 'account'), bob.email, 'who types a password says who they are')
})

t.test('prompt=login and max_age are answered by a login in this interaction, once', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  for (const change of [{ prompt: 'login' }, { max_age: '0' }]) {
    s.clock.pass(10)
    const page = shown(await s.authorize(at, web, change), 'login')
    s.clock.pass(20)
    const wrong = await s.logIn(at, page, { ...ada, password: 'wrong' })
    const answer = await s.logIn(at, wrong, ada)
    t.ok(away(answer).get('code'), `${JSON.stringify(change)}: a code, no second login`)
    t.notOk(away(answer).get('interaction'))
    s.clock.pass(1)
    t.ok(hasForm(await s.authorize(at, web, change), 'login'), 'the next request asks again')
  }
})

t.test('an interaction counts only for its own request and browser, and not for ever', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const victim = s.browser()
  const attacker = s.browser()
  const request = { prompt: 'login' }
  const interactionOf = (page: ReturnType<typeof shown>) =>
    new URL(formOf(page, 'login').action, s.issuer).searchParams.get('interaction') ?? ''
  const stolen = interactionOf(shown(await s.authorize(attacker, web, request), 'login'))
  const page = shown(await s.authorize(victim, web, request), 'login')
  const own = interactionOf(page)
  s.clock.pass(1)
  await s.allow(victim, await s.logIn(victim, page, ada))
  const url = (interaction: string, more = '') => `${page.url}${more}&interaction=${interaction}`
  t.ok(isAway(await victim.open(url(own))), 'its own')
  t.ok(hasForm(await victim.open(url(stolen)), 'login'), 'another browser’s')
  t.ok(hasForm(await victim.open(url(own, '&nonce=2')), 'login'), 'another request’s')
  t.ok(hasForm(await victim.open(url('forged')), 'login'), 'nobody’s')
  s.clock.pass(2 * formAgeSeconds + 1)
  t.ok(hasForm(await victim.open(url(own)), 'login'), 'an old one')
})

t.test('GET /login leads to the hub, with the request as it was', async (t) => {
  const s = await story(t, { ISSUER: 'http://localhost:3000/tenant' })
  const answer = await s.fetch(`${s.issuer}/login?client_id=x&state=a+b%2Fc%3D==&x`)
  t.equal(answer.status, 303)
  t.equal(answer.headers.get('location'), '/tenant/authorize?client_id=x&state=a+b%2Fc%3D==&x')
})

t.test('the name of an app cannot become markup', async (t) => {
  const s = await story(t)
  const name = `"><script>alert(1)</script>'&amp;`
  const [ada, web] = [await s.account('ada', { name: '<b>Ada</b>' }), await s.client('web', { name })]
  const at = s.browser()
  const page = shown(await s.authorize(at, web, { login_hint: '"><img src=x onerror=alert(1)>' }), 'login')
  const consent = shown(await s.logIn(at, page, ada), 'consent')
  for (const { text } of [page, consent]) {
    t.notMatch(text, /<script>|<img|<b>/)
    t.match(text, '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;amp;')
  }
})
