// CORS: which sites' scripts may read our answers, and every way to read what is another's (Fetch Standard §3.2).
import t, { type Test } from 'tap'
import { type Story, type StoryClient, story } from '../support/story.ts'

type Asked = Readonly<{ method?: string; headers?: Record<string, string>; body?: URLSearchParams | string }>

const own = 'https://app.example'
const endpoints = ['/token', '/userinfo', '/revoke', '/register', '/device_authorization']
const forAll = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/jwks',
  '/.well-known/jwks.json',
]

const ask = (s: Story, path: string, origin: string | null, { headers = {}, ...rest }: Asked = {}) =>
  s.fetch(`${s.issuer}${path}`, { ...rest, headers: { ...(origin !== null && { origin }), ...headers } })
const allowed = (response: Response): string | null => response.headers.get('access-control-allow-origin')

const credentials = ({ clientId, secret }: StoryClient, more: Record<string, string> = {}) =>
  new URLSearchParams({ client_id: clientId, ...(secret !== null && { client_secret: secret }), ...more })
const basic = ({ clientId, secret }: StoryClient) => ({ authorization: `Basic ${btoa(`${clientId}:${secret}`)}` })
const job = { grant_type: 'client_credentials' }
const machine = { grantTypes: ['client_credentials'], redirectUris: [], scope: [] } as const

t.test('Fetch §3.2.2: preflights are answered for any origin, where browsers may come', async (t) => {
  const s = await story(t)
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,dpop' }
  for (const path of [...forAll, ...endpoints, '/register/app_x'])
    for (const origin of [own, 'null', 'https://evil.example']) {
      const answer = await ask(s, path, origin, { method: 'OPTIONS', headers: preflight })
      t.equal(answer.status, 204, `${path} for ${origin}`)
      t.equal(allowed(answer), '*')
      t.match(answer.headers.get('access-control-allow-headers'), /^Authorization, .*\*$/)
      t.equal(answer.headers.get('access-control-allow-credentials'), null)
    }
  const methods = async (path: string) => {
    const answer = await ask(s, path, own, { method: 'OPTIONS', headers: preflight })
    return answer.headers.get('access-control-allow-methods')
  }
  t.equal(await methods('/token'), 'POST')
  t.equal(await methods('/userinfo'), 'GET, POST')
  t.equal(await methods('/register/app_x'), 'GET, PUT, DELETE')
})

t.test(
  'OAuth 2.1 §3.1, RFC 9700 §2.6: never at /authorize, on pages, at /introspect, or where nothing is',
  async (t) => {
    const s = await story(t)
    const app = await s.client()
    const paths = ['/authorize', '/login', '/consent', '/logout', '/introspect', '/health/live', '/nothing']
    for (const path of paths)
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const body = method === 'POST' ? { body: credentials(app, { token: 'x' }) } : {}
        const answer = await ask(s, path, own, {
          method,
          ...body,
          headers: { 'access-control-request-method': 'POST' },
        })
        const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'))
        t.same(names, [], `${method} ${path}`)
      }
  },
)

t.test('what is the same for everybody is open to everybody, and caches need to know no origin', async (t) => {
  const s = await story(t)
  for (const path of forAll)
    for (const origin of [own, 'null', null]) {
      const answer = await ask(s, path, origin)
      t.equal(allowed(answer), '*', path)
      t.equal(answer.headers.get('vary'), null)
    }
})

t.test('an empty list allows any origin, and nothing that was sent is repeated', async (t) => {
  const s = await story(t)
  const app = await s.client('job', machine)
  for (const origin of [own, 'null', 'https://evil.example', 'x\u0001y', 'https://a.example, https://b.example']) {
    const answer = await ask(s, '/token', origin, { method: 'POST', body: credentials(app, job) })
    t.equal(answer.status, 200)
    t.equal(allowed(answer), '*', origin)
    t.equal(answer.headers.get('vary'), 'Origin')
    t.equal(answer.headers.get('access-control-expose-headers'), 'WWW-Authenticate, Retry-After, X-Reference')
    t.equal(answer.headers.get('access-control-allow-credentials'), null)
  }
  const without = await ask(s, '/token', null, { method: 'POST', body: credentials(app, job) })
  t.equal(allowed(without), null, 'no question, no answer')
  t.equal(without.headers.get('vary'), 'Origin', 'but a cache must ask again for another origin')
})

/** Look-alikes of https://app.example. */
const foreign = [
  'null',
  'https://evil.example',
  'http://app.example',
  'https://app.example:8443',
  'https://app.example.evil.example',
  'https://evilapp.example',
  'https://sub.app.example',
  'https://app.example/',
  'https://app.example.',
  'https://APP.example',
  'https://app.example https://evil.example',
  'https://app.example, https://evil.example',
  'https://app.example@evil.example',
  'https://app.exаmple',
  '*',
  '',
]

t.test('a list allows exactly its origins, on answers and on errors', async (t) => {
  const s = await story(t)
  const app = await s.client('job', { ...machine, webOrigins: [own, 'http://localhost:5173'] })
  const good = { method: 'POST', body: credentials(app, job) }
  for (const origin of [own, 'http://localhost:5173']) {
    const answer = await ask(s, '/token', origin, good)
    t.equal(allowed(answer), origin)
    t.equal(answer.headers.get('vary'), 'Origin')
  }
  for (const origin of foreign) {
    const header = /^[\x20-\x7e]*$/.test(origin) ? origin : Buffer.from(origin).toString('latin1')
    const answer = await ask(s, '/token', header, good)
    t.equal(allowed(answer), null, `for ${origin}`)
    t.equal(answer.headers.get('access-control-expose-headers'), null)
    t.equal(answer.headers.get('vary'), 'Origin')
  }
  const bad = { method: 'POST', body: credentials({ ...app, secret: 'wrong' }, job) }
  const readable = await ask(s, '/token', own, bad)
  t.equal(readable.status, 401)
  t.equal(allowed(readable), own, 'its own pages can tell why')
  t.equal(allowed(await ask(s, '/token', 'https://evil.example', bad)), null)
})

t.test('whichever way the client is named, its list holds', async (t) => {
  const s = await story(t)
  const app = await s.client('web', { webOrigins: [own], redirectUris: ['https://app.example/callback'] })
  const ada = await s.account()
  const { body: tokens } = await s.redeem(app, await s.codeFor(app, ada))
  const bearer = { authorization: `Bearer ${tokens.access_token}` }
  const claims = Buffer.from(JSON.stringify({ sub: app.clientId })).toString('base64url')
  const header = Buffer.from('{"alg":"ES256"}').toString('base64url')
  const assertion = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${header}.${claims}.AAAA`,
  }
  const asked: readonly (readonly [string, string, Asked])[] = [
    ['client_id', '/token', { method: 'POST', body: credentials(app, { grant_type: 'refresh_token' }) }],
    ['Basic', '/token', { method: 'POST', headers: basic(app), body: new URLSearchParams(job) }],
    ['an assertion', '/token', { method: 'POST', body: new URLSearchParams({ ...job, ...assertion }) }],
    ['Basic', '/revoke', { method: 'POST', headers: basic(app), body: new URLSearchParams({ token: 'x' }) }],
    ['client_id', '/device_authorization', { method: 'POST', body: credentials(app) }],
    ['its access token', '/userinfo', { headers: bearer }],
    ['its access token in the body', '/userinfo', { method: 'POST', body: new URLSearchParams(tokens) }],
    ['the path', `/register/${app.clientId}`, {}],
    ['the path, escaped', `/register/${app.clientId.replace('_', '%5F')}`, {}],
  ]
  for (const [how, path, request] of asked) {
    t.equal(allowed(await ask(s, path, own, request)), own, `${path} by ${how}`)
    for (const origin of ['https://evil.example', 'null'])
      t.equal(allowed(await ask(s, path, origin, request)), null, `${path} by ${how} from ${origin}`)
  }
  t.equal((await ask(s, '/userinfo', own, { headers: bearer })).status, 200)
})

/** Each tries to read an answer to the victim, by naming a client of the attacker's beside it. */
const mixed = async (t: Test, s: Story, victim: StoryClient, mine: StoryClient, token: string): Promise<void> => {
  const both: readonly (readonly [string, string, Asked])[] = [
    ['Basic and client_id', '/token', { method: 'POST', headers: basic(victim), body: credentials(mine, job) }],
    [
      'client_id twice',
      '/token',
      { method: 'POST', headers: basic(victim), body: `client_id=${mine.clientId}&client_id=${victim.clientId}` },
    ],
    ['a token beside a client', '/userinfo', { method: 'POST', body: credentials(mine, { access_token: token }) }],
    [
      'a token in the header, a client in the body',
      '/userinfo',
      { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: credentials(mine) },
    ],
  ]
  for (const [how, path, request] of both) {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = { ...request, headers: { ...form, ...request.headers } }
    const answer = await ask(s, path, 'https://evil.example', sent)
    t.equal(allowed(answer), null, how)
  }
}

t.test('no other name opens an answer: every client that is named must agree', async (t) => {
  const s = await story(t)
  const victim = await s.client('web', { webOrigins: [own] })
  const open = await s.client('open')
  const evil = await s.client('evil', { webOrigins: ['https://evil.example'] })
  const { body } = await s.redeem(victim, await s.codeFor(victim, await s.account()))
  for (const mine of [open, evil]) await mixed(t, s, victim, mine, body.access_token)
})

t.test('a request that names nobody, or nobody known, is about nobody: its error may be read', async (t) => {
  const s = await story(t)
  const unknown = new URLSearchParams({ ...job, client_id: 'app_nobody' })
  const nul = { authorization: `Basic ${btoa('a\0b:c')}` }
  const asked: readonly (readonly [number, string, Asked])[] = [
    [401, '/token', { method: 'POST', body: unknown }],
    [400, '/token', { method: 'POST', body: new URLSearchParams() }],
    [401, '/token', { method: 'POST', headers: nul, body: new URLSearchParams(job) }],
    [401, '/userinfo', {}],
    [401, '/userinfo', { headers: { authorization: 'Bearer not.bnVsbA.jwt' } }],
    [405, '/token', {}],
    [413, '/token', { method: 'POST', body: new URLSearchParams({ x: 'x'.repeat(70_000) }) }],
    [400, '/register', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }],
  ]
  for (const [status, path, request] of asked) {
    const answer = await ask(s, path, own, request)
    t.equal(answer.status, status, `${path}: ${status}`)
    t.equal(allowed(answer), '*')
    t.match(answer.headers.get('access-control-expose-headers'), /X-Reference/)
    t.ok(answer.headers.get('x-reference'))
  }
  const body = JSON.stringify({ redirect_uris: ['https://app.example/cb'], allowed_cors_origins: [own] })
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  const registered = await ask(s, '/register', 'https://other.example', post)
  t.equal(registered.status, 201)
  t.equal(allowed(registered), '*', 'before there is a client, there is no list')
})

t.test('a list that an operator changes holds at once', async (t) => {
  const s = await story(t)
  const app = await s.client('job', machine)
  const from = async () => allowed(await ask(s, '/token', own, { method: 'POST', body: credentials(app, job) }))
  t.equal(await from(), '*')
  await s.rooms.operator.clients.set(app.clientId, { webOrigins: ['https://other.example'] })
  t.equal(await from(), null)
  await s.rooms.operator.clients.set(app.clientId, { webOrigins: [own] })
  t.equal(await from(), own)
})
