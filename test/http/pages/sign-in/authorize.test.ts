// The authorization endpoint in a browser: what is redirected, what is shown, and what comes back (RFC 6749 §4.1, RFC 9207).
import t from 'tap'
import { decode } from '../../../support/html.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { formOf, hasForm, isAway, type Visit } from '../../../support/plain-browser.ts'
import { authorizeUrl, away, shown, story } from '../../../support/story.ts'

t.test('OAuth 2.1 §4.1.2, §7.12: state comes back byte for byte, up to 4 KB', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  const bytes = Array.from({ length: 95 }, (_, code) => String.fromCharCode(32 + code)).join('')
  const states = [
    bytes,
    'a+b/c==',
    '%2B%25',
    'ünï😀',
    '+'.repeat(4096),
    '"'.repeat(4096),
    ' ',
    '&state=2',
    '#',
    '\r\nX: 1',
  ]
  for (const state of states) {
    t.equal(away(await s.authorize(at, web, { state })).get('state'), state, state.slice(0, 20))
    const throughPages = await s.authorize(s.browser(), web, { state })
    t.ok(hasForm(throughPages, 'login'), 'and it travels through the pages')
  }
  const newcomer = s.browser()
  const consent = await s.logIn(newcomer, await s.authorize(newcomer, web, { state: bytes, prompt: 'consent' }), ada)
  t.equal(away(await s.allow(newcomer, consent)).get('state'), bytes)
  t.equal(shownStatus(await s.authorize(at, web, { state: 'x'.repeat(4097) })), 400, 'over that: a page')
})

t.test('OAuth 2.1 §7.12: what a browser would never send in a query is encoded, not passed on', async (t) => {
  const s = await story(t)
  const web = await s.client('web')
  const url = new URL(authorizeUrl(s.issuer, web))
  const answer = await s.app.inject({ url: `${url.pathname}${url.search}&x="><svg/onload=alert(1)>&y='` })
  t.equal(answer.statusCode, 200)
  t.notMatch(answer.body, /"><svg/)
  t.match(answer.body, /%22%3E%3Csvg/)
})

t.test(
  'OAuth 2.1 §2.3.5, §4.1.2.1, §7.12: an unknown app or redirect URI: a page with a reference, status 400, never a redirect',
  async (t) => {
    const s = await story(t)
    const [ada, web] = [await s.account('ada'), await s.client('web')]
    const at = s.browser()
    await s.codeFor(web, ada, {}, at)
    const cases: Readonly<Record<string, Record<string, string | null>>> = {
      'an unknown client': { client_id: 'app_nobody' },
      'no client': { client_id: null },
      'another redirect URI': { redirect_uri: 'https://evil.example/callback' },
      'a longer one': { redirect_uri: 'https://web.example/callback/x' },
      'one with a query': { redirect_uri: 'https://web.example/callback?x' },
      'a script': { redirect_uri: 'javascript:alert(1)' },
      NUL: { redirect_uri: 'https://web.example/callback\0' },
    }
    for (const [what, change] of Object.entries(cases)) {
      const visit = await s.authorize(at, web, change)
      t.equal(shownStatus(visit), 400, what)
      t.match(textOf(visit, 'reference'), /^\w{16}$/, `${what}: a reference`)
      t.equal(!isAway(visit) && visit.headers.get('x-reference'), textOf(visit, 'reference'))
      t.notOk(
        !isAway(visit) && /(?:href|action)="(?!\/)[^"]*evil\.example|href="javascript/.test(visit.text),
        `${what}: no way there`,
      )
    }
    for (const query of [
      '',
      'client_id',
      'client_id=%ff',
      'client_id=%00',
      `client_id=${web.clientId}&client_id=${web.clientId}`,
      '&&=&',
      'x'.repeat(21_000),
    ]) {
      const answer = await pageOf(await s.fetch(`${s.issuer}/authorize?${query}`))
      t.equal(answer.status, 400, query.slice(0, 40))
      t.ok(textOf(answer, 'reference'))
    }
  },
)

t.test(
  'OAuth 2.1 §4.1.2.1, §7.13.2, RFC 9207 §2, RFC 9700 §4.11.2: errors of a known app are returned; a stranger’s wait behind a link',
  async (t) => {
    const s = await story(t)
    const [ada, web] = [await s.account('ada'), await s.client('web')]
    const stranger = await s.client('tool', { origin: 'self-registered' })
    const at = s.browser()
    const returned = away(await s.authorize(at, web, { scope: 'everything' }))
    t.equal(returned.get('error'), 'invalid_scope')
    t.match(returned.get('error_description'), /Reference: \w{16}$/)
    t.strictSame([returned.get('state'), returned.get('iss')], ['a state', s.issuer])

    const page = await s.authorize(at, stranger, { scope: 'everything' })
    t.equal(shownStatus(page), 400)
    const link = isAway(page) ? '' : /id="onward" rel="noreferrer" href="([^"]+)"/.exec(page.text)?.[1]
    const onward = new URL(decode(link ?? ''))
    t.equal(onward.origin + onward.pathname, 'https://tool.example/callback')
    t.equal(onward.searchParams.get('error'), 'invalid_scope')
    t.ok(onward.searchParams.get('error_description')?.endsWith(`Reference: ${textOf(page, 'reference')}`))
    t.equal(onward.searchParams.get('state'), 'a state')
    t.match(!isAway(page) && page.text, /Go back to <bdi>tool\.example<\/bdi>/)

    const posted = await s.authorize(at, stranger, { scope: 'everything', response_mode: 'form_post' })
    if (isAway(posted)) throw new Error('redirected')
    t.equal(formOf(posted, 'onward').action, 'https://tool.example/callback')
    t.equal(Object.fromEntries(formOf(posted, 'onward').hidden).error, 'invalid_scope')

    t.equal(
      away(await s.authorize(at, stranger, { prompt: 'none' })).get('error'),
      'login_required',
      'prompt=none is returned',
    )
    await s.codeFor(stranger, ada, {}, at)
    t.equal(
      away(await s.authorize(at, stranger, { scope: 'everything' })).get('error'),
      'invalid_scope',
      'once allowed, too',
    )
  },
)

t.test('OIDC Core §3.1.2.5: form_post: a page that posts, to the app alone', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  const page = await s.authorize(at, web, { response_mode: 'form_post', state: '"><b>' })
  if (isAway(page)) throw new Error('redirected')
  const { action, hidden } = formOf(page, 'form-post')
  t.equal(page.status, 200)
  t.equal(action, 'https://web.example/callback')
  t.strictSame(
    hidden.map(([name]) => name),
    ['code', 'state', 'iss'],
  )
  t.equal(Object.fromEntries(hidden).state, '"><b>')
  t.notMatch(page.text, /"><b>/)
  t.match(page.headers.get('content-security-policy'), /form-action 'self' https:\/\/web\.example /)
  t.strictSame([page.headers.get('cache-control'), page.headers.get('referrer-policy')], ['no-store', 'strict-origin'])
  t.equal(away(await s.authorize(at, web, { response_mode: 'fragment' })).get('error'), 'invalid_request')
})

t.test(
  'OIDC Core §16.22, OAuth 2.1 §3.1, §7.5.3, RFC 9700 §2.1, §4.12: a redirect is a 303 that nobody stores',
  async (t) => {
    const s = await story(t)
    const web = await s.client('web')
    const answer = await s.fetch(authorizeUrl(s.issuer, web, { prompt: 'none' }))
    t.equal(answer.status, 303)
    t.strictSame(
      [answer.headers.get('cache-control'), answer.headers.get('referrer-policy')],
      ['no-store', 'no-referrer'],
    )
    // So are those that answer a password or a decision: with 307 the browser would send it on.
    const [ada, at] = [await s.account('ada'), s.browser()]
    const login = shown(await s.authorize(at, web), 'login')
    const own = { origin: s.issuer }
    const password = { email: ada.email, password: ada.password }
    t.equal((await postForm(s, at, login, 'login', { headers: own, fields: password })).status, 303)
    const consent = shown(await s.logIn(at, login, ada), 'consent')
    t.equal((await postForm(s, at, consent, 'consent', { headers: own, fields: { decision: 'allow' } })).status, 303)
  },
)

t.test('OIDC Core §3.1.2.1, OAuth 2.1 §3.1: POST /authorize is turned into its GET form', async (t) => {
  const s = await story(t, { ISSUER: 'http://localhost:3000/tenant' })
  const web = await s.client('web')
  const query = new URL(authorizeUrl(s.issuer, web, { state: 'a+b/ü"' })).search.slice(1)
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://web.example' }
  const post = (body: string, headers: Record<string, string> = form, more = '') =>
    s.fetch(`${s.issuer}/authorize${more}`, { method: 'POST', headers, body })
  const answer = await post(query)
  t.strictSame([answer.status, answer.headers.get('location')], [303, `/tenant/authorize?${query}`])
  const both = await post('b=2', form, '?a=1')
  t.equal(both.headers.get('location'), '/tenant/authorize?a=1&b=2')
  const wild = await post('state=ü "<x>\r\nX-Evil: 1')
  t.equal(wild.headers.get('location'), '/tenant/authorize?state=%C3%BC%20%22%3Cx%3E%0D%0AX-Evil:%201')
  t.equal(wild.headers.get('x-evil'), null)
  t.equal((await post('{}', { 'content-type': 'application/json' })).status, 415)
  t.equal((await post('x'.repeat(30_000))).status, 400)
  t.equal((await post('x'.repeat(100_000))).status, 413)
})

t.test('other methods: 405, with the ones that there are', async (t) => {
  const s = await story(t)
  for (const path of ['authorize', 'login', 'consent', 'logout']) {
    const answer = await s.fetch(`${s.issuer}/${path}`, { method: 'DELETE' })
    t.strictSame([answer.status, answer.headers.get('allow')], [405, 'GET, POST'], path)
    t.match(await answer.text(), /id="reference"/)
  }
})

t.test('OAuth 2.1 §3.1: logged in and allowed: straight back, and prompt=none too', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  t.equal(away(await s.authorize(at, web, { prompt: 'none' })).get('error'), 'login_required')
  await s.logIn(at, await s.authorize(at, web), ada)
  t.equal(away(await s.authorize(at, web, { prompt: 'none' })).get('error'), 'consent_required')
  await s.allow(at, shown(await s.authorize(at, web), 'consent'))
  t.ok(away(await s.authorize(at, web, { prompt: 'none' })).get('code'))
  t.ok(away(await s.authorize(at, web)).get('code'))
})

const shownStatus = (visit: Visit): number | string => (isAway(visit) ? `away to ${visit.location.href}` : visit.status)
