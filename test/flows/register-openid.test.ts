// Registration of OpenID Connect clients: keys, sectors, signatures, logouts (OpenID Connect Registration §2, OIDC Core §8.1).
import t, { type Test } from 'tap'
import { clientKey } from '../support/client-key.ts'
import { documentServer } from '../support/document-server.ts'
import { type Story, story } from '../support/flows.ts'
import { refusalOf } from '../support/wire.ts'

const redirect_uris = ['https://stranger.example/callback']
const byKeys = { redirect_uris, token_endpoint_auth_method: 'private_key_jwt' }
const loopback = { DANGER_FETCH_LOOPBACK: '1' }

const registering = (s: Story) => ({
  register: (body: unknown) => s.flows.registration.register(undefined, body, s.now()),
  replace: async (clientId: string, token: string | undefined, body: object) =>
    s.flows.registration.replace(clientId, token, { client_id: clientId, ...body }, s.now()),
})
const secretsOf = async (s: Story, clientId: string) => (await s.store.clients.find(clientId))?.secrets.length

t.test(
  'OIDC Core §9: a client that proves itself by its keys has no secret, and uses the token endpoint',
  async (t) => {
    const s = await story(t)
    const { register } = registering(s)
    const key = clientKey()
    const body = { ...byKeys, jwks: key.jwks, scope: 'openid orders' }
    const { client, secret } = await register(body)
    t.match([client.tokenEndpointAuthMethod, secret], ['private_key_jwt', undefined])
    t.equal(await secretsOf(s, client.clientId), 0)
    const { visitor } = await s.loggedIn()
    const app = { client, secret, redirectUri: redirect_uris[0] ?? '' }
    const proof = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await key.assertion(client.clientId, s.config.issuer, s.now()),
    }
    const tokens = await s.redeem(app, await s.code(app, visitor, { scope: 'openid' }), proof)
    t.ok(tokens.access_token)
  },
)

t.test('RFC 7592 §2.2: from a secret to keys and back, nothing old stays alive', async (t) => {
  const s = await story(t)
  const { register, replace } = registering(s)
  const { client, secret, registrationToken } = await register({ redirect_uris })
  const keyed = await replace(client.clientId, registrationToken, { ...byKeys, jwks: clientKey().jwks })
  t.match([keyed.client.tokenEndpointAuthMethod, keyed.secret], ['private_key_jwt', undefined])
  t.equal(await secretsOf(s, client.clientId), 0, 'the secret ended')
  const again = await replace(client.clientId, registrationToken, { redirect_uris })
  t.match(again.secret, /^cs_sec_/)
  t.not(again.secret, secret)
  t.match(again.client, { jwks: null, tokenEndpointAuthMethod: 'client_secret_basic' })
  t.equal(await secretsOf(s, client.clientId), 1)
  const same = await replace(client.clientId, registrationToken, { redirect_uris, client_secret: again.secret })
  t.equal(same.secret, undefined, 'no new one without need')
})

t.test('its signing key is published before it signs', async (t) => {
  const s = await story(t)
  const { register } = registering(s)
  const published = () => JSON.parse(s.ingredients.keyRing.jwks().body).keys.map(({ alg }: { alg: string }) => alg)
  t.same(published(), ['RS256'])
  const algorithms = { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'EdDSA' }
  const { client } = await register({ redirect_uris, ...algorithms })
  t.match(client, { idTokenAlg: 'ES256', userinfoAlg: 'EdDSA' })
  t.same(published().sort(), ['ES256', 'EdDSA', 'RS256'])
  await refusalOf(register({ redirect_uris: [], id_token_signed_response_alg: 'PS256' }))
  t.notOk(published().includes('PS256'), 'what is refused makes no key')
})

/** Each is a document that does not vouch for the redirect URIs. */
const refused = async (t: Test, s: Story, documents: Readonly<Record<string, string>>): Promise<void> => {
  for (const [what, sector_identifier_uri] of Object.entries(documents)) {
    const body = { redirect_uris, subject_type: 'pairwise', sector_identifier_uri }
    const refusal = await refusalOf(registering(s).register(body))
    t.equal(refusal.code, 'invalid_client_metadata', what)
    t.match(refusal.message, /sector_identifier_uri/, `${what}: ${refusal.message}`)
  }
}

t.test('OIDC Core §8.1: whoever claims a sector must be named there', async (t) => {
  const s = await story(t, loopback)
  const web = await documentServer(t)
  const { register, replace } = registering(s)
  const uris = ['https://a.example/cb', 'https://b.example/cb']
  const sector_identifier_uri = web.answer('/sector.json', { body: ['https://c.example/', ...uris] })
  const pairwise = { redirect_uris: uris, subject_type: 'pairwise', sector_identifier_uri }
  const { client, registrationToken } = await register(pairwise)
  t.match(client, { subjectType: 'pairwise', sector: '127.0.0.1', display: { sectorIdentifierUri: /sector.json$/ } })
  const kept = await s.store.clients.find(client.clientId)
  t.same(kept?.client, client)

  const more = { ...pairwise, redirect_uris: [...uris, 'https://evil.example/cb'] }
  const refusal = await refusalOf(replace(client.clientId, registrationToken, more))
  t.match(refusal.message, /does not contain the redirect URI https:\/\/evil.example/)
  t.same((await s.store.clients.find(client.clientId))?.client, client, 'it is as it was')

  const unused = { ...pairwise, subject_type: 'public', redirect_uris: ['https://evil.example/cb'] }
  t.equal((await refusalOf(register(unused))).code, 'invalid_client_metadata', 'checked for public subjects too')

  await refused(t, s, {
    'other redirect URIs': sector_identifier_uri,
    nothing: web.url('/nothing'),
    'a redirect': web.answer('/moved', { status: 302, headers: { location: sector_identifier_uri } }),
    'no array': web.answer('/object', { body: { redirect_uris } }),
    'no JSON': web.answer('/html', { body: '<html>' }),
    huge: web.answer('/huge', { body: [...redirect_uris, 'x'.repeat(70_000)] }),
    'nobody there': 'http://127.0.0.1:1/sector.json',
  })
})

t.test('a private address is not even asked', async (t) => {
  const s = await story(t)
  const web = await documentServer(t)
  await refused(t, s, {
    'this machine': web.answer('/sector.json', { body: redirect_uris }),
    'this machine by https': web.url('/sector.json').replace('http:', 'https:'),
  })
  t.same(web.asked(), [])
})

t.test('a registration that is refused asks nobody', async (t) => {
  const s = await story(t, { ...loopback, REGISTRATION: 'token' })
  const web = await documentServer(t)
  const sector_identifier_uri = web.answer('/sector.json', { body: redirect_uris })
  const { register } = registering(s)
  t.equal((await refusalOf(register({ redirect_uris, sector_identifier_uri }))).code, 'invalid_token')
  t.same(web.asked(), [])
})

t.test('strangers cannot make this server ask one host without end', async (t) => {
  const s = await story(t, loopback)
  const web = await documentServer(t)
  const sector_identifier_uri = web.answer('/sector.json', { body: redirect_uris })
  const { registration } = s.flows
  const attempt = (address: string) =>
    registration.register(undefined, { redirect_uris, sector_identifier_uri }, s.now(), address)
  for (let count = 0; count < 20; count += 1) await attempt('192.0.2.1')
  t.equal((await refusalOf(attempt('192.0.2.1'))).code, 'too_many_requests')
  t.ok((await attempt('192.0.2.2')).client, 'others still may')
  t.equal(web.asked().length, 21)
})

t.test('whoever was vouched for is not under another address; new keys change nothing', async (t) => {
  const s = await story(t)
  const { register, replace } = registering(s)
  const { client, registrationToken } = await register({ redirect_uris, client_name: 'Calendar' })
  const verify = () => s.flows.operator.clients.set(client.clientId, { verified: true })
  const said = { redirect_uris, client_name: 'Calendar' }
  const verifiedAfter = async (change: object) => {
    await verify()
    return (await replace(client.clientId, registrationToken, { ...said, ...change })).client.verifiedAt !== null
  }
  t.equal(await verifiedAfter({ ...byKeys, jwks: clientKey().jwks }), true, 'keys')
  t.equal(await verifiedAfter({ id_token_signed_response_alg: 'ES256' }), true, 'how answers are signed')
  t.equal(await verifiedAfter({ post_logout_redirect_uris: ['https://evil.example/'] }), false, 'after a logout')
  t.equal(await verifiedAfter({ backchannel_logout_uri: 'https://evil.example/' }), false, 'news of logouts')
  t.equal(await verifiedAfter({ token_endpoint_auth_method: 'none' }), false, 'it proves nothing any more')
})

t.test('an update that was under way does not bring back what an operator took meanwhile', async (t) => {
  const s = await story(t, loopback)
  const web = await documentServer(t)
  const { register, replace } = registering(s)
  const slow = web.answer('/sector.json', { body: redirect_uris, delayMillis: 150 })
  const { client, registrationToken } = await register({ redirect_uris, client_name: 'Calendar' })
  await s.flows.operator.clients.set(client.clientId, { verified: true, refreshRetrySeconds: 5 })
  const body = { redirect_uris, client_name: 'Calendar', sector_identifier_uri: slow }
  const updating = replace(client.clientId, registrationToken, body)
  await s.flows.operator.clients.set(client.clientId, { verified: false, refreshRetrySeconds: null })
  await updating
  t.match((await s.store.clients.find(client.clientId))?.client, { verifiedAt: null, refreshRetrySeconds: null })
})
