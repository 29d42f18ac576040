// The login page: one message for every failure, no session before it, no post but our own (OWASP ASVS 6.3, 7.2).
import t from 'tap'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { formOf, hasForm, isAway } from '../../../support/plain-browser.ts'
import { shown, story } from '../../../support/story.ts'

t.test(
  'OAuth 2.1 §7.11, RFC 9700 §4.16: one form, a plain client can use it, and no other page can frame it',
  async (t) => {
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
    const bare = await s.app.inject('/login')
    t.match(
      [bare.statusCode, bare.headers.location],
      [303, /^\/account$/],
      'whoever types its bare address wants their own account',
    )
    const consent = await s.logIn(at, page, ada)
    t.ok(hasForm(consent, 'consent'))
    t.ok(at.cookies.get('cs_session')?.startsWith('cs_ses_'))
  },
)

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
    [{ email: ada.email, password: 'x'.repeat(5000) }, /could not be read/],
    [{ email: ada.email, password: 'x\0y' }, /could not be read/],
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
