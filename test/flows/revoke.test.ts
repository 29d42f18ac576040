// Token revocation (RFC 7009).
import t from 'tap'
import { story } from '../support/flows.ts'
import { familyNameOf, refusalOf } from '../support/wire.ts'

t.test('Revocation', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const other = await s.app()
  const { endOf } = s

  t.test('RFC 7009 §2, §2.1: a refresh token goes with its family and the access tokens', async (t) => {
    const { tokens } = await s.login(shop)
    await s.revoke(shop, tokens.refresh_token)
    t.equal(await endOf(familyNameOf(tokens)), 'revoked_by_client')
    t.equal((await refusalOf(s.refresh(shop, tokens.refresh_token))).code, 'invalid_grant')
    t.equal((await s.introspect(shop, tokens.access_token)).active, false)
  })

  t.test('a replaced refresh token will do as well: whoever logs out may hold an old one', async (t) => {
    const { tokens } = await s.login(shop)
    await s.refresh(shop, tokens.refresh_token)
    await s.revoke(shop, tokens.refresh_token)
    t.equal(await endOf(familyNameOf(tokens)), 'revoked_by_client')
  })

  t.test(
    'RFC 7009 §2, RFC 7662 §4: an access token goes alone: introspection says so until it would have ended',
    async (t) => {
      const { tokens } = await s.login(shop)
      const second = await s.refresh(shop, tokens.refresh_token)
      await s.revoke(shop, tokens.access_token)
      await s.revoke(shop, tokens.access_token)
      t.equal((await s.introspect(shop, tokens.access_token)).active, false)
      t.equal((await s.introspect(shop, second.access_token)).active, true)
      t.ok(await s.refresh(shop, second.refresh_token))
    },
  )

  t.test("RFC 7009 §2.1: another client's tokens stay, and it is told nothing", async (t) => {
    const { tokens } = await s.login(shop)
    t.equal(await s.revoke(other, tokens.refresh_token), undefined)
    t.equal(await s.revoke(other, tokens.access_token), undefined)
    t.equal((await s.introspect(shop, tokens.access_token)).active, true)
    t.ok(await s.refresh(shop, tokens.refresh_token))
  })

  t.test('RFC 7009 §2.1, §2.2: a wrong or unknown hint finds the token all the same', async (t) => {
    const { tokens } = await s.login(shop)
    const { tokens: others } = await s.login(shop)
    await s.revoke(shop, tokens.access_token, 'refresh_token')
    await s.revoke(shop, others.access_token, 'saml')
    for (const { access_token } of [tokens, others]) t.equal((await s.introspect(shop, access_token)).active, false)
    await s.revoke(shop, tokens.refresh_token, 'access_token')
    await s.revoke(shop, others.refresh_token, 'saml')
    for (const each of [tokens, others]) t.equal(await endOf(familyNameOf(each)), 'revoked_by_client')
  })

  t.test('RFC 7009 §2.2: what is unknown, dead or no token at all succeeds too', async (t) => {
    const { tokens } = await s.login(shop)
    await s.revoke(shop, tokens.refresh_token)
    for (const token of [tokens.refresh_token, 'nonsense', 'a.b.c', 'cs_rt_AAAA', 'x'.repeat(4000)])
      t.equal(await s.revoke(shop, token), undefined)
    t.equal(await endOf(familyNameOf(tokens)), 'revoked_by_client', 'the first reason stays')
  })

  t.test('RFC 7009 §2.1: the client must authenticate, and name a token', async (t) => {
    t.equal((await refusalOf(s.revoke({ ...shop, secret: 'wrong' }, 'x'))).code, 'invalid_client')
    t.equal((await refusalOf(s.revoke(shop, undefined))).code, 'invalid_request')
    const phone = await s.app({ public: true })
    const { tokens } = await s.login(phone)
    await s.revoke(phone, tokens.refresh_token)
    t.equal(await endOf(familyNameOf(tokens)), 'revoked_by_client', 'a public client names itself')
  })

  t.test('it is an event once', async (t) => {
    const app = await s.app()
    const { tokens } = await s.login(app)
    await s.revoke(app, tokens.refresh_token)
    await s.revoke(app, tokens.refresh_token)
    const events = await s.recorded({ clientId: app.client.clientId })
    t.equal(events.filter(({ kind }) => kind === 'family_revoked').length, 1)
  })

  t.test('an expired access token leaves no row', async (t) => {
    const { tokens } = await s.login(shop)
    s.pass(900)
    await s.revoke(shop, tokens.access_token)
    s.pass(-900)
    t.equal((await s.introspect(shop, tokens.access_token)).active, true)
  })
})
