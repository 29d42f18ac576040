// What an operator may say of a client: only what is named changes, and what can never work is refused.
import t, { type Test } from 'tap'
import type { ClientChanges } from '../../../src/flows/operator/client-changes.ts'
import type { Client } from '../../../src/model/client.ts'
import { clientKey } from '../../support/client-key.ts'
import { type Story, story } from '../../support/story.ts'

const uri = 'https://web.example/callback'
const elsewhere = 'https://other.example/'
const web = { name: 'Web', public: false, redirectUris: [uri], grantTypes: [], audiences: [] }
const create = async (s: Story, change: Partial<Parameters<Story['rooms']['operator']['clients']['create']>[0]> = {}) =>
  s.rooms.operator.clients.create({ ...web, ...change })

/** Everything that can be said, and what then stands in the client. */
const everything: readonly (readonly [ClientChanges, Partial<Client>])[] = [
  [{ name: ' Shop ' }, { name: 'Shop' }],
  [{ redirectUris: ['https://web.example/a', 'https://web.example/a'] }, { redirectUris: ['https://web.example/a'] }],
  [{ postLogoutRedirectUris: [uri] }, { postLogoutRedirectUris: [uri] }],
  [{ backchannelLogoutUri: uri }, { backchannelLogoutUri: uri }],
  [{ webOrigins: ['https://web.example'] }, { webOrigins: ['https://web.example'] }],
  [{ pairwise: true }, { subjectType: 'pairwise', sector: 'web.example' }],
  [{ sector: 'example.org' }, { subjectType: 'pairwise', sector: 'example.org' }],
  [{ redirectUris: [uri, elsewhere] }, { redirectUris: [uri, elsewhere], sector: 'example.org' }],
  [{ idTokenAlg: 'ES256' }, { idTokenAlg: 'ES256' }],
  [{ userinfoAlg: 'EdDSA' }, { userinfoAlg: 'EdDSA' }],
  [{ defaultMaxAgeSeconds: 0 }, { defaultMaxAgeSeconds: 0 }],
  [{ refreshRetrySeconds: 0 }, { refreshRetrySeconds: 0 }],
  [{ scope: ['openid'] }, { scope: ['openid'] }],
  [{ audiences: ['https://api.example'] }, { audiences: ['https://api.example'] }],
  [{ pkceRequired: false }, { pkceRequired: false }],
  [{ verified: false }, { verifiedAt: null }],
  [{ jwksUri: 'https://web.example/jwks' }, { jwksUri: 'https://web.example/jwks' }],
]

t.test('set: what is named changes, and nothing else', async (t) => {
  const s = await story(t)
  const { clients } = s.rooms.operator
  const { client } = await create(s)
  let expected: Client = client
  for (const [changes, comes] of everything) {
    const method = changes.jwksUri ? ({ tokenEndpointAuthMethod: 'private_key_jwt' } as const) : {}
    expected = { ...expected, ...comes, ...method }
    const { client: changed } = await clients.set(client.clientId, changes)
    t.strictSame(changed, expected, JSON.stringify(changes))
    t.strictSame((await clients.show(client.clientId)).client, expected)
  }
  const nothing: ClientChanges = {
    ...{ postLogoutRedirectUris: [], backchannelLogoutUri: null, webOrigins: [], pairwise: false, userinfoAlg: null },
    ...{ defaultMaxAgeSeconds: null, refreshRetrySeconds: null, audiences: [], jwks: null, verified: true },
  }
  const { client: bare } = await clients.set(client.clientId, nothing)
  t.match(bare, { subjectType: 'public', sector: null, jwksUri: null, webOrigins: [], verifiedAt: s.clock() })
  const kids = s.rooms.keyRing.states().map(({ key }) => key.alg)
  t.same(kids.sort(), ['ES256', 'EdDSA', 'RS256'], 'their keys are there before they sign')
  await t.rejects(clients.set('app_nobody', { name: 'x' }), {
    kind: 'not-found',
    message: /there is no client app_nobody/,
  })
})

t.test('keys instead of a secret: the secrets end; without keys it gets one again', async (t) => {
  const s = await story(t)
  const { clients } = s.rooms.operator
  const grants = { grantTypes: ['client_credentials'], redirectUris: [], scope: [] }
  const { client, secret: first } = await create(s, grants)
  const works = async (secret: string | null, proof = {}) =>
    (await s.token({ ...client, secret }, { grant_type: 'client_credentials', ...proof })).status === 200
  t.ok(await works(first ?? ''))
  const key = clientKey()
  const keyed = await clients.set(client.clientId, { jwks: key.jwks })
  t.match([keyed.client.tokenEndpointAuthMethod, keyed.secret], ['private_key_jwt', undefined])
  t.same((await clients.show(client.clientId)).secrets, [])
  t.notOk(await works(first ?? ''), 'the secret is dead')
  await t.rejects(clients.rotateSecret(client.clientId, false), { message: /authenticates by its keys/ })
  const proof = {
    client_secret: null,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await key.assertion(client.clientId, s.issuer, s.clock()),
  }
  t.ok(await works(null, proof), 'the key works')
  const again = await clients.set(client.clientId, { jwks: null })
  t.match(again.secret, /^cs_sec_/)
  t.ok(await works(again.secret ?? ''))
  t.notOk(await works(first ?? ''), 'the first secret stays dead')
  t.equal((await clients.set(client.clientId, { name: 'Other' })).secret, undefined)
})

const refuses = async (t: Test, s: Story, clientId: string, kind: string, wrong: [ClientChanges, RegExp][]) => {
  const before = await s.rooms.operator.clients.show(clientId)
  for (const [changes, message] of wrong)
    await t.rejects(s.rooms.operator.clients.set(clientId, changes), { kind, message }, JSON.stringify(changes))
  t.strictSame(await s.rooms.operator.clients.show(clientId), before, 'nothing changed')
}

t.test('set: what can never work is wrong use, and changes nothing', async (t) => {
  const s = await story(t)
  const { client } = await create(s)
  const { jwks } = clientKey()
  const [key] = jwks.keys
  await refuses(t, s, client.clientId, 'wrong-use', [
    [{ name: 'a\u202eb' }, /name must be one line/],
    [{ redirectUris: [] }, /needs a redirect URI/],
    [{ redirectUris: ['http://web.example/'] }, /http on a host other/],
    [{ redirectUris: ['org.example.app:/x'] }, /private scheme/],
    [{ redirectUris: Array.from({ length: 21 }, (_, at) => `${uri}${at}`) }, /more than 20/],
    [{ postLogoutRedirectUris: ['javascript:alert(1)'] }, /never safe/],
    [{ backchannelLogoutUri: 'http://localhost/x' }, /not an https address/],
    [{ webOrigins: ['*'] }, /not an origin/],
    [{ jwks: { keys: [] } }, /has no key/],
    [{ jwks: [key] }, /not a JWK Set/],
    [{ jwks: { keys: [{ ...key, d: 'AAAA' }] } }, /private members/],
    [{ jwks, jwksUri: 'https://web.example/jwks' }, /not both/],
    [{ jwksUri: 'file:///etc/passwd' }, /not an https address/],
    [{ sector: 'example.org' }, /pairwise subjects alone/],
    [{ pairwise: true, sector: 'Example.org' }, /not a host name/],
    [{ pairwise: true, sector: 'example.org/x' }, /not a host name/],
    [{ pairwise: true, redirectUris: [uri, 'https://other.example/'] }, /need a sector/],
    [{ idTokenAlg: 'none' }, /algorithm none is not known: use RS256/],
    [{ userinfoAlg: 'HS256' }, /algorithm HS256/],
    [{ defaultMaxAgeSeconds: -1 }, /default max age/],
    [{ refreshRetrySeconds: 1e9 }, /retry window/],
    [{ audiences: ['an audience'] }, /audience/],
  ])
  await refuses(t, s, client.clientId, 'failed', [[{ scope: ['fly'] }, /scope fly does not exist/]])
  const app = await create(s, { public: true })
  await refuses(t, s, app.client.clientId, 'wrong-use', [
    [{ pkceRequired: false }, /needs PKCE/],
    [{ audiences: ['https://api.example'] }, /cannot introspect/],
  ])
})

t.test('of a client that publishes its metadata, only what its document does not say', async (t) => {
  const s = await story(t)
  const { clientId } = await s.client('web', { origin: 'metadata-document', tokenEndpointAuthMethod: 'none' })
  await refuses(t, s, clientId, 'failed', [
    [{ name: 'Other' }, /the document at .* decides that/],
    [{ redirectUris: [uri] }, /decides that/],
    [{ verified: true, webOrigins: [] }, /decides that/],
  ])
  const { client } = await s.rooms.operator.clients.set(clientId, { verified: true, refreshRetrySeconds: 5 })
  t.match(client, { verifiedAt: s.clock(), refreshRetrySeconds: 5 })
})

t.test('create: all of it at once, and a device without redirect URIs', async (t) => {
  const s = await story(t)
  const { jwks } = clientKey()
  const said = { jwks, pairwise: true, idTokenAlg: 'PS256', webOrigins: ['https://web.example'] }
  const { client, secret } = await create(s, said)
  t.equal(secret, undefined)
  t.match(client, { jwks, sector: 'web.example', idTokenAlg: 'PS256', tokenEndpointAuthMethod: 'private_key_jwt' })
  const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token']
  const tv = await create(s, { public: true, redirectUris: [], grantTypes })
  t.same(tv.client.grantTypes, grantTypes.toReversed())
  await t.rejects(create(s, { public: true, jwks }), { kind: 'wrong-use', message: /leave out --public/ })
})

t.test('a window for retries of its own', async (t) => {
  const s = await story(t)
  const [app, ada] = [await s.client(), await s.account()]
  const { body: first } = await s.redeem(app, await s.codeFor(app, ada))
  await s.rooms.operator.clients.set(app.clientId, { refreshRetrySeconds: 5 })
  await s.refresh(app, first.refresh_token)
  s.clock.pass(6)
  t.equal((await s.refresh(app, first.refresh_token)).status, 400, 'the usual window is a day')
})
