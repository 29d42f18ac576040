// Bad authorization requests (RFC 6749 §3.1, §4.1.2.1, RFC 9207, RFC 9700 §4.11): a page or an answer, never an open redirect.
import t, { type Test } from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { formOf, hasForm, isAway, type Page, plainBrowser, type Visit } from '../support/plain-browser.ts'
import {
  authorizeUrl,
  codeFor,
  newVerifier,
  passPages,
  redeem,
  redirectUri,
  register,
  request,
} from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { referencePattern } from '../support/refused.ts'

const server = await startServer(t)
const { issuer, environment } = server
const [ada, app] = await Promise.all([person(environment), operatorApp(environment, issuer)])
const stranger = await register(issuer)
const url = (change: Readonly<Record<string, string | null>> = {}) => authorizeUrl(app, newVerifier(), change)

/** A page with a reference, and no way away from it by itself. */
const shown = (t: Test, what: string, visit: Visit, status = 400): void => {
  if (isAway(visit)) {
    t.fail(`${what}: redirected to ${visit.location.href}`)
    return
  }
  t.equal(visit.status, status, `${what}: a page, ${status}`)
  const reference = visit.headers.get('x-reference')
  t.match(reference, referencePattern, `${what}: a reference`)
  const onPage = /id="reference"[^>]*>\s*([0-9a-z]+)\s*</.exec(visit.text)?.[1]
  t.equal(onPage, reference, `${what}: the same on the page`)
  t.notMatch(visit.text, /<script(?![^>]*\bsrc=)/, `${what}: no script inside`)
}

/** An answer to the app that carries the error, the state, the issuer and the reference. */
const returned = (t: Test, what: string, visit: Visit, error: string, state: string | null = 'a state'): void => {
  if (!isAway(visit)) {
    t.fail(`${what}: not returned but shown, ${visit.status}`)
    return
  }
  const { location } = visit
  t.equal(`${location.origin}${location.pathname}`, redirectUri, `${what}: to the registered address`)
  const reference = /Reference: ([0-9a-z]{16})$/.exec(location.searchParams.get('error_description') ?? '')?.[1]
  const { searchParams } = location
  t.match(
    [searchParams.get('error'), searchParams.get('state'), searchParams.get('iss'), reference],
    [error, state, issuer, referencePattern],
    `${what}: ${error}`,
  )
}

t.test('an unknown app, or an address that is not registered: a page, never a redirect', async (t) => {
  const browser = plainBrowser(issuer)
  const wrongs: Record<string, string> = {
    'an unknown client': url({ client_id: 'app_nobody' }),
    'no client': url({ client_id: null }),
    'an id that is a prototype': url({ client_id: '__proto__' }),
    'another address': url({ redirect_uri: 'https://evil.example/' }),
    'a longer address': url({ redirect_uri: `${redirectUri}/x` }),
    'a query more': url({ redirect_uri: `${redirectUri}?x=1` }),
    'a fragment': url({ redirect_uri: `${redirectUri}#x` }),
    'a user name': url({ redirect_uri: 'https://app.example@evil.example/callback' }),
    capitals: url({ redirect_uri: 'https://APP.example/callback' }),
    'a dot segment': url({ redirect_uri: 'https://app.example/x/../callback' }),
    'javascript:': url({ redirect_uri: 'javascript:alert(1)' }),
    'a script as the address': url({ redirect_uri: '"><script>alert(1)</script>' }),
    'a repeated client_id': `${url()}&client_id=${app.clientId}`,
    'a repeated redirect_uri': `${url()}&redirect_uri=https://evil.example/`,
    'a repeated state': `${url()}&state=x`,
    NUL: `${url()}&nonce=%00`,
    'invalid UTF-8': `${url()}&nonce=%ff`,
    'a state too long': url({ state: 's'.repeat(4097) }),
    'nothing at all': `${issuer}/authorize`,
    'a query that is too long': `${url()}&x=${'x'.repeat(30_000)}`,
  }
  for (const [what, wrong] of Object.entries(wrongs)) shown(t, what, await browser.open(wrong))
})

t.test('a known app’s other mistakes are returned to it', async (t) => {
  const browser = plainBrowser(issuer)
  const mistakes: readonly [what: string, url: string, error: string][] = [
    ['no response_type', url({ response_type: null }), 'invalid_request'],
    ['the implicit grant', url({ response_type: 'token' }), 'unsupported_response_type'],
    ['a hybrid', url({ response_type: 'code id_token' }), 'unsupported_response_type'],
    ['no challenge', url({ code_challenge: null, code_challenge_method: null }), 'invalid_request'],
    ['plain', url({ code_challenge_method: 'plain' }), 'invalid_request'],
    ['no method, which means plain', url({ code_challenge_method: null }), 'invalid_request'],
    ['a challenge that cannot be', url({ code_challenge: 'x' }), 'invalid_request'],
    ['response_mode=fragment', url({ response_mode: 'fragment' }), 'invalid_request'],
    ['a scope that it may not ask for', url({ scope: 'openid admin' }), 'invalid_scope'],
    ['a scope that cannot be', url({ scope: 'open"id' }), 'invalid_scope'],
    ['an unknown resource', url({ resource: 'https://api.example' }), 'invalid_target'],
    ['a request object', url({ request: 'x' }), 'request_not_supported'],
    ['a request URI', url({ request_uri: 'https://evil.example/' }), 'request_uri_not_supported'],
    ['prompt=none with others', url({ prompt: 'none login' }), 'invalid_request'],
    ['a max_age that is no number', url({ max_age: '-1' }), 'invalid_request'],
    ['prompt=none without a login', url({ prompt: 'none' }), 'login_required'],
  ]
  for (const [what, wrong, error] of mistakes) returned(t, what, await browser.open(wrong), error)
  returned(
    t,
    'without a state',
    await browser.open(url({ state: null, response_type: 'token' })),
    'unsupported_response_type',
    null,
  )
  const odd = 'ü😀 +&=%"<>\'\\/?#'
  returned(t, 'a state with everything', await browser.open(url({ state: odd, scope: 'x' })), 'invalid_scope', odd)
  const visit = await browser.open(`${issuer}/authorize?client_id=${stranger.clientId}&state=x`)
  shown(t, 'a stranger’s mistake', visit)
  t.match((visit as Page).text, /https:\/\/app\.example/, 'with a link onward')
})

t.test(
  'forms without their seal, from elsewhere, or for something else: the step again, never a session',
  async (t) => {
    const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      request(`${issuer}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) })
    const query = url().slice(`${issuer}/authorize`.length)
    for (const path of [`/login${query}`, `/consent${query}`, `/authorize${query}`])
      for (const headers of [
        {},
        { origin: issuer },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ] as Record<string, string>[]) {
        const fields = { email: ada.email, password: ada.password, decision: 'allow' }
        const { status, headers: answered, text } = await post(path, fields, headers)
        const what = `${path.slice(0, 12)} from ${JSON.stringify(headers)}`
        t.ok(status < 500, `${what}: ${status}`)
        t.ok(status === 303 || /<form [^>]*id="login"|<a [^>]*href="[^"]*\/authorize\?/.test(text), `${what}: a way on`)
        t.notMatch(answered.getSetCookie().join(), /cs_session=cs_/, 'no session')
        t.notMatch(answered.get('location') ?? '', /[?&]code=/, 'no code')
      }
  },
)

t.test('wrong passwords, odd fields, an undecided consent; then it still works', async (t) => {
  const browser = plainBrowser(issuer)
  const start = await browser.open(url())
  if (!hasForm(start, 'login')) return void t.fail('no login form')
  t.ok(formOf(start, 'login').hidden.length > 0)
  let page = start
  const wrongs = [
    { ...ada, password: 'wrong' },
    { ...ada, email: 'nobody@example.com' },
    { email: '', password: '' },
    { ...ada, password: 'x'.repeat(5000) },
    { ...ada, email: `${'x'.repeat(3000)}@example.com` },
    { ...ada, email: '"><script>alert(1)</script>@example.com' },
    { ...ada, password: '\ud83d' },
  ]
  for (const wrong of wrongs) {
    const visit = await browser.submit(page, 'login', wrong)
    if (!hasForm(visit, 'login')) return void t.fail(`${JSON.stringify(wrong).slice(0, 60)}: no login form`)
    t.ok(visit.status < 500, `${JSON.stringify(wrong).slice(0, 60)}: the form again, ${visit.status}`)
    t.notOk(
      [...browser.cookies.keys()].some((name) => name.endsWith('cs_session')),
      'no session',
    )
    t.notMatch(visit.text, /<script>alert/, 'nothing of it is a tag')
    page = visit
  }
  const asked = await browser.submit(page, 'login', ada)
  if (!hasForm(asked, 'consent')) return void t.fail('no consent form')
  for (const decision of ['', 'maybe', 'ALLOW']) {
    const visit = await browser.submit(asked, 'consent', { decision })
    t.ok(hasForm(visit, 'consent'), `decision=${decision}: asked again`)
  }
  returned(t, 'deny', await browser.submit(asked, 'consent', { decision: 'deny' }), 'access_denied')
  returned(t, 'prompt=none without a consent', await browser.open(url({ prompt: 'none' })), 'consent_required')
  const visit = await passPages(browser, url(), ada)
  t.ok(isAway(visit) && visit.location.searchParams.get('code'), 'allow, and the code comes')
  t.equal((await redeem(app, await codeFor(app, ada, browser))).status, 200)
  t.notMatch(server.err(), /unexpected error/)
})
