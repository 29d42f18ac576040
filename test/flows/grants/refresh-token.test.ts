// The refresh token grant: rotation, honest retries, recovery, reuse (RFC 6749 §6, RFC 9700 §4.14.2).
import t from 'tap'
import { parseRefreshToken } from '../../../src/protocol/refresh-token.ts'
import { story } from '../../support/flows.ts'
import { claimsOf, familyNameOf, refusalOf } from '../../support/wire.ts'

const api = 'https://api.example/v1'
const minute = 60
const day = 86_400

t.test('The refresh token grant', async (t) => {
  const s = await story(t)
  await s.app({ redirectUris: [], grants: ['client_credentials'], audiences: [api] })
  const shop = await s.app()
  const phone = await s.app({ public: true, redirectUris: ['com.example.phone:/done'] })
  const familyOf = async (token: string | undefined) =>
    s.store.families.find(parseRefreshToken(token ?? '')?.familyId ?? Buffer.alloc(0))
  const generationOf = (token: string | undefined) => parseRefreshToken(token ?? '')?.generation

  t.test('OAuth 2.1 §4.3.1, RFC 9700 §2.2.2: each use gives a successor and adds no row', async (t) => {
    const { tokens } = await s.login(shop, { scope: 'openid orders' })
    const first = await s.refresh(shop, tokens.refresh_token)
    const second = await s.refresh(shop, first.refresh_token)
    t.same(
      [tokens, first, second].map((each) => generationOf(each.refresh_token)),
      [0, 1, 2],
    )
    t.equal(new Set([tokens, first, second].map(familyNameOf)).size, 1)
    t.equal(second.scope, 'openid orders')
  })

  t.test(
    'RFC 9700 §4.14.2: the previous token within its window gets the same successor, any number of times',
    async (t) => {
      const { tokens } = await s.login(phone)
      const lost = await s.refresh(phone, tokens.refresh_token)
      s.pass(minute)
      const [again, andAgain] = [
        await s.refresh(phone, tokens.refresh_token),
        await s.refresh(phone, tokens.refresh_token),
      ]
      t.equal(again.refresh_token, lost.refresh_token)
      t.equal(andAgain.refresh_token, lost.refresh_token)
      t.not(claimsOf(again.access_token).jti, claimsOf(lost.access_token).jti)
      const kinds = (await s.recorded({ clientId: phone.client.clientId })).map(({ kind }) => kind)
      t.ok(kinds.includes('refresh_retried'))
    },
  )

  t.test(
    'OAuth 2.1 §2.4, RFC 9700 §4.14.2: the window is 60 s for public clients, and a day for those that authenticate',
    async (t) => {
      const atPhone = await s.login(phone)
      const atShop = await s.login(shop)
      await s.refresh(phone, atPhone.tokens.refresh_token)
      await s.refresh(shop, atShop.tokens.refresh_token)
      s.pass(minute + 0.001)
      t.equal((await refusalOf(s.refresh(phone, atPhone.tokens.refresh_token))).detail.kind, 'refresh_reused')
      t.ok(await s.refresh(shop, atShop.tokens.refresh_token))
      s.pass(day - minute)
      t.equal((await refusalOf(s.refresh(shop, atShop.tokens.refresh_token))).detail.kind, 'refresh_reused')
    },
  )

  t.test(
    'OAuth 2.1 §4.3.1, RFC 9700 §2.2.2, §4.14.2: reuse ends this family, the tokens that it led to, and nothing else',
    async (t) => {
      const login = await s.login(shop)
      const other = await s.login(shop, { person: login.person })
      const first = await s.refresh(shop, login.tokens.refresh_token)
      const second = await s.refresh(shop, first.refresh_token)
      const refusal = await refusalOf(s.refresh(shop, login.tokens.refresh_token))
      t.equal(refusal.code, 'invalid_grant')
      t.match(refusal.detail.operator, /generation 0 of fam_\S+, while 2 was issued/)
      t.equal(refusal.detail.about?.familyPublicId, familyNameOf(login.tokens))
      t.equal((await refusalOf(s.refresh(shop, second.refresh_token))).code, 'invalid_grant', 'the newest is dead')
      t.equal((await s.introspect(shop, second.access_token)).active, false)
      t.ok(await s.refresh(shop, other.tokens.refresh_token))
    },
  )

  t.test(
    'a token newer than the database can only mean that it went back: it rotates from there, with an event',
    async (t) => {
      const { tokens } = await s.login(shop)
      const backup = await familyOf(tokens.refresh_token)
      const first = await s.refresh(shop, tokens.refresh_token)
      const second = await s.refresh(shop, first.refresh_token)
      await s.setFamily(backup?.id, { generation: 0 })
      const recovered = await s.refresh(shop, second.refresh_token)
      t.equal(generationOf(recovered.refresh_token), 3)
      const kinds = (await s.recorded({ clientId: shop.client.clientId })).map(({ kind }) => kind)
      t.ok(kinds.includes('refresh_recovered'))
      t.equal((await refusalOf(s.refresh(shop, first.refresh_token))).detail.kind, 'refresh_reused')
    },
  )

  t.test('OAuth 2.1 §1.4.1, §4.3.3: a narrower scope narrows the access token, not the family', async (t) => {
    const { tokens } = await s.login(shop, { scope: 'openid orders' })
    const narrow = await s.refresh(shop, tokens.refresh_token, { scope: 'orders' })
    t.equal(narrow.scope, 'orders')
    t.equal(claimsOf(narrow.access_token).scope, 'orders')
    t.equal((await s.refresh(shop, narrow.refresh_token)).scope, 'openid orders')
  })

  t.test(
    'OAuth 2.1 §3.2.3, §4.3.1, RFC 9700 §4.14.2: asking for more than was granted is refused and costs nothing',
    async (t) => {
      const { tokens } = await s.login(shop, { scope: 'openid' })
      t.equal(
        (await refusalOf(s.refresh(shop, tokens.refresh_token, { scope: 'openid orders' }))).code,
        'invalid_scope',
      )
      t.equal((await refusalOf(s.refresh(shop, tokens.refresh_token, {}, [api]))).code, 'invalid_target')
      const next = await s.refresh(shop, tokens.refresh_token)
      t.equal(generationOf(next.refresh_token), 1, 'nothing had rotated')
    },
  )

  t.test('RFC 8707 §2.2: a refresh may name one of the resources that were authorized', async (t) => {
    const { tokens } = await s.login(shop, { resources: [api, s.config.defaultAudience] })
    t.equal(claimsOf((await s.refresh(shop, tokens.refresh_token, {}, [api])).access_token).aud, api)
  })

  t.test(
    "OIDC Core §12.1, OAuth 2.1 §4.3, §4.3.1: another client's attempt, or one without proof, changes nothing",
    async (t) => {
      const { tokens } = await s.login(shop)
      t.equal((await refusalOf(s.refresh(phone, tokens.refresh_token))).code, 'invalid_grant')
      const unproved = await refusalOf(s.refresh({ ...shop, secret: undefined }, tokens.refresh_token))
      t.equal(unproved.code, 'invalid_client')
      t.equal(generationOf((await s.refresh(shop, tokens.refresh_token)).refresh_token), 1)
    },
  )

  t.test(
    'OAuth 2.1 §4.3, §4.3.1, RFC 9700 §4.14.2: a forged, cut or padded token is refused before the database is asked',
    async (t) => {
      const { tokens } = await s.login(shop)
      const token = tokens.refresh_token ?? ''
      const flipped = token.slice(0, -2) + (token.at(-2) === 'A' ? 'B' : 'A') + token.slice(-1)
      for (const wrong of [
        flipped,
        token.slice(0, -1),
        `${token}A`,
        `${token}=`,
        token.replace('cs_rt_', ''),
        'cs_rt_',
      ])
        t.equal((await refusalOf(s.refresh(shop, wrong))).code, 'invalid_grant', wrong.slice(-3))
      t.ok(await s.refresh(shop, token))
    },
  )

  t.test('OAuth 2.1 §4.3.1: 30 days without use, or 180 days after the login, it is over', async (t) => {
    const idle = await s.login(shop)
    s.pass(30 * day)
    const refusal = await refusalOf(s.refresh(shop, idle.tokens.refresh_token))
    t.match(refusal.detail.operator, /was not used for too long/)

    const busy = await s.login(shop)
    let token = busy.tokens.refresh_token
    for (let months = 0; months < 6; months += 1) {
      s.pass(29.9 * day)
      token = (await s.refresh(shop, token)).refresh_token
    }
    s.pass(1 * day)
    t.match((await refusalOf(s.refresh(shop, token))).detail.operator, /reached its absolute end/)
  })

  t.test('RFC 9068 §2.2.3.1: refreshed tokens carry the roles of today, and when the person logged in', async (t) => {
    const ada = await s.person({ roles: ['admin'] })
    const { tokens } = await s.login(shop, { person: ada })
    await s.setRoles(ada.account.sub, ['clerk'])
    s.pass(1000)
    const refreshed = claimsOf((await s.refresh(shop, tokens.refresh_token)).access_token)
    t.same(refreshed.roles, ['clerk'])
    t.same(
      [refreshed.auth_time, refreshed.sid],
      [claimsOf(tokens.access_token).auth_time, claimsOf(tokens.access_token).sid],
    )
  })

  t.test('a scope that was taken from the client is in no token any more', async (t) => {
    const app = await s.app()
    const { tokens } = await s.login(app, { scope: 'openid orders' })
    const { client } = app
    await s.store.clients.update({ ...client, scope: client.scope.filter((name) => name !== 'orders') })
    const refreshed = await s.refresh(app, tokens.refresh_token)
    t.equal(refreshed.scope, 'openid')
    t.equal(claimsOf(refreshed.access_token).scope, 'openid')
  })

  t.test('OAuth 2.1 §4.3.1: disabling the person ends it at once and for good', async (t) => {
    const { person, tokens } = await s.login(shop)
    await s.flows.operator.users.disable(person.email)
    t.equal((await refusalOf(s.refresh(shop, tokens.refresh_token))).code, 'invalid_grant')
    await s.flows.operator.users.enable(person.email)
    t.equal((await refusalOf(s.refresh(shop, tokens.refresh_token))).code, 'invalid_grant')
  })

  t.test('a new password ends it, offline_access or not', async (t) => {
    const { person, tokens } = await s.login(shop, { scope: 'openid offline_access' })
    await s.flows.operator.users.setPassword(person.email, 'another battery staple')
    const refusal = await refusalOf(s.refresh(shop, tokens.refresh_token))
    t.match(refusal.detail.operator, /password_changed/)
  })

  t.test('what a client sets as its own window counts', async (t) => {
    const strict = await s.app()
    await s.store.clients.update({ ...strict.client, refreshRetrySeconds: 5 })
    const { tokens } = await s.login(strict)
    await s.refresh(strict, tokens.refresh_token)
    s.pass(6)
    t.equal((await refusalOf(s.refresh(strict, tokens.refresh_token))).detail.kind, 'refresh_reused')
  })
})
