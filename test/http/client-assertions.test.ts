// private_key_jwt over HTTP: it proves its client once, at every endpoint, and nothing else does (OIDC Core §9, RFC 7523 §3, RFC 7521 §4.2).
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'
import * as oauth from 'oauth4webapi'
import t, { type Test } from 'tap'
import { asserting, clientKey } from '../support/client-key.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { runningClock } from '../support/steppable-clock.ts'
import { type Story, type StoryClient, story } from '../support/story.ts'
import { until } from '../support/until.ts'

const key = clientKey()
const grant = { grant_type: 'client_credentials' }
const signing = { tokenEndpointAuthMethod: 'private_key_jwt', grantTypes: ['client_credentials'] } as const

const app = (s: Story, change: Parameters<Story['client']>[1] = {}): Promise<StoryClient> =>
  s.client('robot', { ...signing, jwks: key.jwks, ...change })

const ask = async (s: Story, endpoint: string, fields: Readonly<Record<string, string>>, headers = {}) => {
  const body = new URLSearchParams(fields)
  const response = await s.fetch(`${s.issuer}/${endpoint}`, { method: 'POST', body, headers })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
}
const token = (s: Story, assertion: string, more = {}) =>
  ask(s, 'token', { ...grant, ...asserting(assertion), ...more })

const listening = async (t: Test, listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
}

t.test('private_key_jwt', async (t) => {
  const s = await story(t, { DANGER_FETCH_LOOPBACK: '1' })
  const { issuer, clock } = s
  const robot = await app(s)
  const make = (claims = {}, header = {}, who = robot) => key.assertion(who.clientId, issuer, clock(), claims, header)
  /** The operator's words behind the reference. */
  const reasonOf = async (answer: Awaited<ReturnType<typeof ask>>): Promise<string> => {
    await s.rooms.events.flush()
    return (await s.store.events.find(answer.headers.get('x-reference') ?? ''))?.operatorText ?? 'no event'
  }
  const refused = async (t: Test, what: string, assertion: string, reason?: RegExp, more = {}): Promise<void> => {
    const answer = await token(s, assertion, more)
    t.match(
      answer,
      { status: 401, body: { error: 'invalid_client', error_description: 'Client authentication failed.' } },
      what,
    )
    if (reason !== undefined) t.match(await reasonOf(answer), reason, what)
    t.notMatch(JSON.stringify(answer.body), /eyJ/, 'nothing that was sent comes back')
  }

  t.test('OIDC Core §9: an assertion proves its client, with client_id or without', async (t) => {
    t.match(await token(s, await make()), { status: 200, body: { token_type: 'Bearer' } })
    t.match(await token(s, await make(), { client_id: robot.clientId }), { status: 200 })
    t.match(await token(s, await make({ aud: [`${issuer}/token`] })), { status: 200 })
    t.match(await token(s, await make(), { client_id: 'app_other' }), {
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  t.test('RFC 7662 §2.1, RFC 7009 §2.1: at the other endpoints too', async (t) => {
    const { access_token } = (await token(s, await make())).body
    const introspect = async (aud: string) =>
      ask(s, 'introspect', { token: access_token, ...asserting(await make({ aud })) })
    t.match(await introspect(issuer), { status: 200, body: { active: true } })
    t.match(await introspect(`${issuer}/introspect`), { status: 200, body: { active: true } })
    const revoked = await ask(s, 'revoke', {
      token: access_token,
      ...asserting(await make({ aud: `${issuer}/revoke` })),
    })
    t.equal(revoked.status, 200)
    t.match(await introspect(issuer), { status: 200, body: { active: false } })
  })

  t.test('OIDC Core §9, RFC 7523 §3: an assertion works once, on whichever server and endpoint', async (t) => {
    const twin = await story(t, { DATABASE_URL: s.config.databaseUrl ?? '', KEYS_DIR: s.config.keysDir }, clock)
    const assertion = await make()
    t.equal((await token(twin, assertion)).status, 200)
    await refused(t, 'again at the other server', assertion, /used before/)
    t.equal(
      (await ask(s, 'introspect', { token: 'x', ...asserting(assertion) })).status,
      401,
      'and at another endpoint',
    )

    const raced = await make()
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => token(i % 2 === 0 ? s : twin, raced)))
    t.same(all.map(({ status }) => status).sort(), [200, ...Array.from({ length: 19 }, () => 401)])

    const other = await app(s)
    t.equal((await token(s, await make({ jti: 'the same' }))).status, 200)
    t.equal((await token(s, await make({ jti: 'the same' }, {}, other))).status, 200, 'each client has its own')
    await refused(t, 'another assertion with a used jti', await make({ jti: 'the same' }), /used before/)
  })

  t.test('a stranger cannot use up a jti, and what failed for another reason is not used up', async (t) => {
    const jti = randomUUID()
    await refused(t, 'forged', await clientKey().assertion(robot.clientId, issuer, clock(), { jti }), /signature/)
    t.equal((await token(s, await make({ jti }))).status, 200)
  })

  t.test('a jti is remembered for as long as its assertion could be accepted, and not for ever', async (t) => {
    const assertion = await make({ exp: Math.floor(clock().getTime() / 1000) + 3600 })
    t.equal((await token(s, assertion)).status, 200)
    const before = clock()
    clock.pass(3600 + 29)
    await s.store.clientAssertions.sweep(clock(), 1000)
    await refused(t, 'at its very end', assertion, /used before/)
    clock.pass(61)
    t.ok((await s.store.clientAssertions.sweep(clock(), 1000)) > 0)
    t.ok(clock() > before)
  })

  t.test('RFC 7521 §4.2: what proves nothing', async (t) => {
    const soon = Math.floor(clock().getTime() / 1000)
    const cases: readonly (readonly [string, object, object, RegExp])[] = [
      ['another audience', { aud: 'https://other.example' }, {}, /not for this server/],
      ['no audience', { aud: undefined }, {}, /not for this server/],
      ['expired', { iat: soon - 120, exp: soon - 60 }, {}, /expired/],
      ['no exp', { exp: undefined }, {}, /no exp/],
      ['a day long', { exp: soon + 86_400 }, {}, /too long/],
      ['not yet', { nbf: soon + 120, exp: soon + 180 }, {}, /future/],
      ['no jti', { jti: undefined }, {}, /jti/],
      ['another issuer', { iss: 'app_other' }, {}, /iss/],
      ['an unknown kid', {}, { kid: 'unknown' }, /None of the client’s keys fits/],
      ['a logout token', {}, { typ: 'logout+jwt' }, /typ/],
      ['a critical member', {}, { crit: ['exp'], exp: 1 }, /critical/],
    ]
    for (const [what, claims, header, reason] of cases) {
      // Some of these jose itself does not want to sign; then the header is put on by hand.
      const made = await make(claims, 'crit' in header ? {} : header)
      const [, payload, signature] = made.split('.')
      const encoded = Buffer.from(JSON.stringify({ alg: 'ES256', kid: key.kid, ...header })).toString('base64url')
      await refused(t, what, 'crit' in header ? `${encoded}.${payload}.${signature}` : made, reason)
    }
  })

  t.test('RFC 8725 §2.1, §3.1: the algorithm cannot be exchanged', async (t) => {
    const [, payload = ''] = (await make()).split('.')
    const head = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url')
    await refused(t, 'none', `${head({ alg: 'none' })}.${payload}.x`, /algorithm/)
    await refused(t, 'none, and no signature', `${head({ alg: 'none' })}.${payload}.`)
    const input = `${head({ alg: 'HS256', kid: key.kid })}.${payload}`
    for (const secret of [
      JSON.stringify(key.publicJwk),
      key.publicKey.export({ type: 'spki', format: 'pem' }),
      robot.secret ?? '',
    ]) {
      const forged = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
      await refused(t, 'the public key as a secret', forged, /algorithm/)
    }
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const wrongKind = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(rsa)
    await refused(t, 'another kind of key under the same kid', wrongKind, /None of the client’s keys fits/)
    const own = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: key.kid, jwk: clientKey().publicJwk })
      .sign(clientKey().privateKey)
    await refused(t, 'a key that it brings along', own, /signature/)
  })

  t.test(
    'OIDC Core §3.1.3.1, §12.1, OAuth 2.1 §2.4.2: each client by its own kind of proof, and no other',
    async (t) => {
      const keyed = await s.client('keyed', { grantTypes: ['client_credentials'], jwks: key.jwks })
      const open = await s.client('open', { tokenEndpointAuthMethod: 'none', jwks: key.jwks })
      const plain = (who: StoryClient, secret: string | null) =>
        ask(s, 'token', { ...grant, client_id: who.clientId, ...(secret !== null && { client_secret: secret }) })
      t.equal((await plain(keyed, keyed.secret)).status, 200)
      const basic = `Basic ${Buffer.from(`${robot.clientId}:${robot.secret}`).toString('base64')}`
      for (const [what, answer] of [
        ['a secret instead of an assertion', await plain(robot, robot.secret)],
        ['a secret by Basic instead of an assertion', await ask(s, 'token', grant, { authorization: basic })],
        ['nothing instead of an assertion', await plain(robot, null)],
        ['an assertion instead of a secret', await token(s, await make({}, {}, keyed))],
        ['an assertion of a public client', await token(s, await make({}, {}, open))],
        ['an assertion of nobody', await token(s, await key.assertion('app_nobody', issuer, clock()))],
      ] as const)
        t.match(answer, { status: 401, body: { error: 'invalid_client' } }, what)
      for (const [what, answer] of [
        ['a secret beside an assertion', await token(s, await make(), { client_secret: robot.secret ?? '' })],
        [
          'Basic beside an assertion',
          await ask(s, 'token', { ...grant, ...asserting(await make()) }, { authorization: basic }),
        ],
        ['an assertion without its type', await ask(s, 'token', { ...grant, client_assertion: await make() })],
      ] as const)
        t.match(answer, { status: 400, body: { error: 'invalid_request' } }, what)
    },
  )

  t.test('a disabled client is told so, once it has proved itself', async (t) => {
    const gone = await app(s)
    await s.store.clients.setDisabled(gone.clientId, clock())
    t.match(await token(s, await make({}, {}, gone)), { status: 400, body: { error: 'unauthorized_client' } })
    const forged = await clientKey().assertion(gone.clientId, issuer, clock())
    t.match(await token(s, forged), { status: 401, body: { error: 'invalid_client' } })
  })

  t.test('keys behind jwks_uri: a new one is found, a host that is down hurts only its own client', async (t) => {
    let keys = [key.publicJwk]
    const uri = await listening(t, (_, response) => void response.end(JSON.stringify({ keys })))
    const published = await app(s, { jwks: null, jwksUri: uri })
    t.equal((await token(s, await make({}, {}, published))).status, 200)
    const next = clientKey('next')
    keys = [next.publicJwk, key.publicJwk]
    clock.pass(61)
    t.equal((await token(s, await next.assertion(published.clientId, issuer, clock()))).status, 200)

    const down = await app(s, { jwks: null, jwksUri: 'http://127.0.0.1:1/' })
    const silent: ServerResponse[] = []
    const mute = await app(s, { jwks: null, jwksUri: await listening(t, (_, response) => void silent.push(response)) })
    const inside = await app(s, { jwks: null, jwksUri: 'https://10.0.0.1/' })
    t.match(await token(s, await make({}, {}, down)), { status: 401, body: { error: 'invalid_client' } })
    t.match(await token(s, await make({}, {}, inside)), { status: 401, body: { error: 'invalid_client' } })
    const waiting = token(s, await make({}, {}, mute))
    t.equal((await token(s, await make({}, {}, published))).status, 200, 'while another waits for its keys')
    t.equal((await token(s, await make())).status, 200)
    await until('its host is asked', async () => silent.length > 0)
    for (const response of silent) response.destroy()
    t.match(await waiting, { status: 401, body: { error: 'invalid_client' } })
    await s.rooms.events.flush()
    const [event] = await s.store.events.list({ clientId: mute.clientId, limit: 1 })
    t.match(event, { ownerText: /keys cannot be had: the connection failed/, cure: /jwks_uri/ })
  })

  t.test('an assertion of a stranger makes the server call nobody', async (t) => {
    let calls = 0
    const uri = await listening(t, (_, response) => {
      calls += 1
      response.end(JSON.stringify(key.jwks))
    })
    const published = await app(s, { jwks: null, jwksUri: uri })
    const wrong = [{ aud: 'x' }, { exp: 1 }, { jti: '' }, { iss: 'x' }]
    for (const claims of wrong) t.equal((await token(s, await make(claims, {}, published))).status, 401)
    t.equal(calls, 0)
  })

  t.test('the words of an owner say what to do; no event and no log holds an assertion', async (t) => {
    const answer = await token(s, await make({ aud: 'https://other.example' }))
    await s.rooms.events.flush()
    const event = await s.store.events.find(answer.headers.get('x-reference') ?? '')
    t.match(event, { clientId: robot.clientId, ownerText: /aud must be its issuer/, cure: /OIDC Core §9/ })
    const events = await s.store.events.list({ clientId: robot.clientId, limit: 1000 })
    t.notMatch(JSON.stringify(events), /eyJ/)
  })

  t.test('RFC 8414 §2: the metadata names the method and its algorithms', async (t) => {
    const document = await (await s.fetch(`${issuer}/.well-known/openid-configuration`)).text()
    const metadata = JSON.parse(document)
    for (const endpoint of ['token', 'introspection', 'revocation']) {
      const methods: string[] = metadata[`${endpoint}_endpoint_auth_methods_supported`]
      const algorithms: string[] = metadata[`${endpoint}_endpoint_auth_signing_alg_values_supported`]
      t.ok(methods.includes('private_key_jwt'), endpoint)
      t.ok(
        ['RS256', 'ES256', 'PS256', 'EdDSA'].every((alg) => algorithms.includes(alg)),
        endpoint,
      )
      t.notOk(
        algorithms.some((alg) => alg === 'none' || alg.startsWith('HS')),
        'RFC 8414 §2: "The value none MUST NOT be used."',
      )
    }
  })
})

t.test('oauth4webapi’s own PrivateKeyJwt is accepted', async (t) => {
  const s = await story(t, {}, runningClock())
  const robot = await app(s)
  const as = { issuer: s.issuer, token_endpoint: `${s.issuer}/token` }
  const privateKey = await crypto.subtle.importKey(
    'pkcs8',
    key.privateKey.export({ type: 'pkcs8', format: 'der' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
  const proof = oauth.PrivateKeyJwt({ key: privateKey, kid: key.kid })
  const client = { client_id: robot.clientId }
  const options = { [oauth.customFetch]: injectFetch(s.app), [oauth.allowInsecureRequests]: true }
  const response = await oauth.clientCredentialsGrantRequest(as, client, proof, {}, options as never)
  t.ok((await oauth.processClientCredentialsResponse(as, client, response)).access_token)
})

t.test('two secrets live at once: both work, and the last use of each is remembered', async (t) => {
  const s = await story(t)
  const shop = await s.client('shop', { grantTypes: ['client_credentials'] })
  const newer = await s.rooms.operator.clients.rotateSecret(shop.clientId, false)
  const proof = (secret: string | null) => ({ ...grant, client_id: shop.clientId, client_secret: secret ?? '' })
  t.equal((await ask(s, 'token', proof(shop.secret))).status, 200)
  const first = s.clock()
  s.clock.pass(3600)
  t.equal((await ask(s, 'token', proof(newer))).status, 200)
  t.equal((await ask(s, 'token', proof('cs_sec_neither'))).status, 401)
  const lastUses = async () => (await s.store.clients.find(shop.clientId))?.secrets.map(({ lastUsedAt }) => lastUsedAt)
  const expected = [s.clock(), first]
  await until('both are written', async () => JSON.stringify(await lastUses()) === JSON.stringify(expected))
  t.same(await lastUses(), expected, 'the newer one first')
})
