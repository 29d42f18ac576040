// The client credentials grant: a client on its own behalf (RFC 6749 §4.4, RFC 9068 §2.2).
import t from 'tap'
import { story } from '../../support/flows.ts'
import { claimsOf, refusalOf } from '../../support/wire.ts'

const api = 'https://api.example/v1'

t.test('The client credentials grant', async (t) => {
  const s = await story(t)
  const server = await s.app({
    redirectUris: [],
    grants: ['client_credentials'],
    audiences: [api],
    scope: ['openid', 'offline_access', 'orders', 'audit'],
  })
  const ask = (fields: Record<string, string> = {}, resources: readonly string[] = []) =>
    s.token(server, { grant_type: 'client_credentials', ...fields }, resources)

  t.test(
    'OAuth 2.1 §7.4, RFC 9700 §4.15.1, RFC 9068 §2.2: the subject is the client itself; nobody logged in, so nothing says when',
    async (t) => {
      const tokens = await ask()
      const { jti, ...claims } = claimsOf(tokens.access_token)
      const iat = Math.floor(s.now().getTime() / 1000)
      const { clientId } = server.client
      t.same(claims, {
        iss: s.config.issuer,
        sub: clientId,
        client_id: clientId,
        aud: s.config.defaultAudience,
        scope: 'orders audit',
        iat,
        exp: iat + 900,
      })
      t.notMatch(String(jti), /\./, 'it belongs to no family')
      const { account } = await s.person()
      t.match([clientId, account.sub], [/^app_[\w-]{22}$/, /^usr_[\w-]{22}$/], 'no client is taken for a person')
    },
  )

  t.test('RFC 6749 §4.4.3: there is no refresh token', async (t) => t.notOk('refresh_token' in (await ask())))

  t.test('scopes about a person mean nothing here', async (t) => {
    t.equal((await ask({ scope: 'orders' })).scope, 'orders')
    for (const scope of ['openid', 'orders offline_access', 'unknown'])
      t.equal((await refusalOf(ask({ scope }))).code, 'invalid_scope', scope)
  })

  t.test('RFC 8707 §2, §2.2: for a resource that somebody registered, and for no other', async (t) => {
    t.equal(claimsOf((await ask({}, [api])).access_token).aud, api)
    t.same(claimsOf((await ask({}, [api, s.config.defaultAudience])).access_token).aud, [api, s.config.defaultAudience])
    t.equal((await refusalOf(ask({}, ['https://elsewhere.example']))).code, 'invalid_target')
  })

  t.test('OAuth 2.1 §2.4, §4.2: public and self-registered clients never get it', async (t) => {
    const phone = await s.app({ public: true })
    t.equal((await refusalOf(s.token(phone, { grant_type: 'client_credentials' }))).code, 'unauthorized_client')
    const body = {
      redirect_uris: ['https://stranger.example/'],
      grant_types: ['authorization_code', 'client_credentials'],
    }
    const { client, secret } = await s.flows.registration.register(undefined, body, s.now())
    const stranger = { client, secret, redirectUri: '' }
    t.equal((await refusalOf(s.token(stranger, { grant_type: 'client_credentials' }))).code, 'unauthorized_client')
  })
})
