// Known resources: whom tokens may be for, as registered, removed and served (RFC 8707 §2, §2.2).
import t from 'tap'
import { knowingResources } from '../../src/flows/known-resources.ts'
import type { Resource } from '../../src/model/resource.ts'
import { anyResources } from '../../src/model/resource.ts'
import { usualClaims } from '../../src/protocol/claim-mapping.ts'
import { start, story } from '../support/flows.ts'
import { claimsOf, refusalOf } from '../support/wire.ts'

const resource = (name: string, change: Partial<Resource> = {}): Resource => ({
  ...{ identifier: `https://${name}.example`, audience: `https://${name}.example`, name, scope: [] },
  ...{ accessTokenSeconds: null, signingAlg: 'RS256', claims: usualClaims, createdAt: start },
  ...change,
})
const [orders, wiki] = [resource('orders', { audience: 'orders', accessTokenSeconds: 300 }), resource('wiki')]

t.test('RFC 8707 §2.2: several may be authorized together, and each token names its own', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const set = async (one: Resource) => s.flows.operator.resources.set(one)
  await set(orders)
  await set({ ...wiki, signingAlg: 'ES256' })
  const both = [orders.identifier, wiki.identifier]
  const { visitor } = await s.loggedIn()

  t.test('RFC 8707 §2.2: a token that cannot be is refused before the code is spent', async (t) => {
    const code = await s.code(shop, visitor, {}, both)
    const refusal = await refusalOf(s.redeem(shop, code))
    t.match(refusal, { code: 'invalid_target', message: /cannot share a token/ })
    t.match(refusal.detail, { about: { clientId: shop.client.clientId }, cure: /resource=/ })
    const tokens = await s.redeem(shop, code, {}, [orders.identifier])
    t.match(claimsOf(tokens.access_token), { aud: 'orders' })
    t.equal(tokens.expires_in, 300)

    const again = await refusalOf(s.refresh(shop, tokens.refresh_token))
    t.match(again, { code: 'invalid_target' }, 'nor is the refresh token rotated')
    const next = await s.refresh(shop, tokens.refresh_token, {}, [wiki.identifier])
    t.match(claimsOf(next.access_token), { aud: wiki.identifier })
    t.equal(next.expires_in, 900)
    s.pass(100_000)
    t.ok(await s.refresh(shop, next.refresh_token, {}, [orders.identifier]), 'it was the first rotation: no reuse')
  })

  t.test('a wrong verifier spends the code all the same', async (t) => {
    const code = await s.code(shop, visitor, {}, both)
    const wrong = { code_verifier: 'x'.repeat(43) }
    t.match(await refusalOf(s.redeem(shop, code, wrong, [orders.identifier])), { code: 'invalid_grant' })
    t.match(await refusalOf(s.redeem(shop, code, {}, [orders.identifier])), { code: 'invalid_grant' })
  })

  t.test('another client learns nothing of a code from its resources', async (t) => {
    const other = await s.app()
    const code = await s.code(shop, visitor, {}, both)
    t.match(await refusalOf(s.redeem(other, code, {}, ['https://elsewhere.example'])), { code: 'invalid_grant' })
    t.ok(await s.redeem(shop, code, {}, [orders.identifier]))
  })

  t.test('a client on its own behalf: the same terms', async (t) => {
    const machine = await s.app({ redirectUris: [], grants: ['client_credentials'], scope: ['orders'] })
    const ask = (names: readonly string[]) => s.token(machine, { grant_type: 'client_credentials' }, names)
    t.match(await refusalOf(ask(both)), {
      code: 'invalid_target',
      detail: { about: { clientId: machine.client.clientId } },
    })
    t.match(claimsOf((await ask([orders.identifier])).access_token), { aud: 'orders', scope: 'orders' })
  })
})

t.test('a resource that is removed gets no more tokens; what else was authorized goes on', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  const { resources } = s.flows.operator
  await resources.set(orders)
  await resources.set(wiki)
  const one = await s.login(shop, { resources: [orders.identifier] })
  const two = await s.login(shop, { resources: [orders.identifier, wiki.identifier] })
  await resources.remove(orders.identifier)
  const refusal = await refusalOf(s.refresh(shop, one.tokens.refresh_token))
  t.match(refusal, { code: 'invalid_target', detail: { owner: /The operator removed https:\/\/orders.example/ } })
  const next = await s.refresh(shop, two.tokens.refresh_token)
  t.equal(claimsOf(next.access_token).aud, wiki.identifier)
  t.match(await refusalOf(s.refresh(shop, next.refresh_token, {}, [orders.identifier])), { code: 'invalid_target' })
  await resources.set(orders)
  t.equal(claimsOf((await s.refresh(shop, one.tokens.refresh_token)).access_token).aud, 'orders', 'and back again')
  const { visitor } = await s.loggedIn()
  await resources.remove(orders.identifier)
  const answer = await s.authorize(shop, visitor, {}, [orders.identifier])
  t.match(answer, { kind: 'refused', refusal: { code: 'invalid_target' } })
})

t.test('the audience of a registered resource is no way round its terms', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  await s.app({ redirectUris: [], audiences: ['orders', 'messages'] })
  const { visitor } = await s.loggedIn()
  t.match(await s.authorize(shop, visitor, {}, ['orders', 'messages']), { kind: 'consent' }, 'served by a client')
  await s.flows.operator.resources.set(orders)
  t.match(await s.authorize(shop, visitor, {}, ['messages']), { kind: 'consent' })
  const answer = await s.authorize(shop, visitor, {}, ['orders'])
  t.match(answer, { kind: 'refused', refusal: { code: 'invalid_target' } })
})

t.test(
  'what another server registered a moment ago is known at the first request; the rest follows by reload',
  async (t) => {
    const s = await story(t)
    const parts = { store: s.store, issuer: 'https://id.example', defaultAudience: 'default', accessTokenSeconds: 900 }
    const here = await knowingResources(parts)
    const there = s.flows.operator.resources
    await there.set({ ...orders, accessTokenSeconds: 7200 })
    t.same(
      here.list().map(({ identifier }) => identifier),
      ['https://id.example/admin/api'],
      'its own alone',
    )
    t.same(await here.chosen([orders.identifier], [orders.identifier]), [orders.identifier])
    t.equal(here.terms([orders.identifier], []).lifetimeSeconds, 7200)
    t.equal(here.longestTokenSeconds(), 7200)
    t.equal(here.harmless([]), anyResources, 'all that there are may share a token')

    await there.set({ ...orders, accessTokenSeconds: 60, signingAlg: 'PS256' })
    t.equal(here.terms([orders.identifier], []).alg, 'RS256')
    await here.reload()
    t.match(here.terms([orders.identifier], []), { alg: 'PS256', lifetimeSeconds: 60 })
    t.same(here.harmless([]), { most: 1, only: null }, 'one alone needs not share')
    t.same(here.harmless([orders.identifier]), { most: 1, only: orders.identifier })
    t.equal(here.harmless(['https://unknown.example']), null)
    t.equal(here.harmless([orders.identifier, 'default']), null, 'several are judged first')
    t.equal(here.longestTokenSeconds(), 7200, 'a token may be on its way by the terms of before')
    await here.reload()
    t.equal(here.longestTokenSeconds(), 900)

    await there.remove(orders.identifier)
    await here.reload()
    t.match(await refusalOf(here.chosen([], [orders.identifier])), { code: 'invalid_target' })
  },
)

t.test('RFC 7662 §2.1: a resource server may be named by its audience or by its resource', async (t) => {
  const s = await story(t)
  const shop = await s.app()
  await s.flows.operator.resources.set(orders)
  await s.flows.operator.resources.set(wiki)
  const server = (audience: string) => s.app({ redirectUris: [], audiences: [audience] })
  const { tokens } = await s.login(shop, { resources: [orders.identifier] })
  const active = async (audience: string) => (await s.introspect(await server(audience), tokens.access_token)).active
  t.same([await active('orders'), await active(orders.identifier), await active(wiki.identifier)], [true, true, false])
})

t.test('a token that outlives the usual ones stays alive, also for an app without refresh tokens', async (t) => {
  const s = await story(t)
  const once = await s.app({ grants: ['authorization_code'] })
  await s.flows.operator.resources.set({ ...orders, accessTokenSeconds: 86_400 })
  const { tokens } = await s.login(once, { resources: [orders.identifier] })
  t.equal(tokens.expires_in, 86_400)
  s.pass(86_000)
  await s.flows.sweep(s.now())
  t.equal((await s.introspect(once, tokens.access_token)).active, true)
  s.pass(400)
  t.equal((await s.introspect(once, tokens.access_token)).active, false)
})
