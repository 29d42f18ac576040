// Fuzz: random requests to every endpoint are never answered with a 5xx, never hang, and cost nobody anything.
import t from 'tap'
import { person } from '../support/cast.ts'
import { codeFor, newVerifier, redeem, refresh, register, request } from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { sendRaw } from '../support/raw-http.ts'
import { isFull, seed } from '../support/seed.ts'
import { seededBytes, seededChoices } from '../support/seeded-random.ts'

const rounds = isFull ? 20_000 : 1500
const atOnce = 8

const server = await startServer(t)
const { issuer, port } = server
const ada = await person(t, server.environment)
const app = await register(issuer)
const { body: tokens } = await redeem(app, await codeFor(app, ada))
const registered = (
  await request(`${issuer}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"redirect_uris":["https://app.example/"]}',
  })
).body
const saved = await codeFor(app, ada)

const choose = seededChoices(seed)
const bytes = seededBytes(seed)

const paths = [
  'authorize',
  'login',
  'consent',
  'logout',
  'token',
  'jwks',
  '.well-known/jwks.json',
  '.well-known/oauth-authorization-server',
  'register',
  `register/${registered.client_id}`,
  'revoke',
  'introspect',
  'health/live',
  'health/ready',
  'style.css',
  'assets/x',
  'nothing',
  '',
].map((path) => `/${path}`)
const methods = [
  'GET',
  'POST',
  'POST',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'PROPFIND',
  'BREW',
  'get',
]
const words = [
  '',
  '0',
  '-1',
  '1e999',
  'null',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  '%00',
  '%',
  '%zz',
  '%ff',
  '%c0%af',
  '%ed%a0%80',
  '\u00fc',
  '\u{1f600}',
  "'",
  '"',
  '<script>',
  '../..',
  '{{x}}',
  '$where',
  'cs_rt_',
  'cs_code_',
  'A'.repeat(200),
  'A'.repeat(5000),
  '\\',
  ';',
  '&',
  '=',
  '#',
  '?',
  '/',
]
const good: Readonly<Record<string, readonly string[]>> = {
  grant_type: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
  client_id: [app.clientId, registered.client_id],
  client_secret: [app.secret as string],
  code: ['cs_code_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  refresh_token: [`${tokens.refresh_token.slice(0, -3)}AAA`],
  token: [tokens.access_token, 'cs_rt_x', 'e30.e30.e30'],
  code_verifier: [newVerifier()],
  redirect_uri: [app.redirectUri, 'https://app.example/'],
  response_type: ['code', 'token'],
  response_mode: ['query', 'form_post', 'fragment'],
  code_challenge: [newVerifier()],
  code_challenge_method: ['S256', 'plain'],
  scope: ['openid', 'openid profile', 'admin'],
  state: ['x'],
  nonce: ['n'],
  prompt: ['none', 'login', 'consent', 'login consent'],
  max_age: ['0', '1', '99999999999'],
  resource: [issuer, 'https://api.example'],
  interaction: ['x'],
  email: [ada.email],
  password: ['wrong'],
  decision: ['allow', 'deny'],
}
const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const headers: readonly (() => string)[] = [
  () =>
    `Authorization: ${choose.pick([basicOf(`${app.clientId}:${app.secret}`), basicOf(word()), 'Basic', `Bearer ${registered.registration_access_token}`, 'Bearer x', word()])}`,
  () =>
    `Cookie: ${choose.pick(['cs_session', 'cs_browser', 'cs_known', word()])}=${choose.pick([word(), 'cs_brw_', newCookie()])}`,
  () => `Origin: ${choose.pick([issuer, 'https://evil.example', 'null', word()])}`,
  () => `Sec-Fetch-Site: ${choose.pick(['same-origin', 'cross-site', 'none', word()])}`,
  () => `Accept: ${choose.pick(['*/*', 'text/html', 'application/json', word()])}`,
  () => `Accept-Language: ${word()}`,
  () => `If-None-Match: ${word()}`,
  () => `X-Forwarded-For: ${word()}`,
  () => `X-Forwarded-Proto: ${word()}`,
  () => `Forwarded: ${word()}`,
  () => `Content-Encoding: ${choose.pick(['gzip', 'br', word()])}`,
  () => `Expect: ${choose.pick(['100-continue', 'x'])}`,
  () => `Upgrade: websocket\r\nConnection: Upgrade`,
  () => `Range: bytes=0-${word()}`,
  () => `X-Http-Method-Override: DELETE`,
  () => `${word()}: ${word()}`,
]
const types = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/json',
  'application/json; charset=latin1',
  'text/plain',
  'multipart/form-data; boundary=x',
  'x',
  'application/problem+json',
]

function word(): string {
  return choose.chance(0.1)
    ? bytes(choose.below(40))
        .toString('latin1')
        .replace(/[\r\n]/g, '')
    : choose.pick(words)
}
const newCookie = () => `cs_brw_${bytes(32).toString('base64url')}`

const pairs = (): string =>
  choose
    .some(Object.keys(good))
    .map(
      (name) =>
        `${name}=${choose.chance(0.7) ? encodeURIComponent(choose.pick(good[name] as readonly string[])) : word()}`,
    )
    .concat(choose.chance(0.2) ? [`${word()}=${word()}`] : [])
    .join('&')

const json = (depth = 0): string => {
  const names = [
    'redirect_uris',
    'client_name',
    'grant_types',
    'scope',
    'contacts',
    'client_id',
    'logo_uri',
    '__proto__',
    word(),
  ]
  const value = (): string =>
    choose.weighted<() => string>([
      [4, () => JSON.stringify(word())],
      [
        2,
        () => choose.pick(['1', '-0', '1e999', 'null', 'true', '["https://app.example/"]', '"\\u0000"', '"\\ud800"']),
      ],
      [depth < 4 ? 2 : 0, () => `[${Array.from({ length: choose.below(4) }, () => value()).join(',')}]`],
      [depth < 4 ? 1 : 0, () => json(depth + 1)],
    ])()
  return `{${choose
    .some(names)
    .map((name) => `${JSON.stringify(name)}:${value()}`)
    .join(',')}}`
}

const bodyOf = (): Buffer =>
  choose.weighted<() => Buffer>([
    [5, () => Buffer.from(pairs())],
    [3, () => Buffer.from(json())],
    [2, () => bytes(choose.below(300))],
    [1, () => Buffer.alloc(0)],
    [0.2, () => Buffer.alloc(70_000, 'a=b&')],
  ])()

const requestBytes = (): Buffer => {
  const method = choose.pick(methods)
  const query = choose.chance(0.6) ? `?${pairs()}` : ''
  const path = choose.chance(0.05) ? word() : choose.pick(paths)
  const body = method === 'GET' && choose.chance(0.8) ? Buffer.alloc(0) : bodyOf()
  const length = choose.weighted<string>([
    [20, `Content-Length: ${body.length}`],
    [1, `Content-Length: ${body.length + 5}`],
    [1, 'Content-Length: x'],
    [1, 'Transfer-Encoding: chunked'],
    [1, `Content-Length: ${body.length}\r\nTransfer-Encoding: chunked`],
  ])
  const lines = [
    `${method} ${path}${query} HTTP/${choose.chance(0.97) ? '1.1' : choose.pick(['1.0', '2.0', '9'])}`,
    ...(choose.chance(0.97) ? [`Host: localhost:${port}`] : []),
    ...(choose.chance(0.9) ? [`Content-Type: ${choose.pick(types)}`] : []),
    ...Array.from({ length: choose.below(4) }, () => choose.pick(headers)()),
    length,
    'Connection: close',
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

t.test(`${rounds} random requests (seed ${seed})`, async (t) => {
  const counts = new Map<number | string, number>()
  for (let done = 0; done < rounds; done += atOnce) {
    const requests = Array.from({ length: atOnce }, requestBytes)
    const answers = await Promise.all(requests.map((bytes) => sendRaw(port, bytes)))
    for (const [at, { status, text }] of answers.entries()) {
      counts.set(status, (counts.get(status) ?? 0) + 1)
      if (status === 'hung' || (typeof status === 'number' && status >= 500))
        t.fail(
          `${status} (seed ${seed}) for ${JSON.stringify(requests[at]?.toString('latin1').slice(0, 2000))}\n${text}`,
        )
    }
  }
  t.comment(JSON.stringify(Object.fromEntries(counts)))
  for (const status of [200, 400, 401, 404, 405, 415])
    t.ok(counts.get(status), `some were answered with ${status}: the requests reach far enough`)
})

t.test('then everything is as it was', async (t) => {
  t.equal((await request(`${issuer}/health/ready`)).status, 200)
  t.equal((await redeem(app, saved)).status, 200, 'a code from before works')
  t.equal((await refresh(app, tokens.refresh_token)).status, 200, 'so does a refresh token')
  t.equal((await redeem(app, await codeFor(app, ada))).status, 200, 'and a person can log in')
  t.notMatch(server.err(), /unexpected error/, 'no error of the server’s own was logged')
})
