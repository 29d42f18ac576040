// Errors at the authorization endpoint: which are pages, which travel to the client (RFC 6749 §4.1.2.1, RFC 9700 §4.11).
import t from 'tap'
import { type AppInStory, story } from '../support/flows.ts'
import { params, refusalOf } from '../support/wire.ts'

t.test('Where errors go', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const register = async (): Promise<AppInStory> => {
    const redirectUri = 'https://stranger.example/callback'
    const { client, secret } = await s.flows.registration.register(undefined, { redirect_uris: [redirectUri] }, s.now())
    return { client, secret, redirectUri }
  }
  const broken = { scope: 'admin' }

  t.test(
    'OIDC Core §3.1.2.6, OAuth 2.1 §2.3.1, §2.3.5, §4.1.1, §4.1.2.1, RFC 9700 §4.11.2: unknown client, disabled client, wrong address: a page, and no way onward',
    async (t) => {
      const disabled = await s.app()
      await s.flows.operator.clients.disable(disabled.client.clientId)
      const nobody = { ...shop, client: { ...shop.client, clientId: 'app_nobody' } }
      const cases = [
        [await s.authorize(nobody, undefined), 'invalid_client'],
        [await s.authorize(disabled, undefined), 'unauthorized_client'],
        [await s.authorize(shop, undefined, { redirect_uri: 'https://evil.example/' }), 'invalid_request'],
        [await s.authorize(shop, undefined, { redirect_uri: `${shop.redirectUri}/` }), 'invalid_request'],
        [
          await s.authorize(shop, undefined, { redirect_uri: 'https://evil.example/', prompt: 'none' }),
          'invalid_request',
        ],
      ] as const
      for (const [answer, code] of cases) t.match(answer, { kind: 'shown', refusal: { code }, onward: null })
      const denied = await s.decide(shop, undefined, 'deny', { redirect_uri: 'https://evil.example/' })
      t.match(denied, { kind: 'shown', onward: null }, 'not even a denial is redirected')
      const missing = await s.flows.authorize.proceed(params({}), undefined, null, s.now())
      t.match(missing, { kind: 'shown', refusal: { code: 'invalid_request' } })
    },
  )

  t.test('the owner is told how the address differs, and nothing about other clients', async (t) => {
    const refusal = await refusalOf(s.authorize(shop, undefined, { redirect_uri: 'https://shop.example/Callback' }))
    t.match(refusal.detail.owner, /character 22/)
    t.equal(refusal.detail.about?.clientId, shop.client.clientId)
  })

  t.test(
    'OIDC Core §3.1.2.6, OAuth 2.1 §4.1.1, §4.1.2.1: a client that somebody vouched for gets its errors returned',
    async (t) => {
      const cases = [
        [broken, 'invalid_scope'],
        [{ response_type: 'token' }, 'unsupported_response_type'],
        [{ response_type: undefined }, 'invalid_request'],
        [{ code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
        [{ code_challenge_method: 'plain' }, 'invalid_request'],
        [{ response_mode: 'fragment' }, 'invalid_request'],
        [{ request: 'eyJ' }, 'request_not_supported'],
        [{ prompt: 'none login' }, 'invalid_request'],
        [{ max_age: '-1' }, 'invalid_request'],
      ] as const
      for (const [fields, code] of cases) {
        const answer = await s.authorize(shop, undefined, { ...fields, state: 'x' })
        t.match(
          answer,
          { kind: 'refused', refusal: { code }, address: { redirectUri: shop.redirectUri, state: 'x' } },
          code,
        )
      }
      const posted = await s.authorize(shop, undefined, { ...broken, response_mode: 'form_post' })
      t.match(posted, { address: { responseMode: 'form_post' } }, 'as it wanted its answer')
    },
  )

  t.test(
    "OAuth 2.1 §7.13.2, RFC 9700 §2.1, §4.11.2: a stranger's broken request is a page with a way onward, until the person allowed it something",
    async (t) => {
      const stranger = await register()
      const { visitor } = await s.loggedIn()
      for (const who of [undefined, visitor]) {
        const answer = await s.authorize(stranger, who, broken)
        t.match(answer, {
          kind: 'shown',
          refusal: { code: 'invalid_scope' },
          onward: { redirectUri: stranger.redirectUri },
        })
      }
      await s.code(stranger, visitor, { scope: 'openid' })
      t.equal((await s.authorize(stranger, visitor, broken)).kind, 'refused')
      t.equal((await s.authorize(stranger, undefined, broken)).kind, 'shown', 'to others it is still a stranger')
      t.equal((await s.authorize(stranger, (await s.loggedIn()).visitor, broken)).kind, 'shown')
    },
  )

  t.test("a stranger's prompt=none errors and denials are returned: its silent login must not hang", async (t) => {
    const stranger = await register()
    t.match(await s.authorize(stranger, undefined, { prompt: 'none' }), {
      kind: 'refused',
      refusal: { code: 'login_required' },
    })
    t.equal((await s.authorize(stranger, undefined, { ...broken, prompt: 'none' })).kind, 'refused')
    const { visitor } = await s.loggedIn()
    t.equal((await s.decide(stranger, visitor, 'deny')).kind, 'refused')
  })

  t.test('OAuth 2.1 §2.3.2: a client with one address need not name it; one with several must', async (t) => {
    const { visitor } = await s.loggedIn()
    t.match(await s.authorize(shop, visitor, { redirect_uri: undefined }), {
      kind: 'consent',
      request: { redirectUriSent: false },
    })
    const two = await s.app({ redirectUris: ['https://shop.example/a', 'https://shop.example/b'] })
    t.match(await s.authorize(two, visitor, { redirect_uri: undefined }), { kind: 'shown', onward: null })
  })

  t.test('a client without the grant gets an error', async (t) => {
    const server = await s.app({ grants: ['client_credentials'] })
    t.match(await s.authorize(server, undefined), { kind: 'refused', refusal: { code: 'unauthorized_client' } })
  })

  t.test('OAuth 2.1 §4.1.2.1, RFC 7636 §4.4.1: without PKCE an exempt client must send state or nonce', async (t) => {
    const legacy = await s.app({ pkceRequired: false })
    const without = { code_challenge: undefined, code_challenge_method: undefined }
    t.match(await s.authorize(legacy, undefined, without), { kind: 'refused', refusal: { code: 'invalid_request' } })
    t.equal((await s.authorize(legacy, undefined, { ...without, state: 'x' })).kind, 'log-in')
    t.equal((await s.authorize(legacy, undefined, { ...without, nonce: 'x' })).kind, 'log-in')
    const phone = await s.app({ public: true })
    const answer = await s.authorize(phone, undefined, { ...without, state: 'x', nonce: 'x' })
    t.match(answer, { kind: 'refused', refusal: { code: 'invalid_request' } }, 'a public client is never exempt')
  })
})
