// Bad registrations (RFC 7591 §3.2.2, RFC 7592 §2): JSON bombs, wrong types, the wrong registration token.

import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { execute } from '../support/database.ts'
import { inTime } from '../support/pace.ts'
import { type Answer, codeFor, postJson, redeem, register, request } from '../support/plain-client.ts'
import { startServer } from '../support/process.ts'
import { refused } from '../support/refused.ts'

const server = await startServer(t)
const { issuer, environment } = server
const endpoint = `${issuer}/register`
const good = { redirect_uris: ['https://app.example/callback'] }
const clients = async (): Promise<number> => {
  const [result] = await execute(environment.DATABASE_URL as string, 'select count(*)::integer as count from client')
  return result?.rows[0].count
}
/** Whatever was refused left nothing behind. */
const nothingStored = async (t: Test, attempts: () => Promise<void>): Promise<void> => {
  const before = await clients()
  await attempts()
  t.equal(await clients(), before, 'nothing was stored')
}

t.test('JSON that is none, or is a bomb', async (t) => {
  const uris = '"redirect_uris":["https://app.example/callback"]'
  const bombs: Record<string, string | Buffer> = {
    nothing: '',
    'no JSON': 'client_name=Shop',
    half: '{"redirect_uris":[',
    'a NUL': '{"redirect_uris":[]}\0',
    'two documents': '{}{}',
    'deep arrays': `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    'deep arrays that never end': '['.repeat(60_000),
    'deep objects': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    'deep inside': `{${uris},"contacts":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
    'deep where nobody looks, with __proto__': `{${uris},"x":${'['.repeat(25_000)}${']'.repeat(25_000)},"__proto__":1}`,
    __proto__: `{${uris},"__proto__":{"scope":"admin"}}`,
    '__proto__ escaped': `{${uris},"\\u005f_proto__":{"scope":"admin"}}`,
    'constructor.prototype': `{${uris},"constructor":{"prototype":{"a":1}}}`,
    'a long array': `{"redirect_uris":[${'"https://app.example/",'.repeat(2500)}"https://app.example/"]}`,
    'a long name': `{${uris},"client_name":"${'x'.repeat(60_000)}"}`,
    'bytes that are no UTF-8 instead of JSON': Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
    'a million digits': `{${uris},"x":${'9'.repeat(1_000_000)}}`,
    'a million fields': `{${Array.from({ length: 100_000 }, (_, at) => `"f${at}":1`).join(',')}}`,
  }
  await nothingStored(t, async () => {
    for (const [what, body] of Object.entries(bombs)) {
      const started = performance.now()
      const answer = await postJson(endpoint, body as string)
      const isLong = body.length > 65_536
      t.equal(answer.status, isLong ? 413 : 400, `${what}: ${answer.status}`)
      t.ok(answer.headers.get('x-reference') && answer.body?.error, `${what}: a code and a reference`)
      inTime(t, `${what}: answered in no time`, 3000, performance.now() - started)
    }
  })
  const poisoned = ({} as Record<string, unknown>).scope
  t.equal(poisoned, undefined)
})

t.test('odd JSON that means something', async (t) => {
  const digits = `{"redirect_uris":["https://app.example/callback"],"x":${'9'.repeat(60_000)}}`
  t.equal((await postJson(endpoint, digits)).status, 201, 'sixty thousand digits in a field that nobody reads')
  const twice = '{"redirect_uris":["https://app.example/a"],"redirect_uris":["https://app.example/b"]}'
  t.match(
    (await postJson(endpoint, twice)).body,
    { redirect_uris: ['https://app.example/b'] },
    'a field twice: the last',
  )
  const hidden = '{"redirect_uris":["https://app.example/a"],"redirect_uris":["javascript:alert(1)"]}'
  refused(t, 'a bad one behind a good one', await postJson(endpoint, hidden), 400, 'invalid_redirect_uri')
  const controls = {
    ...good,
    client_name: 'Sh\u0000op\u202e\ud800',
    software_id: '\u0000x',
    contacts: ['a\u0000@b.example'],
  }
  const odd = await postJson(endpoint, controls)
  t.ok([201, 400].includes(odd.status), `NUL, direction marks and half a character in names: ${odd.status}`)
  const nulls = { ...good, client_name: null, scope: null, logo_uri: null }
  t.equal((await postJson(endpoint, nulls)).status, 201, 'null means nothing')
})

t.test('RFC 7591 §3.2.2: a document of the wrong shape: invalid_client_metadata', async (t) => {
  await nothingStored(t, async () => {
    for (const body of ['null', '[]', '"text"', '1', 'true', '[{"redirect_uris":["https://app.example/"]}]'])
      refused(t, body, await postJson(endpoint, body), 400, 'invalid_client_metadata')
    const wrongs: readonly Record<string, unknown>[] = [
      { client_name: 1 },
      { client_name: ['Shop'] },
      { client_name: { toString: 'x' } },
      { grant_types: 'authorization_code' },
      { grant_types: ['client_credentials'] },
      { grant_types: ['implicit'] },
      { grant_types: [] },
      { grant_types: Array.from({ length: 50 }, () => 'authorization_code') },
      { response_types: ['token'] },
      { response_types: {} },
      { token_endpoint_auth_method: 'private_key_jwt' },
      { token_endpoint_auth_method: '__proto__' },
      { token_endpoint_auth_method: 1 },
      { scope: ['openid'] },
      { scope: 'x'.repeat(5000) },
      { contacts: 'ada@example.com' },
      { contacts: [1] },
      { contacts: Array.from({ length: 50 }, () => 'a@b.example') },
      { client_uri: 'javascript:alert(1)' },
      { logo_uri: 'http://app.example/logo.png' },
      { tos_uri: 'data:text/html,x' },
      { policy_uri: 'nonsense' },
      { client_uri: `https://app.example/${'x'.repeat(3000)}` },
    ]
    for (const wrong of wrongs)
      refused(
        t,
        JSON.stringify(wrong).slice(0, 60),
        await postJson(endpoint, { ...good, ...wrong }),
        400,
        'invalid_client_metadata',
      )
  })
})

t.test(
  'RFC 7592 §2, §2.1, §2.2, §2.3: management without the right token: invalid_token, and nothing changes',
  async (t) => {
    const [mine, theirs] = [(await postJson(endpoint, good)).body, (await postJson(endpoint, good)).body]
    const url = `${endpoint}/${mine.client_id}`
    const bearers = [
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${theirs.registration_access_token}`,
      `Basic ${mine.registration_access_token}`,
      `Bearer ${mine.registration_access_token}x`,
    ]
    const send = (method: string, authorization: string, body?: unknown, to = url): Promise<Answer> =>
      request(to, {
        method,
        headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    const update = { client_id: mine.client_id, redirect_uris: ['https://evil.example/'] }
    for (const bearer of bearers) {
      refused(t, `GET with "${bearer.slice(0, 12)}"`, await send('GET', bearer), 401, 'invalid_token')
      refused(t, `PUT with "${bearer.slice(0, 12)}"`, await send('PUT', bearer, update), 401, 'invalid_token')
      refused(t, `DELETE with "${bearer.slice(0, 12)}"`, await send('DELETE', bearer), 401, 'invalid_token')
    }
    const right = `Bearer ${mine.registration_access_token}`
    refused(
      t,
      'another client',
      await send('GET', right, undefined, `${endpoint}/${theirs.client_id}`),
      401,
      'invalid_token',
    )
    for (const wrong of [
      { ...good },
      { ...update, client_id: theirs.client_id },
      { ...update, registration_access_token: 'x' },
    ])
      refused(t, JSON.stringify(wrong).slice(0, 50), await send('PUT', right, wrong), 400, 'invalid_client_metadata')
    const evil = { ...update, redirect_uris: ['javascript:alert(1)'] }
    refused(t, 'a bad redirect URI', await send('PUT', right, evil), 400, 'invalid_redirect_uri')
    t.match((await send('GET', right)).body, { redirect_uris: good.redirect_uris }, 'it is as it was')
  },
)

t.test('after all of this a registration works, and a login with it', async (t) => {
  const app = await register(issuer)
  const ada = await person(environment)
  t.equal((await redeem(app, await codeFor(app, ada))).status, 200)
  t.notMatch(server.err(), /unexpected error/)
})
