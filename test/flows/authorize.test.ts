// The authorization endpoint's hub: who is asked what, who gets a code, who sees which error (RFC 6749 §4.1, OIDC Core §3.1.2).
import t from 'tap'
import { type AppInStory, issuer, params, refusalOf, type Story, story } from '../support/flows.ts'

const api = 'https://api.example/v1'

const setting = async (s: Story) => {
  const ada = await s.person()
  const her = s.browser()
  await her.logIn(ada)
  return { ada, her, visitor: await her.visitor() }
}

t.test('RFC 6749 §4.1.1: the way to a code', async (t) => {
  const s = await story(t)
  const shop = await s.app()

  t.test('nobody logs in, then allows, then there is a code with state and iss (RFC 9207 §2)', async (t) => {
    const state = 'ü/&=#"'
    t.equal((await s.authorize(shop, undefined, { state })).kind, 'log-in')
    const { visitor } = await setting(s)
    const consent = await s.authorize(shop, visitor, { state, scope: 'openid orders' })
    t.match(consent, { kind: 'consent', asked: ['openid', 'orders'], account: { sub: visitor?.account.sub } })
    const answer = await s.decide(shop, visitor, 'allow', { state, scope: 'openid orders' })
    if (answer.kind !== 'answered') throw new Error(`${answer.kind}, not answered`)
    const { parameters, address } = answer.response
    t.same(
      parameters.map(([name]) => name),
      ['code', 'state', 'iss'],
    )
    t.same(Object.fromEntries(parameters), { code: parameters[0]?.[1], state, iss: issuer })
    t.match(parameters[0]?.[1], /^cs_code_[\w-]{43}$/)
    t.same([address.redirectUri, address.responseMode], [shop.redirectUri, 'query'])
  })

  t.test('no scope means all that the client may have; the code carries it', async (t) => {
    const { visitor } = await setting(s)
    t.match(await s.authorize(shop, visitor), { asked: shop.client.scope })
    const code = await s.code(shop, visitor)
    t.same((await s.store.codes.find(s.ingredients.sha256(code)))?.scope, shop.client.scope)
  })

  t.test('deny is returned, whatever was allowed before', async (t) => {
    const { visitor } = await setting(s)
    await s.code(shop, visitor)
    t.match(await s.decide(shop, visitor, 'deny', { state: 'x' }), {
      kind: 'refused',
      refusal: { code: 'access_denied' },
      address: { redirectUri: shop.redirectUri, state: 'x' },
    })
  })

  t.test('a decision without a session, or after it ended, leads back to the login', async (t) => {
    const { her, visitor } = await setting(s)
    t.equal((await s.decide(shop, undefined, 'allow')).kind, 'log-in')
    if (visitor) await s.flows.logOut(visitor.session, s.now())
    t.equal(
      (await s.decide(shop, visitor, 'allow')).kind,
      'log-in',
      'the session ended between reading it and the code',
    )
    t.equal(await her.visitor(), undefined)
  })

  t.test('RFC 8707 §2: several known resources may be asked for, an unknown one may not', async (t) => {
    await s.app({ redirectUris: [], grants: ['client_credentials'], audiences: [api] })
    const { visitor } = await setting(s)
    t.equal((await s.authorize(shop, visitor, {}, [api, issuer])).kind, 'consent')
    const answer = await s.authorize(shop, visitor, {}, ['https://elsewhere.example'])
    t.match(answer, { kind: 'refused', refusal: { code: 'invalid_target' } })
  })
})

t.test('Remembered consent', async (t) => {
  const s = await story(t)

  t.test('OAuth 2.1 §7.3: what was allowed needs no second question; what is new does, and only that', async (t) => {
    const shop = await s.app()
    const { visitor } = await setting(s)
    await s.code(shop, visitor, { scope: 'openid' })
    t.equal((await s.authorize(shop, visitor, { scope: 'openid' })).kind, 'answered')
    t.match(await s.authorize(shop, visitor, { scope: 'openid orders' }), { kind: 'consent', asked: ['orders'] })
    await s.code(shop, visitor, { scope: 'openid orders' })
    t.equal((await s.authorize(shop, visitor, { scope: 'orders' })).kind, 'answered')
  })

  t.test('it is one person’s, for one client and one origin', async (t) => {
    const shop = await s.app({ redirectUris: ['https://shop.example/callback', 'https://other.example/callback'] })
    const { visitor } = await setting(s)
    await s.code(shop, visitor)
    t.equal((await s.authorize(shop, visitor, { redirect_uri: 'https://other.example/callback' })).kind, 'consent')
    t.equal((await s.authorize(shop, (await setting(s)).visitor)).kind, 'consent')
    t.equal((await s.authorize(await s.app(), visitor)).kind, 'consent')
  })

  t.test('a changed name asks again, and what was allowed under the old one is forgotten', async (t) => {
    const shop = await s.app()
    const { visitor } = await setting(s)
    await s.code(shop, visitor)
    await s.store.clients.update({ ...shop.client, name: 'Bank' })
    t.equal((await s.authorize(shop, visitor, { scope: 'openid' })).kind, 'consent')
    await s.code(shop, visitor, { scope: 'openid' })
    t.match(await s.authorize(shop, visitor, { scope: 'openid orders' }), { kind: 'consent', asked: ['orders'] })
  })

  t.test(
    'RFC 8252 §8.6: a public client on loopback or a private scheme always asks; on https it need not',
    async (t) => {
      const uris = ['http://127.0.0.1/done', 'com.example.phone:/done', 'https://phone.example/done']
      const phone = await s.app({ public: true, redirectUris: uris })
      const { visitor } = await setting(s)
      const kinds = []
      for (const redirect_uri of [
        'http://127.0.0.1:49152/done',
        'com.example.phone:/done',
        'https://phone.example/done',
      ]) {
        await s.code(phone, visitor, { redirect_uri })
        kinds.push((await s.authorize(phone, visitor, { redirect_uri })).kind)
      }
      t.same(kinds, ['consent', 'consent', 'answered'])
    },
  )
})

t.test('OIDC Core §3.1.2.1: prompt and max_age', async (t) => {
  const s = await story(t)
  const shop = await s.app()

  t.test('prompt=none never asks: it answers, or says what it would have asked', async (t) => {
    const { visitor } = await setting(s)
    const code = async (who: typeof visitor) => {
      const answer = await s.authorize(shop, who, { prompt: 'none' })
      return answer.kind === 'refused' ? answer.refusal.code : answer.kind
    }
    t.equal(await code(undefined), 'login_required')
    t.equal(await code(visitor), 'consent_required')
    await s.code(shop, visitor)
    t.equal(await code(visitor), 'answered')
  })

  t.test('prompt=login asks again, until the login that it asked for', async (t) => {
    const { ada, her, visitor } = await setting(s)
    await s.code(shop, visitor)
    s.pass(10)
    const asked = s.now()
    t.equal((await s.authorize(shop, visitor, { prompt: 'login' }, [], asked)).kind, 'log-in')
    s.pass(5)
    await her.logIn(ada)
    t.equal((await s.authorize(shop, await her.visitor(), { prompt: 'login' }, [], asked)).kind, 'answered')
    t.equal(
      (await s.authorize(shop, await her.visitor(), { prompt: 'login' })).kind,
      'log-in',
      'another request asks again',
    )
  })

  t.test('prompt=consent asks again, though it was allowed', async (t) => {
    const { visitor } = await setting(s)
    await s.code(shop, visitor)
    t.equal((await s.authorize(shop, visitor, { prompt: 'consent' })).kind, 'consent')
    t.equal((await s.decide(shop, visitor, 'allow', { prompt: 'consent' })).kind, 'answered')
  })

  t.test(
    'max_age: a login that is older asks again; the fresh one need not be younger than the page was open',
    async (t) => {
      const { ada, her, visitor } = await setting(s)
      await s.code(shop, visitor)
      s.pass(600)
      t.equal((await s.authorize(shop, visitor, { max_age: '600' })).kind, 'answered')
      t.equal((await s.authorize(shop, visitor, { max_age: '599' })).kind, 'log-in')
      const asked = s.now()
      await her.logIn(ada)
      s.pass(30)
      t.equal((await s.authorize(shop, await her.visitor(), { max_age: '0' }, [], asked)).kind, 'answered')
      const silent = await s.authorize(shop, await her.visitor(), { max_age: '0', prompt: 'none' })
      t.match(silent, { kind: 'refused', refusal: { code: 'login_required' } })
    },
  )
})

t.test('RFC 6749 §4.1.2.1 and RFC 9700 §4.11: where errors go', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const register = async (): Promise<AppInStory> => {
    const redirectUri = 'https://stranger.example/callback'
    const { client, secret } = await s.flows.registration.register(undefined, { redirect_uris: [redirectUri] }, s.now())
    return { client, secret, redirectUri }
  }
  const broken = { scope: 'admin' }

  t.test('unknown client, disabled client, wrong address: a page, and no way onward', async (t) => {
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
  })

  t.test('the owner is told how the address differs, and nothing about other clients', async (t) => {
    const refusal = await refusalOf(s.authorize(shop, undefined, { redirect_uri: 'https://shop.example/Callback' }))
    t.match(refusal.detail.owner, /character 22/)
    t.equal(refusal.detail.about?.clientId, shop.client.clientId)
  })

  t.test('a client that somebody vouched for gets its errors returned', async (t) => {
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
  })

  t.test(
    "a stranger's broken request is a page with a way onward, until the person allowed it something",
    async (t) => {
      const stranger = await register()
      const { visitor } = await setting(s)
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
      t.equal((await s.authorize(stranger, (await setting(s)).visitor, broken)).kind, 'shown')
    },
  )

  t.test("a stranger's prompt=none errors and denials are returned: its silent login must not hang", async (t) => {
    const stranger = await register()
    t.match(await s.authorize(stranger, undefined, { prompt: 'none' }), {
      kind: 'refused',
      refusal: { code: 'login_required' },
    })
    t.equal((await s.authorize(stranger, undefined, { ...broken, prompt: 'none' })).kind, 'refused')
    const { visitor } = await setting(s)
    t.equal((await s.decide(stranger, visitor, 'deny')).kind, 'refused')
  })

  t.test('§3.1.2.3: a client with one address need not name it; one with several must', async (t) => {
    const { visitor } = await setting(s)
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

  t.test('RFC 7636 §4.4.1: without PKCE an exempt client must send state or nonce', async (t) => {
    const legacy = await s.app({ pkceRequired: false })
    const without = { code_challenge: undefined, code_challenge_method: undefined }
    t.match(await s.authorize(legacy, undefined, without), { kind: 'refused', refusal: { code: 'invalid_request' } })
    t.equal((await s.authorize(legacy, undefined, { ...without, state: 'x' })).kind, 'log-in')
    t.equal((await s.authorize(legacy, undefined, { ...without, nonce: 'x' })).kind, 'log-in')
  })
})
