// Transactions: together or not at all, and apart from everything beside them.
import t from 'tap'
import { onEveryDatabase } from '../support/store.ts'
import { aClient, anAccount, now } from './samples.ts'

onEveryDatabase(t, async (t, store) => {
  t.test('what is thrown rolls back, what is returned commits', async (t) => {
    const [lost, kept] = [anAccount(), anAccount()]
    const broken = new Error('broken')
    const work = store.transaction(async ({ accounts }) => {
      await accounts.create(lost)
      throw broken
    })
    await t.rejects(work, broken)
    t.equal(await store.accounts.bySub(lost.sub), undefined)
    t.equal(await store.transaction(({ accounts }) => accounts.create(kept).then(() => 'refused')), 'refused')
    t.ok(await store.accounts.bySub(kept.sub))
  })

  t.test('a transaction inside is part of the outer one', async (t) => {
    const account = anAccount()
    const work = store.transaction(async (outer) => {
      await outer.transaction((inner) => inner.accounts.create(account))
      t.ok(await outer.accounts.bySub(account.sub))
      throw new Error('broken')
    })
    await t.rejects(work)
    t.equal(await store.accounts.bySub(account.sub), undefined)
  })

  t.test('a statement that fails inside does not commit the others', async (t) => {
    const account = anAccount()
    const work = store.transaction(async ({ accounts }) => {
      await accounts.create(account)
      await accounts.create({ ...anAccount(), sub: account.sub }).catch(() => {})
    })
    await t.rejects(work)
    t.equal(await store.accounts.bySub(account.sub), undefined)
  })

  t.test('many at once do not mix, and neither do statements beside them', async (t) => {
    const lost = Array.from({ length: 20 }, () => anAccount())
    const kept = Array.from({ length: 20 }, () => anAccount())
    const beside = Array.from({ length: 20 }, () => anAccount())
    const losing = lost.map((account) =>
      store.transaction(async (inside) => {
        await inside.accounts.create(account)
        await inside.accounts.setDisabled(account.sub, now)
        throw new Error('broken')
      }),
    )
    const keeping = kept.map((account) =>
      store.transaction(async (inside) => {
        await inside.accounts.create(account)
        return inside.accounts.setDisabled(account.sub, now)
      }),
    )
    await Promise.allSettled([...losing, ...keeping, ...beside.map((account) => store.accounts.create(account))])
    for (const { sub } of lost) t.equal(await store.accounts.bySub(sub), undefined)
    for (const { sub } of kept) t.strictSame((await store.accounts.bySub(sub))?.disabledAt, now)
    for (const { sub } of beside) t.ok(await store.accounts.bySub(sub))
  })

  t.test('a room that needs several statements joins the transaction around it', async (t) => {
    const client = aClient()
    const work = store.transaction(async ({ clients }) => {
      await clients.create({
        client,
        secretDigest: Buffer.from('x'),
        secretId: client.clientId,
        registrationTokenDigest: null,
      })
      throw new Error('broken')
    })
    await t.rejects(work)
    t.equal(await store.clients.find(client.clientId), undefined)
  })
})
