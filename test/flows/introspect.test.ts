// Token introspection (RFC 7662): alive or not, told only to whom it concerns.
import t from 'tap'
import { story } from '../support/flows.ts'
import { claimsOf, refusalOf } from '../support/wire.ts'

const api = 'https://api.example/v1'
const inactive = { active: false }

t.test('Introspection', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const server = await s.app({ redirectUris: [], grants: ['client_credentials'], audiences: [api], scope: ['orders'] })

  t.test(
    'RFC 7662 §2.2: an access token tells its claims to its client and to the resource server that it is for',
    async (t) => {
      const { tokens } = await s.login(shop, { resources: [api], scope: 'openid orders' })
      const claims = claimsOf(tokens.access_token)
      t.same(await s.introspect(shop, tokens.access_token), { active: true, token_type: 'Bearer', ...claims })
      t.same(await s.introspect(server, tokens.access_token), { active: true, token_type: 'Bearer', ...claims })
    },
  )

  t.test('RFC 7662 §2.1: a wrong or unknown hint finds the token all the same', async (t) => {
    const { tokens } = await s.login(shop)
    for (const hint of ['refresh_token', 'access_token', 'saml'])
      for (const token of [tokens.access_token, tokens.refresh_token])
        t.equal((await s.introspect(shop, token, hint)).active, true, hint)
  })

  t.test('RFC 7662 §2.2, §2.3, §4: to anyone else it is inactive, and nothing more', async (t) => {
    const { tokens } = await s.login(shop)
    const other = await s.app()
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      t.same(await s.introspect(other, token), inactive)
      t.same(await s.introspect(server, token), inactive, 'a resource server, but not the one that it is for')
    }
  })

  t.test('RFC 7662 §2.1, §4: a public client, a wrong secret, no token', async (t) => {
    const phone = await s.app({ public: true })
    const { tokens } = await s.login(phone)
    t.equal((await refusalOf(s.introspect(phone, tokens.access_token))).code, 'invalid_client')
    t.equal((await refusalOf(s.introspect({ ...shop, secret: 'wrong' }, tokens.access_token))).code, 'invalid_client')
    t.equal((await refusalOf(s.introspect(shop, undefined))).code, 'invalid_request')
  })

  t.test('RFC 7662 §4: nothing lives past its expiry', async (t) => {
    const { tokens } = await s.login(shop)
    s.pass(899)
    t.equal((await s.introspect(shop, tokens.access_token)).active, true)
    s.pass(1)
    t.same(await s.introspect(shop, tokens.access_token), inactive)
    t.equal((await s.introspect(shop, tokens.refresh_token)).active, true)
    s.pass(30 * 86_400)
    t.same(await s.introspect(shop, tokens.refresh_token), inactive)
  })

  t.test('RFC 7662 §4: disabling the person or the client is seen at once', async (t) => {
    const first = await s.login(shop, { resources: [api] })
    await s.flows.operator.users.disable(first.person.email)
    t.same(await s.introspect(server, first.tokens.access_token), inactive)
    t.same(await s.introspect(shop, first.tokens.refresh_token), inactive)
    const app = await s.app()
    const second = await s.login(app, { resources: [api] })
    await s.flows.operator.clients.disable(app.client.clientId)
    t.same(await s.introspect(server, second.tokens.access_token), inactive)
    await s.flows.operator.clients.enable(app.client.clientId)
    t.same(await s.introspect(server, second.tokens.access_token), inactive, 'and it stays so')
  })

  t.test('a removed registration takes its tokens along', async (t) => {
    const body = { redirect_uris: ['https://stranger.example/'], grant_types: ['authorization_code', 'refresh_token'] }
    const { client, secret, registrationToken } = await s.flows.registration.register(undefined, body, s.now())
    const { tokens } = await s.login({ client, secret, redirectUri: 'https://stranger.example/' }, { resources: [api] })
    t.equal((await s.introspect(server, tokens.access_token)).active, true)
    await s.flows.registration.remove(client.clientId, registrationToken)
    t.same(await s.introspect(server, tokens.access_token), inactive)
  })

  t.test("a client's own token lives as long as the client is enabled", async (t) => {
    const job = await s.app({ redirectUris: [], grants: ['client_credentials'], scope: ['orders'] })
    const { access_token: token } = await s.token(job, { grant_type: 'client_credentials' }, [api])
    t.equal((await s.introspect(job, token)).active, true)
    t.equal((await s.introspect(server, token)).active, true)
    await s.flows.operator.clients.disable(job.client.clientId)
    t.same(await s.introspect(server, token), inactive)
  })

  t.test('RFC 7662 §2.1: a refresh token: its family’s scope and end; a replaced one is inactive', async (t) => {
    const { person, tokens } = await s.login(shop, { scope: 'openid orders' })
    t.match(await s.introspect(shop, tokens.refresh_token), {
      active: true,
      client_id: shop.client.clientId,
      sub: person.account.sub,
      scope: 'openid orders',
      exp: Math.floor(s.at(30 * 86_400).getTime() / 1000),
    })
    const next = await s.refresh(shop, tokens.refresh_token)
    t.same(await s.introspect(shop, tokens.refresh_token), inactive)
    t.equal((await s.introspect(shop, next.refresh_token)).active, true)
  })

  t.test('OAuth 2.1 §1.4, §1.4.2, RFC 7662 §2.2, §4: what is no token of ours is inactive', async (t) => {
    const { tokens } = await s.login(shop)
    const [header, payload, signature] = tokens.access_token.split('.')
    const more = Buffer.from(JSON.stringify({ ...claimsOf(tokens.access_token), scope: 'admin' })).toString('base64url')
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    const forged = [
      `${header}.${more}.${signature}`,
      `${none}.${payload}.`,
      `${header}.${payload}.`,
      'nonsense',
      'cs_rt_AAAA',
      '..',
    ]
    for (const token of forged) t.same(await s.introspect(shop, token), inactive, token.slice(0, 20))
  })

  t.test('a token of another issuer, or of another type, is not ours though our key signed it', async (t) => {
    const claims = { ...claimsOf((await s.login(shop)).tokens.access_token) }
    const { sign } = s.ingredients.keyRing
    t.same(await s.introspect(shop, sign('RS256', 'at+jwt', { ...claims, iss: 'https://other.example' })), inactive)
    t.same(await s.introspect(shop, sign('RS256', 'JWT', claims)), inactive)
    t.equal((await s.introspect(shop, sign('RS256', 'at+jwt', claims))).active, true)
  })

  t.test('a token of a key that was withdrawn is inactive', async (t) => {
    const { tokens } = await s.login(shop)
    await s.flows.operator.keys.replaceCompromised(undefined)
    t.same(await s.introspect(shop, tokens.access_token), inactive)
    const next = await s.refresh(shop, tokens.refresh_token)
    t.equal((await s.introspect(shop, next.access_token)).active, true)
  })
})
