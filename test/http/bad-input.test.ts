// Bad input at the door: method, content type, size, repetition, encoding (RFC 6749 §3.1, §3.2, §5.2, RFC 9110 §15.5).
import t from 'tap'
import { person } from '../support/cast.ts'
import { codeFor, post, postJson, redeem, register, request } from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { refused } from '../support/refused.ts'

const server = await startServer(t)
const { issuer } = server
const ada = await person(server.environment)
const app = await register(issuer)
const publicApp = await register(issuer, { token_endpoint_auth_method: 'none' })
const granted = await codeFor(publicApp, ada)
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const formEndpoints = ['token', 'revoke', 'introspect']
/** What would redeem the code, were nothing wrong with it. */
const good = new URLSearchParams({
  grant_type: 'authorization_code',
  code: granted.code,
  redirect_uri: publicApp.redirectUri,
  code_verifier: granted.verifier,
  client_id: publicApp.clientId,
}).toString()

t.test(
  'OAuth 2.1 §3.2, RFC 8414 §3.1: a method that the endpoint does not have: 405, and the ones that it has',
  async (t) => {
    const cases: readonly [method: string, path: string, allowed: RegExp][] = [
      ...formEndpoints.flatMap((path): [string, string, RegExp][] =>
        ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map((method) => [method, path, /POST/]),
      ),
      ['GET', 'register', /POST/],
      ['DELETE', 'register', /POST/],
      ['POST', `register/${app.clientId}`, /GET, PUT, DELETE/],
      ['POST', 'jwks', /GET/],
      ['DELETE', '.well-known/jwks.json', /GET/],
      ['POST', '.well-known/oauth-authorization-server', /GET/],
      ['PUT', 'authorize', /GET, POST/],
      ['DELETE', 'logout', /GET, POST/],
    ]
    for (const [method, path, allowed] of cases) {
      const answer = await request(`${issuer}/${path}`, { method })
      const isPage = path === 'authorize' || path === 'logout'
      if (method === 'HEAD' || isPage) t.equal(answer.status, 405, `${method} /${path}: 405`)
      else refused(t, `${method} /${path}`, answer, 405, 'invalid_request')
      t.ok(answer.headers.get('x-reference'), `${method} /${path}: a reference`)
      t.match(answer.headers.get('allow'), allowed, `${method} /${path}: Allow`)
    }
  },
)

t.test('an address where nothing is: 404', async (t) => {
  for (const path of ['nothing', 'token/', 'token/x', 'register/a/b', '.well-known/openid-configuration/x'])
    refused(t, `/${path}`, await request(`${issuer}/${path}`), 404, 'invalid_request')
})

t.test('a content type that is no form: 415', async (t) => {
  const types = ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'nonsense', '']
  for (const path of formEndpoints)
    for (const type of types) {
      const answer = await request(`${issuer}/${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"a":1}',
      })
      t.ok([400, 415].includes(answer.status), `/${path} as ${type}: ${answer.status}`)
      refused(t, `/${path} as "${type}"`, answer, answer.status, 'invalid_request')
    }
  for (const path of formEndpoints)
    refused(
      t,
      `/${path} without a body`,
      await request(`${issuer}/${path}`, { method: 'POST' }),
      415,
      'invalid_request',
    )
})

t.test('a body over the limit: 413, whether it says its length or not', async (t) => {
  const body = `${good}&state=${'x'.repeat(70_000)}`
  for (const path of [...formEndpoints, 'register']) {
    const type = path === 'register' ? { 'content-type': 'application/json' } : form
    const told = await request(`${issuer}/${path}`, { method: 'POST', headers: type, body })
    refused(t, `/${path}, length told`, told, 413, 'invalid_request')
    const stream = new Blob([body]).stream()
    const untold = await request(`${issuer}/${path}`, {
      method: 'POST',
      headers: type,
      body: stream,
      duplex: 'half',
    } as RequestInit)
    refused(t, `/${path}, length not told`, untold, 413, 'invalid_request')
  }
})

t.test('OAuth 2.1 §3.2: parameters that repeat, or are too long, or too many: invalid_request', async (t) => {
  const pairs = good.split('&')
  const cases: Record<string, string> = {
    ...Object.fromEntries(pairs.map((pair) => [`${pair.split('=')[0]} twice`, `${good}&${pair}`])),
    'a parameter twice, once empty': `${good}&code=`,
    'an unknown parameter twice': `${good}&a=1&a=2`,
    'a value too long': good.replace(/code_verifier=[^&]*/, `code_verifier=${'v'.repeat(5000)}`),
    'an unknown value too long': `${good}&a=${'v'.repeat(5000)}`,
    'a name too long': `${good}&${'n'.repeat(200)}=1`,
    'too many parameters': `${good}&${Array.from({ length: 100 }, (_, at) => `p${at}=1`).join('&')}`,
    '__proto__ twice': `${good}&__proto__=1&__proto__=2`,
  }
  for (const [what, body] of Object.entries(cases))
    refused(t, what, await post(`${issuer}/token`, body), 400, 'invalid_request')
})

t.test('bytes that are no UTF-8, and NUL: invalid_request', async (t) => {
  const cases: Record<string, string | Buffer> = {
    'NUL in a value': `${good}%00`,
    'NUL in a name': `${good}&a%00=1`,
    'half a character': `${good}&state=%c3`,
    'an overlong spelling': `${good}&state=%c0%af`,
    'a surrogate': `${good}&state=%ed%a0%80`,
    'a broken escape': `${good}&state=%zz`,
    'a cut escape': `${good}&state=%4`,
    'raw bytes': Buffer.concat([Buffer.from(`${good}&state=`), Buffer.from([0xff, 0xfe])]),
    'raw NUL': Buffer.from(`${good}&state=\0`),
  }
  for (const [what, body] of Object.entries(cases))
    for (const path of formEndpoints) {
      const answer = await request(`${issuer}/${path}`, { method: 'POST', headers: form, body: body as string })
      refused(t, `/${path}: ${what}`, answer, 400, 'invalid_request')
    }
})

t.test('OAuth 2.1 §3.2.2, RFC 9700 §2.4: a grant type that is unknown, missing, or not the client’s', async (t) => {
  const cases: readonly [string, string, string][] = [
    ['password', 'grant_type=password', 'unsupported_grant_type'],
    ['a prototype’s property', 'grant_type=constructor', 'unsupported_grant_type'],
    ['in capitals', 'grant_type=AUTHORIZATION_CODE', 'unsupported_grant_type'],
    ['missing', 'code=1', 'invalid_request'],
    ['empty', 'grant_type=', 'invalid_request'],
    ['not the client’s', `grant_type=client_credentials&client_id=${publicApp.clientId}`, 'unauthorized_client'],
  ]
  for (const [what, body, error] of cases) refused(t, what, await post(`${issuer}/token`, body), 400, error)
})

t.test('headers over the limit: 431; ids with NUL or slashes: no more than a refusal', async (t) => {
  const long = await request(`${issuer}/token`, {
    method: 'POST',
    headers: { ...form, 'x-long': 'x'.repeat(60_000) },
    body: good,
  })
  t.equal(long.status, 431)
  for (const id of [
    '%00',
    'a%00b',
    '%2e%2e%2f',
    '%ff',
    '%F0%9F%98%80',
    'x'.repeat(90),
    'x'.repeat(5000),
    '__proto__',
  ]) {
    const answer = await request(`${issuer}/register/${id}`, { headers: { authorization: 'Bearer nobody' } })
    t.ok([400, 401, 404].includes(answer.status), `/register/${id.slice(0, 20)}: ${answer.status}`)
    t.ok(answer.headers.get('x-reference'), 'a reference')
  }
  for (const id of ['%F0%9F%98%80', 'x'.repeat(4000), '__proto__', '%27%20or%201%3D1'])
    refused(
      t,
      `client_id ${id.slice(0, 20)}`,
      await post(`${issuer}/token`, `grant_type=refresh_token&client_id=${id}`),
      401,
      'invalid_client',
    )
  refused(t, 'JSON for a form', await postJson(`${issuer}/token`, { grant_type: 'x' }), 415, 'invalid_request')
})

t.test(
  'OIDC Core §3.1.3.3, OAuth 2.1 §3.2.3, RFC 6749 §5.1: then the code still works, and nobody stores the answer',
  async (t) => {
    const { status, headers, body } = await redeem(publicApp, granted)
    t.equal(status, 200)
    t.same([headers.get('cache-control'), headers.get('pragma')], ['no-store', 'no-cache'])
    t.equal(body.token_type, 'Bearer')
    t.equal((await server.stop()).code, 0, 'the server never fell, and stops when it is told')
    t.notMatch(server.err(), /unexpected error/, 'and it logged no error of its own')
  },
)
