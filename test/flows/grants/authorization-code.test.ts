// The authorization code grant: a code yields tokens once, to its client, address and verifier (RFC 6749 §4.1.3, RFC 7636 §4.6).
import t from 'tap'
import { story } from '../../support/flows.ts'
import { claimsOf, familyNameOf, refusalOf } from '../../support/wire.ts'

const api = 'https://api.example/v1'

t.test('The authorization code grant', async (t) => {
  const s = await story(t)
  await s.app({ redirectUris: [], grants: ['client_credentials'], audiences: [api] })
  const shop = await s.app()

  /** A logged-in person and a fresh code for the app. */
  const withCode = async (
    who = shop,
    fields: Record<string, string | undefined> = {},
    resources: readonly string[] = [],
  ) => {
    const ada = await s.person({ roles: ['clerk'] })
    const her = s.browser()
    await her.logIn(ada)
    return { ada, her, code: await s.code(who, await her.visitor(), fields, resources) }
  }
  const { endOf } = s
  const familyOf = async (code: string) => {
    const row = await s.store.codes.find(s.ingredients.sha256(code))
    return row === undefined ? undefined : endOf(row.familyPublicId)
  }

  t.test('OAuth 2.1 §1.4.1, §3.2.3: the right request gets an access token and a refresh token', async (t) => {
    const { ada, code } = await withCode(shop, { scope: 'openid orders' })
    const tokens = await s.redeem(shop, code)
    t.match(tokens, {
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'openid orders',
      refresh_token: /^cs_rt_[\w-]{76}$/,
    })
    const claims = claimsOf(tokens.access_token)
    t.match(claims, { sub: ada.account.sub, client_id: shop.client.clientId, roles: ['clerk'], scope: 'openid orders' })
    const unasked = await s.redeem(shop, (await withCode()).code)
    t.equal(unasked.scope, shop.client.scope.join(' '), 'who asked for no scope is told what it got')
  })

  t.test(
    'OIDC Core §3.1.3.2, OAuth 2.1 §4.1.3, RFC 9700 §4.2.4: a second use gets nothing, and ends everything that the first led to',
    async (t) => {
      const { code } = await withCode()
      const tokens = await s.redeem(shop, code)
      t.equal((await s.introspect(shop, tokens.access_token)).active, true)
      const replay = await refusalOf(s.redeem(shop, code))
      t.equal(replay.code, 'invalid_grant')
      t.equal(replay.detail.kind, 'code_replayed')
      t.equal(await endOf(familyNameOf(tokens)), 'code_replayed')
      t.equal((await refusalOf(s.refresh(shop, tokens.refresh_token))).code, 'invalid_grant')
      t.equal((await s.introspect(shop, tokens.access_token)).active, false)
    },
  )

  t.test('OAuth 2.1 §4.1.3: a replay is seen for a day after the code, and ends this family alone', async (t) => {
    const login = await s.login(shop)
    const other = await s.login(shop, { person: login.person })
    s.pass(60 + 86_000)
    await s.flows.sweep(s.now())
    t.equal((await refusalOf(s.redeem(shop, login.code))).detail.kind, 'code_replayed')
    t.ok(await s.refresh(shop, other.tokens.refresh_token))
  })

  t.test(
    'RFC 9700 §4.5: a second use without the verifier is refused and ends nothing, or anyone who saw the code could',
    async (t) => {
      const { code } = await withCode()
      const tokens = await s.redeem(shop, code)
      for (const verifier of [undefined, 'w'.repeat(43), 'short'])
        t.equal((await refusalOf(s.redeem(shop, code, { code_verifier: verifier }))).code, 'invalid_grant')
      t.ok(await s.refresh(shop, tokens.refresh_token))
    },
  )

  t.test("OIDC Core §3.1.3.2, OAuth 2.1 §4.1.3: another client's attempt changes nothing", async (t) => {
    const { code } = await withCode()
    const thief = await s.app()
    const refusal = await refusalOf(s.redeem(thief, code))
    t.equal(refusal.code, 'invalid_grant')
    t.ok(await s.redeem(shop, code), 'the right client still gets its tokens')
  })

  t.test(
    'OAuth 2.1 §4.1.3, RFC 7636 §4.6, RFC 9700 §2.1.1: a wrong, malformed or missing verifier spends the code',
    async (t) => {
      for (const verifier of ['w'.repeat(43), 'short', undefined]) {
        const { code } = await withCode()
        t.equal((await refusalOf(s.redeem(shop, code, { code_verifier: verifier }))).code, 'invalid_grant')
        t.equal(await familyOf(code), 'code_refused')
        t.equal((await refusalOf(s.redeem(shop, code))).code, 'invalid_grant', 'the right one comes too late')
      }
    },
  )

  t.test(
    'OIDC Core §3.1.3.2, OAuth 2.1 §10.2, RFC 6749 §4.1.3: a redirect URI that differs spends the code; with PKCE it may be left out',
    async (t) => {
      const first = await withCode()
      const refusal = await refusalOf(s.redeem(shop, first.code, { redirect_uri: `${shop.redirectUri}/` }))
      t.equal(refusal.code, 'invalid_grant')
      t.match(refusal.detail.owner, /redirect_uri/)
      t.equal((await refusalOf(s.redeem(shop, first.code))).code, 'invalid_grant')
      const second = await withCode()
      t.ok(await s.redeem(shop, second.code, { redirect_uri: undefined }))
    },
  )

  t.test('OAuth 2.1 §10.2, RFC 6749 §4.1.3: without PKCE the redirect URI that was sent must come again', async (t) => {
    const legacy = await s.app({ pkceRequired: false })
    const noPkce = { code_challenge: undefined, code_challenge_method: undefined, state: 'x' }
    const first = await withCode(legacy, noPkce)
    const refusal = await refusalOf(s.redeem(legacy, first.code, { redirect_uri: undefined, code_verifier: undefined }))
    t.equal(refusal.code, 'invalid_grant')
    const second = await withCode(legacy, noPkce)
    t.ok(await s.redeem(legacy, second.code, { code_verifier: undefined }))
  })

  t.test('OAuth 2.1 §4.1.3, RFC 9700 §2.1.1, §4.8.2: a verifier where there was no challenge is refused', async (t) => {
    const legacy = await s.app({ pkceRequired: false })
    const { code } = await withCode(legacy, { code_challenge: undefined, code_challenge_method: undefined, state: 'x' })
    t.equal((await refusalOf(s.redeem(legacy, code))).code, 'invalid_grant')
  })

  t.test('RFC 7636 §4.6, RFC 9700 §4.8.2: an exempt client that sends a challenge is held to it', async (t) => {
    const legacy = await s.app({ pkceRequired: false })
    const { code } = await withCode(legacy)
    t.equal((await refusalOf(s.redeem(legacy, code, { code_verifier: undefined }))).code, 'invalid_grant')
  })

  t.test('OAuth 2.1 §4.1.2: a code lives 60 seconds, and the owner is told how late it came', async (t) => {
    const inTime = await withCode()
    s.pass(59.999)
    t.ok(await s.redeem(shop, inTime.code))
    const late = await withCode()
    s.pass(60)
    const refusal = await refusalOf(s.redeem(shop, late.code))
    t.equal(refusal.code, 'invalid_grant')
    t.match(refusal.detail.owner, /too late/)
    t.equal(await familyOf(late.code), 'code_refused')
  })

  t.test('RFC 8707 §2.2: the token is for the resource that was authorized, and no other', async (t) => {
    const both = await withCode(shop, {}, [api, s.config.defaultAudience])
    const tokens = await s.redeem(shop, both.code, {}, [api])
    t.equal(claimsOf(tokens.access_token).aud, api)
    const refreshed = await s.refresh(shop, tokens.refresh_token)
    t.same(
      claimsOf(refreshed.access_token).aud,
      [api, s.config.defaultAudience],
      'the family keeps what was authorized',
    )
    const none = await withCode()
    t.equal((await refusalOf(s.redeem(shop, none.code, {}, [api]))).code, 'invalid_target')
    t.ok(await s.redeem(shop, none.code), 'which costs nothing: the code is still there')
    const replay = await refusalOf(s.redeem(shop, none.code, {}, [api]))
    t.equal(replay.code, 'invalid_grant', 'once it is spent, a second use is a second use')
    t.equal(await familyOf(none.code), 'code_replayed')
  })

  t.test('RFC 9700 §4.14.2: a client without the refresh token grant gets no refresh token', async (t) => {
    const once = await s.app({ grants: ['authorization_code'] })
    const { tokens } = await s.login(once)
    t.notOk('refresh_token' in tokens)
    t.equal((await s.introspect(once, tokens.access_token)).active, true)
  })

  t.test('a log-out between code and redemption ends the code', async (t) => {
    const { her, code } = await withCode()
    const visitor = await her.visitor()
    if (visitor) await s.flows.logOut(visitor.session, s.now())
    t.equal((await refusalOf(s.redeem(shop, code))).code, 'invalid_grant')
  })

  t.test('disabling the person or the client ends the code', async (t) => {
    const first = await withCode()
    await s.flows.operator.users.disable(first.ada.email)
    t.equal((await refusalOf(s.redeem(shop, first.code))).code, 'invalid_grant')
    const app = await s.app()
    const second = await withCode(app)
    await s.flows.operator.clients.disable(app.client.clientId)
    t.equal((await refusalOf(s.redeem(app, second.code))).code, 'unauthorized_client')
    await s.flows.operator.clients.enable(app.client.clientId)
    t.equal((await refusalOf(s.redeem(app, second.code))).code, 'invalid_grant', 'what was ended stays ended')
  })

  t.test('the first completed login is remembered, so that the registration is not forgotten', async (t) => {
    const fresh = await s.app()
    t.equal((await s.store.clients.find(fresh.client.clientId))?.client.firstLoginAt, null)
    await s.login(fresh)
    t.same((await s.store.clients.find(fresh.client.clientId))?.client.firstLoginAt, s.now())
  })
})
