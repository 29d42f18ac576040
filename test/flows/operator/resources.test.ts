// What an operator may do with resources: nothing is registered that a token could not be made for.
import t from 'tap'
import type { ResourceRequest } from '../../../src/flows/operator/resources.ts'
import { story } from '../../support/story.ts'

const orders: ResourceRequest = {
  identifier: 'https://orders.example',
  name: ' Orders ',
  audience: null,
  scope: [],
  accessTokenSeconds: null,
  signingAlg: 'RS256',
  claims: null,
}

t.test('set adds or replaces all that was said, show and list tell it, remove removes it', async (t) => {
  const s = await story(t)
  const { resources, scopes } = s.rooms.operator
  await scopes.set({ name: 'orders:read', words: 'see your orders', optional: false, privileged: false })
  const made = await resources.set(orders)
  t.same(made, {
    ...orders,
    name: 'Orders',
    audience: 'https://orders.example',
    claims: { roles: 'roles' },
    createdAt: s.clock(),
  })
  s.clock.pass(60)
  const other = {
    audience: 'orders',
    scope: ['orders:read', 'orders:read'],
    accessTokenSeconds: 300,
    claims: { dept: 'attribute:dept' },
  }
  const changed = await resources.set({ ...orders, ...other, signingAlg: 'ES256' })
  t.same(changed, { ...made, ...other, scope: ['orders:read'], signingAlg: 'ES256' }, 'it is as old as it was')
  await resources.set({ ...orders, identifier: 'rabbitmq', claims: {} })
  t.same(
    (await resources.list()).map(({ identifier }) => identifier),
    ['https://orders.example', 'rabbitmq'],
  )
  t.same(await resources.show('https://orders.example'), changed)
  await t.rejects(resources.show('https://orders.example/'), { kind: 'not-found', message: /there is no resource/ })
  t.same(await resources.remove('https://orders.example'), changed)
  await t.rejects(resources.remove('https://orders.example'), { kind: 'not-found', message: /there is no resource/ })
  t.same(
    (await resources.list()).map(({ identifier }) => identifier),
    ['rabbitmq'],
  )
  await s.rooms.events.flush()
  const events = (await s.store.events.list({ limit: 10 })).filter(({ kind }) => kind === 'resource_changed')
  const acts = events.map(({ operatorText }) => operatorText.split(' ')[2])
  t.same(acts.toSorted(), ['changed', 'registered', 'registered', 'removed'])
})

t.test('RFC 8707 §2, RFC 9068 §2.1: what cannot be a resource', async (t) => {
  const { resources } = (await story(t)).rooms.operator
  const wrong: readonly (readonly [Partial<ResourceRequest>, RegExp])[] = [
    [{ identifier: 'https://orders.example/#top' }, /the resource .* absolute URI without a fragment/],
    [{ identifier: 'two words' }, /the resource/],
    [{ identifier: '' }, /the resource/],
    [{ identifier: 'https://' }, /the resource/],
    [{ audience: 'a#b' }, /the audience/],
    [{ audience: '' }, /the audience/],
    [{ name: '' }, /the name must be one line/],
    [{ name: 'Orders\u202e' }, /the name must be one line/],
    [{ name: 'x'.repeat(81) }, /1 to 80/],
    [{ accessTokenSeconds: 0 }, /1 to 86400/],
    [{ accessTokenSeconds: 86_401 }, /1 to 86400/],
    [{ accessTokenSeconds: 1.5 }, /1 to 86400/],
    [{ signingAlg: 'HS256' }, /HS256 is not known: use RS256, ES256, PS256, EdDSA/],
    [{ signingAlg: 'none' }, /not known/],
    [{ claims: { sub: 'email' } }, /sub is the server's own/],
    [{ claims: { x: 'password' } }, /source password is not known/],
    [{ scope: ['openid'] }, /openid is about the person/],
    [{ scope: Array.from({ length: 101 }, (_, n) => `s${n}`) }, /more than 100 scopes/],
  ]
  for (const [change, message] of wrong)
    await t.rejects(
      resources.set({ ...orders, ...change }),
      { kind: 'wrong-use', message },
      JSON.stringify(change).slice(0, 60),
    )
  const unknown = { kind: 'failed', message: /the scope fly:high does not exist: add it by "scopes set"/ } as const
  await t.rejects(resources.set({ ...orders, scope: ['fly:high'] }), unknown)
  t.same(await resources.list(), [])
})

t.test('the key of another algorithm is published before a token needs it', async (t) => {
  const s = await story(t)
  const algorithms = async (): Promise<readonly string[]> => {
    const body = (await (await s.fetch(`${s.issuer}/jwks`)).json()) as { keys: { alg: string }[] }
    return body.keys.map(({ alg }) => alg)
  }
  t.same(await algorithms(), ['RS256'])
  await s.rooms.operator.resources.set({ ...orders, signingAlg: 'EdDSA' })
  await s.rooms.operator.resources.set({ ...orders, signingAlg: 'EdDSA' })
  t.same((await algorithms()).toSorted(), ['EdDSA', 'RS256'], 'one, and once')
})

t.test('keys stay published for the longest token that they sign, also after the next key took over', async (t) => {
  const s = await story(t, { KEY_ANNOUNCE_SECONDS: '60', KEY_ACTIVE_SECONDS: '600' })
  const { resources, keys } = s.rooms.operator
  const [before] = await keys.list()
  const coverSeconds = async () => {
    const key = (await keys.list()).find(({ key }) => key.kid === before?.key.kid)?.key
    return ((key?.coversUntil.getTime() ?? 0) - s.clock().getTime()) / 1000
  }
  t.ok((await coverSeconds()) < 86_400)
  await resources.set({ ...orders, accessTokenSeconds: 86_400 })
  t.ok((await coverSeconds()) >= 86_400 + 60, 'at once, before the first such token')

  const machine = await s.client('machine', { grantTypes: ['client_credentials'], scope: [] })
  const ask = { grant_type: 'client_credentials', resource: orders.identifier }
  s.clock.pass(590)
  await s.rooms.keyRing.upkeep()
  const { status, body } = await s.token(machine, ask)
  t.match({ status, body }, { status: 200, body: { expires_in: 86_400 } })
  s.clock.pass(100)
  await s.rooms.keyRing.upkeep()
  t.equal((await keys.list()).find(({ key }) => key.kid === before?.key.kid)?.state, 'retired')
  await resources.remove(orders.identifier)
  for (let hours = 0; hours < 23; hours += 1) {
    s.clock.pass(3600)
    await s.rooms.keyRing.upkeep()
  }
  t.ok(await s.rooms.keyRing.verify(body.access_token, 'at+jwt'), 'a day later its token is still verified')
  s.clock.pass(8000)
  await s.rooms.keyRing.upkeep()
  t.equal((await keys.list()).find(({ key }) => key.kid === before?.key.kid)?.state, 'gone')
})
