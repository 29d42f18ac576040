// Races, on a real PostgreSQL, from several servers at once: one-time things happen once, and what ends access misses nothing.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openDatabase } from '../../src/store/database.ts'
import { createStore, type Store } from '../../src/store/index.ts'
import { freshDatabase } from '../support/database.ts'
import {
  aClient,
  aCode,
  aFamily,
  aLogin,
  anAccount,
  aSession,
  aSigningKey,
  at,
  minute,
  now,
  random,
  redemptionOf,
  rotationOf,
} from './samples.ts'

const databaseUrl = await freshDatabase(t)
const databases = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ databaseUrl, dataDir: '' })))
t.teardown(() => Promise.all(databases.map((database) => database.close())))
const stores = databases.map(createStore)
const [store, other] = stores as [Store, Store]

/** The same thing from all servers, at once. */
const atOnce = <T>(count: number, work: (store: Store, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(stores[index % stores.length] as Store, index)))

const tally = (values: readonly unknown[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1
  return counts
}

/** Long enough for a statement that is going to wait for a lock to do so. */
const untilItWaits = () => sleep(150)

const disable = async (inside: Store, sub: string) => {
  await inside.accounts.setDisabled(sub, now)
  await inside.sessions.endForAccount(sub)
  await inside.codes.removeForAccount(sub)
  await inside.families.revokeForAccount(sub, 'account_disabled', now)
}

t.test('RFC 6749 §4.1.2: 200 redemptions of one code at once redeem it once', async (t) => {
  const { code } = await aLogin(store)
  const redeemed = await atOnce(200, (each) => each.codes.redeem(redemptionOf(code)))
  t.strictSame(tally(redeemed.map((one) => one !== undefined)), { true: 1, false: 199 })
})

t.test('RFC 9700 §4.14.2: 200 refreshes with one token at once lead to one successor', async (t) => {
  const { family } = await aFamily(store)
  const rotations = await atOnce(200, (each) => each.families.rotate(rotationOf(family, 0)))
  t.strictSame(tally(rotations.map((one) => one?.outcome)), { rotated: 1, retried: 199 })
  t.strictSame(tally(rotations.map((one) => one?.family.generation)), { 1: 200 })
})

t.test('a generation that the database forgot recovers once', async (t) => {
  const { family } = await aFamily(store)
  const rotations = await atOnce(50, (each) => each.families.rotate(rotationOf(family, 6)))
  t.strictSame(tally(rotations.map((one) => one?.outcome)), { recovered: 1, retried: 49 })
  t.strictSame(tally(rotations.map((one) => one?.family.generation)), { 7: 50 })
})

t.test('a thief and the owner at once: whoever is late, the family is dead', async (t) => {
  const { family } = await aFamily(store)
  for (const generation of [0, 1, 2]) await store.families.rotate(rotationOf(family, generation))
  const later = at(2 * minute)
  await atOnce(40, (each, index) => each.families.rotate(rotationOf(family, index % 2 ? 3 : 1, { now: later })))
  t.equal((await store.families.find(family.id))?.revokedReason, 'refresh_reused')
})

t.test('a person who is being disabled gets no session', async (t) => {
  const { account } = await aLogin(store)
  const { creating } = await other.transaction(async (inside) => {
    await disable(inside, account.sub)
    const creating = store.sessions.create(randomBytes(32), aSession(account.sub), {})
    await untilItWaits()
    return { creating }
  })
  t.equal(await creating, false)
})

t.test('a session that is being created is found by who disables the person', async (t) => {
  const { account } = await aLogin(store)
  const digest = randomBytes(32)
  const { disabling } = await store.transaction(async (inside) => {
    t.equal(await inside.sessions.create(digest, aSession(account.sub), {}), true)
    const disabling = other.transaction((beside) => disable(beside, account.sub))
    await untilItWaits()
    return { disabling }
  })
  await disabling
  await store.accounts.setDisabled(account.sub, null)
  t.equal(await store.sessions.find(digest, now), undefined)
})

t.test('logins and disabling in any order leave no session behind', async (t) => {
  for (let round = 0; round < 20; round++) {
    const account = anAccount()
    await store.accounts.create(account)
    const digests = Array.from({ length: 8 }, () => randomBytes(32))
    const logins = digests.map(async (digest, index) => {
      await sleep(Math.random() * 4)
      return stores[index % 4]?.sessions.create(digest, aSession(account.sub), {})
    })
    await sleep(Math.random() * 4)
    await Promise.all([other.transaction((inside) => disable(inside, account.sub)), ...logins])
    t.strictSame(await store.sessions.endForAccount(account.sub), [])
  }
})

t.test('a code that is being redeemed while its person is disabled leads to a dead family', async (t) => {
  const { account, code } = await aLogin(store)
  const { disabling } = await store.transaction(async (inside) => {
    t.ok(await inside.codes.redeem(redemptionOf(code)))
    const disabling = other.transaction((beside) => disable(beside, account.sub))
    await untilItWaits()
    return { disabling }
  })
  await disabling
  t.equal((await store.families.find(code.familyId))?.revokedReason, 'account_disabled')
})

t.test('a code of a person who is being disabled is not redeemed', async (t) => {
  const { account, code } = await aLogin(store)
  const { redeeming } = await other.transaction(async (inside) => {
    await disable(inside, account.sub)
    const redeeming = store.codes.redeem(redemptionOf(code))
    await untilItWaits()
    return { redeeming }
  })
  t.equal(await redeeming, undefined)
  t.equal(await store.families.find(code.familyId), undefined)
})

t.test('a refresh of a person who is being disabled gets nothing', async (t) => {
  const { account, family } = await aFamily(store)
  const { rotating } = await other.transaction(async (inside) => {
    await disable(inside, account.sub)
    const rotating = store.families.rotate(rotationOf(family, 0))
    await untilItWaits()
    return { rotating }
  })
  t.equal(await rotating, undefined)
})

t.test('a session that is being ended gets no more codes', async (t) => {
  const { account, client, session } = await aLogin(store)
  const { creating } = await other.transaction(async (inside) => {
    await inside.sessions.end(session.id)
    const code = aCode({ sessionId: session.id, sub: account.sub, clientId: client.clientId })
    const creating = store.codes.create(code)
    await untilItWaits()
    return { creating }
  })
  t.equal(await creating, false)
})

t.test('an app that is being disconnected gets no more codes', async (t) => {
  const { account, client, session } = await aLogin(store)
  const { creating } = await other.transaction(async (inside) => {
    await inside.connectedApps.forget(account.sub, client.clientId)
    const creating = store.codes.create(aCode({ sessionId: session.id, sub: account.sub, clientId: client.clientId }))
    await untilItWaits()
    return { creating }
  })
  t.equal(await creating, false)
})

t.test('however many secrets are added at once, two live', async (t) => {
  const secret = () => ({ id: random('sec_'), digest: randomBytes(32), createdAt: now, lastUsedAt: null })
  for (let round = 0; round < 8; round++) {
    const client = aClient()
    await store.clients.create({ client, secretDigest: null, secretId: '', registrationTokenDigest: null })
    await atOnce(24, (each) => each.clients.addSecret(client.clientId, secret()))
    t.equal((await store.clients.find(client.clientId))?.secrets.length, 2)
  }
})

t.test('every attempt counts', async (t) => {
  const key = random()
  const counts = await atOnce(200, async (each) => (await each.attempts.hit(key, now, minute)).count)
  t.strictSame(
    counts.toSorted((a, b) => a - b),
    Array.from({ length: 200 }, (_, index) => index + 1),
  )
})

t.test('one address, one person; one ordinal, one key; one name, one secret', async (t) => {
  const { emailNormalized } = anAccount()
  const people = await atOnce(40, (each) => each.accounts.create(anAccount({ emailNormalized })))
  t.equal(people.filter((person) => person !== 'taken').length, 1)
  t.strictSame(tally(await atOnce(40, (each) => each.signingKeys.insert(aSigningKey()))), { true: 1, false: 39 })
  const secrets = await atOnce(40, (each) => each.sealedSecrets.insertIfAbsent('salt', randomBytes(9), 'master-1'))
  t.strictSame(tally(secrets), { true: 1, false: 39 })
})

t.test('sweepers share the work and never wait for each other', async (t) => {
  const keys = Array.from({ length: 300 }, () => random())
  for (const key of keys) await store.attempts.hit(key, now, 1)
  const swept = await other.transaction(async (inside) => {
    const mine = await inside.attempts.sweep(at(1), 100)
    return [mine, await store.attempts.sweep(at(1), 1000)]
  })
  t.strictSame(swept, [100, 200])
})
