// Logout deliveries: made with the end of a session, claimed once, kept for a while (OIDC Back-Channel Logout §2.3, §2.5).
import t from 'tap'
import { openDatabase } from '../../src/store/database.ts'
import { createStore, type Store } from '../../src/store/index.ts'
import { freshDatabase } from '../support/database.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aClient, aCode, aConsent, aFamily, at, day, now, redemptionOf } from './samples.ts'

const listening = (change: Parameters<typeof aClient>[0] = {}) =>
  aClient({ backchannelLogoutUri: 'https://shop.example/logout', ...change })

/** A client with that address, stored. */
const stored = async (store: Store, client = listening()) => {
  await store.clients.create({ client, secretDigest: null, secretId: 'x', registrationTokenDigest: null })
  return client
}

/** A login at a client that is to be told, and its one delivery, waiting. */
const waiting = async (store: Store, client?: ReturnType<typeof aClient>) => {
  const login = await aFamily(store, { client: client ?? (await stored(store)) })
  await store.logoutDeliveries.enqueue({ sessionIds: [login.session.id], sub: null }, now)
  return login
}

/** All that can be claimed now, as long as the lease holds. */
const claimed = async (store: Store, seconds: number, limit = 100) =>
  (await store.logoutDeliveries.claim(at(seconds), limit, 30)).map(({ sid }) => sid)

onEveryDatabase(t, async (t, store) => {
  const { logoutDeliveries } = store
  const clean = async () => {
    await logoutDeliveries.sweep(at(1000 * day), 1000)
  }

  t.test('one for each client of the session that has an address and is not disabled', async (t) => {
    const first = await aFamily(store, { client: await stored(store) })
    const { session, account, family } = first
    const join = async (client: ReturnType<typeof aClient>) => {
      const code = aCode({ clientId: client.clientId, sub: account.sub, sessionId: session.id })
      await aConsent(store, client.clientId, account.sub)
      await store.codes.create(code)
      await store.codes.redeem(redemptionOf(code))
      return code.sid
    }
    const second = await stored(store)
    const sid = await join(second)
    await join(await stored(store, aClient()))
    const disabled = await stored(store)
    await join(disabled)
    await store.clients.setDisabled(disabled.clientId, now)
    await store.families.revoke(family.publicId, 'revoked_by_client', now)
    const stranger = await aFamily(store, { client: await stored(store) })

    t.equal(await logoutDeliveries.enqueue({ sessionIds: [session.id], sub: null }, now), 2, 'a dead family too')
    t.equal(await logoutDeliveries.enqueue({ sessionIds: [session.id], sub: null }, now), 0, 'once')
    t.equal(await logoutDeliveries.enqueue({ sessionIds: [], sub: null }, now), 0)
    t.same((await claimed(store, 0)).toSorted(), [family.sid, sid].toSorted())
    t.same(await logoutDeliveries.list(stranger.client.clientId, 10), [])
    await clean()
  })

  t.test('of a person: the sessions that ended, and what lives without one', async (t) => {
    const client = await stored(store)
    const one = await aFamily(store, { client })
    const { sub } = one.account
    const living = await aFamily(store, { client, sub, scope: ['offline_access'] })
    const dead = await aFamily(store, { client, sub })
    await store.families.revoke(dead.family.publicId, 'logged_out', now)
    const sessionIds = [one.session.id]
    t.equal(await logoutDeliveries.enqueue({ sessionIds, sub }, now), 2)
    const sids = (await logoutDeliveries.list(client.clientId, 10)).map(({ sid }) => sid)
    t.same(sids.toSorted(), [one.family.sid, living.family.sid].toSorted())
    await clean()
  })

  t.test('claimed: counted, leased, one of each client, the oldest first', async (t) => {
    const client = await stored(store)
    const first = await waiting(store, client)
    const later = await aFamily(store, { client })
    await logoutDeliveries.enqueue({ sessionIds: [later.session.id], sub: null }, at(1))
    const other = await waiting(store)
    t.same(await claimed(store, -1), [], 'not before it is due')
    t.same((await claimed(store, 2)).toSorted(), [first.family.sid, other.family.sid].toSorted())
    t.same(await claimed(store, 3), [], 'the second of a client waits for the first')
    t.match(await logoutDeliveries.list(client.clientId, 10), [
      { sid: later.family.sid, state: 'waiting', attempts: 0, lastAttemptAt: null, dueAt: at(1) },
      { sid: first.family.sid, state: 'waiting', attempts: 1, lastAttemptAt: at(2), finishedAt: null },
    ])
    t.same((await claimed(store, 32)).length, 2, 'after the lease, which a crash leaves behind')
    t.equal((await claimed(store, 100, 1)).length, 1, 'no more than asked for')
    await clean()
  })

  t.test('finished: delivered, failed, or due again', async (t) => {
    const { client, family, account } = await waiting(store)
    const claim = async (seconds: number) => {
      const [delivery] = await logoutDeliveries.claim(at(seconds), 1, 30)
      if (delivery === undefined) throw new Error('nothing was due')
      return delivery
    }
    const shown = async () => (await logoutDeliveries.list(client.clientId, 1))[0]
    const first = await claim(0)
    t.match(first, { clientId: client.clientId, sid: family.sid, sub: account.sub, attempts: 1 })
    t.equal(await logoutDeliveries.finish(first, { kind: 'retry', error: 'no', afterSeconds: 5 }, at(1)), true)
    t.match(await shown(), { state: 'waiting', dueAt: at(6), lastError: 'no' })
    t.same(await claimed(store, 5), [])
    const second = await claim(6)
    t.equal(await logoutDeliveries.finish(first, { kind: 'delivered' }, at(7)), false, 'an attempt that came late')
    t.equal(await logoutDeliveries.finish(second, { kind: 'failed', error: 'never' }, at(8)), true)
    t.match(await shown(), { state: 'failed', attempts: 2, finishedAt: at(8), lastError: 'never' })
    t.same(await claimed(store, 9999), [])
    t.equal(await logoutDeliveries.finish(second, { kind: 'delivered' }, at(9)), false, 'over is over')

    t.equal(
      await logoutDeliveries.enqueue({ sessionIds: [], sub: account.sub }, at(10)),
      1,
      'what failed is tried anew',
    )
    const third = await claim(10)
    t.match(third, { attempts: 1, lastError: null })
    t.equal(await logoutDeliveries.finish(third, { kind: 'delivered' }, at(11)), true)
    t.match(await shown(), { state: 'delivered', finishedAt: at(11), lastError: null })
    t.equal(await logoutDeliveries.enqueue({ sessionIds: [], sub: account.sub }, at(12)), 0, 'what arrived is not')
    await clean()
  })

  t.test('kept for 14 days after its end, and not for ever without one', async (t) => {
    const done = await waiting(store)
    const never = await waiting(store)
    for (const delivery of await logoutDeliveries.claim(now, 9, 30))
      if (delivery.clientId === done.client.clientId)
        await logoutDeliveries.finish(delivery, { kind: 'delivered' }, now)
    t.equal(await logoutDeliveries.sweep(at(14 * day - 1), 9), 0)
    t.equal(await logoutDeliveries.sweep(at(14 * day), 9), 1)
    t.same(await logoutDeliveries.list(done.client.clientId, 9), [])
    t.equal(await logoutDeliveries.sweep(at(16 * day), 9), 1)
    t.same(await logoutDeliveries.list(never.client.clientId, 9), [])
  })

  t.test('it goes with its client', async (t) => {
    const { client } = await waiting(store)
    await store.clients.remove(client.clientId)
    t.same(await logoutDeliveries.list(client.clientId, 9), [])
  })
})

t.test('four servers that claim at once never get the same one, and never two of one client', async (t) => {
  const databaseUrl = await freshDatabase(t)
  const databases = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ databaseUrl, dataDir: '' })))
  t.teardown(() => Promise.all(databases.map((database) => database.close())))
  const stores = databases.map(createStore)
  const [store] = stores as [Store]
  const clients = await Promise.all([1, 2, 3, 4, 5, 6].map(() => stored(store)))
  for (const client of clients) for (const _ of [1, 2, 3]) await waiting(store, client)
  const seen = new Set<string>()
  for (let round = 0; round < 3; round += 1) {
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, index) => stores[index % 4]?.logoutDeliveries.claim(at(round), 4, 30) ?? []),
    )
    const got = claims.flat()
    t.equal(got.length, clients.length, 'each client once')
    t.equal(new Set(got.map(({ clientId }) => clientId)).size, clients.length)
    for (const delivery of got) {
      t.notOk(seen.has(delivery.sid), 'a new one')
      seen.add(delivery.sid)
      await store.logoutDeliveries.finish(delivery, { kind: 'delivered' }, at(round))
    }
  }
  t.equal(seen.size, 18)
})
