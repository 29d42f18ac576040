// Keys at rest: signing keys (RFC 7517), sealed secrets, and what still needs which master key; and the scopes beside them.
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { onEveryDatabase } from '../support/store.ts'
import { aFamily, aSigningKey, at, day, now, random, rotationOf } from './samples.ts'

onEveryDatabase(t, async (t, store) => {
  const { signingKeys, sealedSecrets, scopes } = store
  const keyOf = async (kid: string) => (await signingKeys.list()).find((key) => key.kid === kid)

  t.test('keys come back whole, in the order of their making', async (t) => {
    const second = aSigningKey({ alg: 'ES256', ordinal: 2, publicJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } })
    const first = aSigningKey({ alg: 'ES256', ordinal: 1 })
    t.equal(await signingKeys.insert(second), true)
    t.equal(await signingKeys.insert(first), true)
    t.strictSame(await signingKeys.list(), [first, second])
  })

  t.test('two instances never make the same successor twice', async (t) => {
    const key = aSigningKey({ alg: 'PS256' })
    t.equal(await signingKeys.insert(key), true)
    t.equal(await signingKeys.insert(aSigningKey({ alg: 'PS256' })), false)
    t.equal(await signingKeys.insert({ ...aSigningKey({ alg: 'PS256', ordinal: 2 }), kid: key.kid }), false)
    t.strictSame(
      (await signingKeys.list()).filter(({ alg }) => alg === 'PS256'),
      [key],
    )
  })

  t.test('what a key covers only ever grows', async (t) => {
    const key = aSigningKey({ alg: 'EdDSA' })
    await signingKeys.insert(key)
    await signingKeys.coverUntil(key.kid, at(2 * day))
    await signingKeys.coverUntil(key.kid, at(1))
    t.strictSame(await keyOf(key.kid), { ...key, coversUntil: at(2 * day) })
  })

  t.test('a destroyed private half never comes back', async (t) => {
    const key = aSigningKey({ alg: 'EdDSA', ordinal: 2 })
    await signingKeys.insert(key)
    const sealed = randomBytes(40)
    t.equal(await signingKeys.reseal(key.kid, sealed, 'master-2'), true)
    t.strictSame(await keyOf(key.kid), { ...key, sealedPrivate: sealed, sealedBy: 'master-2' })
    t.equal(await signingKeys.destroyPrivate(key.kid), true)
    t.equal(await signingKeys.destroyPrivate(key.kid), false)
    t.equal(await signingKeys.reseal(key.kid, sealed, 'master-3'), false)
    t.strictSame(await keyOf(key.kid), { ...key, sealedPrivate: null, sealedBy: 'master-2' })
  })

  t.test('a compromised key loses its private half at once, and keeps the first instant', async (t) => {
    const key = aSigningKey({ alg: 'EdDSA', ordinal: 3 })
    await signingKeys.insert(key)
    t.equal(await signingKeys.compromise(key.kid, at(1)), true)
    t.equal(await signingKeys.compromise(key.kid, at(2)), false)
    t.strictSame(await keyOf(key.kid), { ...key, sealedPrivate: null, compromisedAt: at(1) })
  })

  t.test('a sealed secret is made once, and sealed anew in place', async (t) => {
    const [first, second] = [randomBytes(20), randomBytes(20)]
    const name = random()
    t.equal(await sealedSecrets.find(name), undefined)
    t.equal(await sealedSecrets.insertIfAbsent(name, first, 'master-1'), true)
    t.equal(await sealedSecrets.insertIfAbsent(name, second, 'master-1'), false)
    t.strictSame(await sealedSecrets.find(name), { name, sealed: first, sealedBy: 'master-1' })
    t.equal(await sealedSecrets.reseal(name, second, 'master-2'), true)
    t.strictSame(await sealedSecrets.list(), [{ name, sealed: second, sealedBy: 'master-2' }])
    t.equal(await sealedSecrets.reseal('nothing', second, 'master-2'), false)
  })

  t.test('a master key is in use while a private key, a secret or a living family needs it', async (t) => {
    const [mine, next] = [random('a'), random('b')]
    const useOf = async (fingerprint: string) =>
      (await store.masterKeyUses(now)).find((use) => use.fingerprint === fingerprint)
    const key = aSigningKey({ alg: 'ES256', ordinal: 9, sealedBy: mine })
    await signingKeys.insert(key)
    await sealedSecrets.insertIfAbsent(random(), randomBytes(9), mine)
    const { family } = await aFamily(store)
    await store.families.rotate({ ...rotationOf(family, 0), masterKey: mine })
    t.strictSame(await useOf(mine), { fingerprint: mine, signingKeys: 1, sealedSecrets: 1, families: 1 })
    await signingKeys.destroyPrivate(key.kid)
    t.equal((await useOf(mine))?.signingKeys, 0)
    await store.families.rotate({ ...rotationOf(family, 1), masterKey: next })
    t.equal((await useOf(mine))?.families, 0)
    t.equal((await useOf(next))?.families, 1)
    t.equal(
      (await store.masterKeyUses(at(31 * day))).find((use) => use.fingerprint === next),
      undefined,
    )
    await store.families.revoke(family.publicId, 'logged_out', now)
    t.equal(await useOf(next), undefined)
  })

  t.test('the starter scopes have words; a scope is added, then changed', async (t) => {
    const starters = await scopes.list()
    const isAdmins = (name: string): boolean => name.startsWith('admin:')
    t.ok(starters.every(({ name, words, privileged }) => words !== '' && (privileged || !isAdmins(name))))
    const names = starters.flatMap(({ name }) => (isAdmins(name) ? [] : [name]))
    t.strictSame(names, ['address', 'email', 'offline_access', 'openid', 'phone', 'profile'])
    const scope = { name: 'orders.read', words: 'see your orders', optional: true, privileged: false }
    await scopes.set(scope)
    await scopes.set({ ...scope, privileged: true })
    t.strictSame(
      (await scopes.list()).find(({ name }) => name === scope.name),
      { ...scope, privileged: true },
    )
  })
})
