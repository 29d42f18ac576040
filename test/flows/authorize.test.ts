// The authorization endpoint's hub: who is asked what, who gets a code, who sees which error (RFC 6749 §4.1, OIDC Core §3.1.2).
import t from 'tap'
import { story } from '../support/flows.ts'
import { issuer } from '../support/ingredients.ts'

const api = 'https://api.example/v1'

t.test('The way to a code', async (t) => {
  const s = await story(t)
  const shop = await s.app()

  t.test(
    'OIDC Core §3.1.2.5, OAuth 2.1 §3.1, RFC 9207 §2, RFC 9700 §4.4.2.1: nobody logs in, then allows, then there is a code with state and iss',
    async (t) => {
      const state = 'ü/&=#"'
      t.equal((await s.authorize(shop, undefined, { state })).kind, 'log-in')
      const { visitor } = await s.loggedIn()
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
    },
  )

  t.test('no scope means all that the client may have; the code carries it', async (t) => {
    const { visitor } = await s.loggedIn()
    t.match(await s.authorize(shop, visitor), { asked: shop.client.scope })
    const code = await s.code(shop, visitor)
    t.same((await s.store.codes.find(s.ingredients.sha256(code)))?.scope, shop.client.scope)
  })

  t.test('deny is returned, whatever was allowed before', async (t) => {
    const { visitor } = await s.loggedIn()
    await s.code(shop, visitor)
    t.match(await s.decide(shop, visitor, 'deny', { state: 'x' }), {
      kind: 'refused',
      refusal: { code: 'access_denied' },
      address: { redirectUri: shop.redirectUri, state: 'x' },
    })
  })

  t.test('a decision without a session, or after it ended, leads back to the login', async (t) => {
    const { her, visitor } = await s.loggedIn()
    t.equal((await s.decide(shop, undefined, 'allow')).kind, 'log-in')
    if (visitor) await s.flows.logOut(visitor.session, s.now())
    t.equal(
      (await s.decide(shop, visitor, 'allow')).kind,
      'log-in',
      'the session ended between reading it and the code',
    )
    t.equal(await her.visitor(), undefined)
  })

  t.test('RFC 8707 §2, §2.1: several known resources may be asked for, an unknown one may not', async (t) => {
    await s.app({ redirectUris: [], grants: ['client_credentials'], audiences: [api] })
    const { visitor } = await s.loggedIn()
    t.equal((await s.authorize(shop, visitor, {}, [api, issuer])).kind, 'consent')
    const answer = await s.authorize(shop, visitor, {}, ['https://elsewhere.example'])
    t.match(answer, { kind: 'refused', refusal: { code: 'invalid_target' } })
  })
})

t.test('Remembered consent', async (t) => {
  const s = await story(t)

  t.test(
    'OIDC Core §3.1.2.4, §11, OAuth 2.1 §7.3: what was allowed needs no second question; what is new does, and only that',
    async (t) => {
      const shop = await s.app()
      const { visitor } = await s.loggedIn()
      await s.code(shop, visitor, { scope: 'openid' })
      t.equal((await s.authorize(shop, visitor, { scope: 'openid' })).kind, 'answered')
      t.match(await s.authorize(shop, visitor, { scope: 'openid orders' }), { kind: 'consent', asked: ['orders'] })
      await s.code(shop, visitor, { scope: 'openid orders' })
      t.equal((await s.authorize(shop, visitor, { scope: 'orders' })).kind, 'answered')
    },
  )

  t.test('it is one person’s, for one client and one origin', async (t) => {
    const shop = await s.app({ redirectUris: ['https://shop.example/callback', 'https://other.example/callback'] })
    const { visitor } = await s.loggedIn()
    await s.code(shop, visitor)
    t.equal((await s.authorize(shop, visitor, { redirect_uri: 'https://other.example/callback' })).kind, 'consent')
    t.equal((await s.authorize(shop, (await s.loggedIn()).visitor)).kind, 'consent')
    t.equal((await s.authorize(await s.app(), visitor)).kind, 'consent')
  })

  t.test('a changed name asks again, and what was allowed under the old one is forgotten', async (t) => {
    const shop = await s.app()
    const { visitor } = await s.loggedIn()
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
      const { visitor } = await s.loggedIn()
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

  t.test(
    'OIDC Core §3.1.2.1, §15.1: prompt=none never asks: it answers, or says what it would have asked',
    async (t) => {
      const { visitor } = await s.loggedIn()
      const code = async (who: typeof visitor) => {
        const answer = await s.authorize(shop, who, { prompt: 'none' })
        return answer.kind === 'refused' ? answer.refusal.code : answer.kind
      }
      t.equal(await code(undefined), 'login_required')
      t.equal(await code(visitor), 'consent_required')
      await s.code(shop, visitor)
      t.equal(await code(visitor), 'answered')
    },
  )

  t.test('OIDC Core §3.1.2.1, §15.1: prompt=login asks again, until the login that it asked for', async (t) => {
    const { ada, her, visitor } = await s.loggedIn()
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

  t.test('OIDC Core §3.1.2.1: prompt=consent asks again, though it was allowed', async (t) => {
    const { visitor } = await s.loggedIn()
    await s.code(shop, visitor)
    t.equal((await s.authorize(shop, visitor, { prompt: 'consent' })).kind, 'consent')
    t.equal((await s.decide(shop, visitor, 'allow', { prompt: 'consent' })).kind, 'answered')
  })

  t.test(
    'OIDC Core §3.1.2.1, §15.1: max_age: a login that is older asks again; the fresh one need not be younger than the page was open',
    async (t) => {
      const { ada, her, visitor } = await s.loggedIn()
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
