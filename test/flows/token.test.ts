// The token endpoint's steps, which every grant passes (RFC 6749 §3.2, §5.2).
import t from 'tap'
import { story } from '../support/flows.ts'
import { basic, params, refusalOf } from '../support/wire.ts'

t.test('The steps of the token endpoint', async (t) => {
  const s = await story(t)
  const shop = await s.app({ grants: ['authorization_code', 'refresh_token', 'client_credentials'] })
  const ask = (fields: Record<string, string | undefined>, authorization?: string) =>
    s.flows.token({ params: params(fields), authorization, address: '192.0.2.1', now: s.now() })

  t.test(
    'OAuth 2.1 §3.2.2, RFC 9700 §2.4: grant_type must be there and known, before anything else is looked at',
    async (t) => {
      t.equal((await refusalOf(ask({}))).code, 'invalid_request')
      const unknown = await refusalOf(ask({ grant_type: 'password', client_id: 'nobody' }))
      t.equal(unknown.code, 'unsupported_grant_type')
      t.match(unknown.message, /password/)
    },
  )

  t.test('OAuth 2.1 §3.2.1: a request without a client is refused', async (t) => {
    t.equal((await refusalOf(ask({ grant_type: 'client_credentials' }))).code, 'invalid_client')
  })

  t.test('OAuth 2.1 §2.4: two ways to authenticate at once are refused', async (t) => {
    const { client, secret = '' } = shop
    const fields = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: secret }
    t.equal((await refusalOf(ask(fields, basic(client.clientId, secret)))).code, 'invalid_request')
  })

  t.test('OAuth 2.1 §2.4.1, RFC 6749 §2.3.1: the secret may come by Basic or in the body', async (t) => {
    const { client, secret = '' } = shop
    const byBasic = await ask({ grant_type: 'client_credentials' }, basic(client.clientId, secret))
    const inBody = await s.token(shop, { grant_type: 'client_credentials' })
    t.equal(byBasic.token_type, 'Bearer')
    t.equal(inBody.token_type, 'Bearer')
  })

  t.test('OAuth 2.1 §3.2: parameters that mean nothing here are ignored', async (t) => {
    const fields = { grant_type: 'client_credentials', audience: 'https://api.example', 'x-odd': '1', state: 's' }
    t.equal((await s.token(shop, fields)).token_type, 'Bearer')
  })

  t.test(
    'OAuth 2.1 §3.2.4: a grant that the client is not registered for is refused, and the event names the client',
    async (t) => {
      const plain = await s.app()
      const refusal = await refusalOf(s.token(plain, { grant_type: 'client_credentials' }))
      t.equal(refusal.code, 'unauthorized_client')
      t.equal(refusal.detail.about?.clientId, plain.client.clientId)
    },
  )

  t.test('what a grant refuses names the client too, and says one thing to the public', async (t) => {
    const forged = await refusalOf(s.refresh(shop, 'cs_rt_nonsense'))
    const unknown = await refusalOf(s.redeem(shop, 'cs_code_nonsense'))
    t.same([forged.code, unknown.code], ['invalid_grant', 'invalid_grant'])
    t.equal(forged.message, unknown.message)
    t.not(forged.detail.operator, unknown.detail.operator)
    t.equal(unknown.detail.about?.clientId, shop.client.clientId)
  })

  t.test('OAuth 2.1 §4.1.3, §4.3.1: the parameters that a grant needs are asked for by name', async (t) => {
    t.match((await refusalOf(s.token(shop, { grant_type: 'authorization_code' }))).message, /code/)
    t.match((await refusalOf(s.token(shop, { grant_type: 'refresh_token' }))).message, /refresh_token/)
  })
})
