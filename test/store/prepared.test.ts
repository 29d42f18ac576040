// Prepared statements: named where the connection keeps names, unnamed from the first that does not, and never a failed statement.
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/store/database.ts'
import { createStore } from '../../src/store/index.ts'
import { prepared } from '../../src/store/prepared.ts'
import type { Handle } from '../../src/store/schema.ts'
import { execute, freshDatabase } from '../support/database.ts'
import { transactionPooler } from '../support/transaction-pooler.ts'
import { aFamily, rotationOf } from './samples.ts'

type Answer = Readonly<{ answer: string }>
const ask = prepared<{ word: string }, Answer>((value) => sql`select ${value('word')}::text as answer`)
const readAll = prepared<{ least: number }, object>((value) => sql`select * from thing where size >= ${value('least')}`)

const openHandle = async (t: Test, url: string, connections = 10): Promise<Handle> => {
  const { handle, close } = await openDatabase({ databaseUrl: url, dataDir: '', workerConnections: connections })
  t.teardown(close)
  return handle
}

/** Those that the connection knows which this one statement gets. */
const namesKnown = async (handle: Handle): Promise<number> => {
  const { rows } = await sql<{ names: number }>`
    select count(*)::integer as names from pg_prepared_statements where name <> ''`.execute(handle)
  return rows[0]?.names ?? -1
}

const askMany = async (t: Test, handle: Handle): Promise<void> => {
  const words = Array.from({ length: 40 }, (_, at) => `word ${at}`)
  const answers = await Promise.all(words.map((word) => ask(handle, { word })))
  t.same(
    answers.map(([row]) => row?.answer),
    words,
    'every answer is there, and is the right one',
  )
}

t.test('PostgreSQL keeps names', async (t) => {
  const handle = await openHandle(t, await freshDatabase(t), 1)
  await askMany(t, handle)
  t.equal(await namesKnown(handle), 1)
})

t.test('a connection that lost its names is asked without, from then on', async (t) => {
  const handle = await openHandle(t, await freshDatabase(t), 1)
  await askMany(t, handle)
  await sql`deallocate all`.execute(handle)
  await askMany(t, handle)
  t.equal(await namesKnown(handle), 0)
})

t.test('a transaction uses no names, because it could not go on without one', async (t) => {
  const handle = await openHandle(t, await freshDatabase(t), 1)
  const names = await handle.transaction().execute(async (inside) => {
    await ask(inside, { word: 'inside' })
    return namesKnown(inside)
  })
  t.equal(names, 0)
  await ask(handle, { word: 'outside' })
  t.equal(await namesKnown(handle), 1, 'outside they go on')
})

t.test('a transaction pooler that follows names may have them', async (t) => {
  const pooler = await transactionPooler(t, await freshDatabase(t), { followsNames: true })
  const handle = await openHandle(t, pooler.url)
  await askMany(t, handle)
  await askMany(t, handle)
  t.equal(pooler.mixUps(), 0)
  // It gives another of its three connections each time.
  for (let turn = 0; turn < 3; turn += 1) t.equal(await namesKnown(handle), 1)
})

t.test('one that does not meets a name once on each connection, at most', async (t) => {
  const pooler = await transactionPooler(t, await freshDatabase(t))
  const handle = await openHandle(t, pooler.url)
  await askMany(t, handle)
  const met = pooler.mixUps()
  t.ok(met > 0 && met <= 10, `${met} of ten`)
  for (let turn = 0; turn < 5; turn += 1) await askMany(t, handle)
  t.equal(pooler.mixUps(), met, 'and never again')
})

t.test('a table that gets a column while it is read', async (t) => {
  const url = await freshDatabase(t)
  const handle = await openHandle(t, url, 3)
  await execute(url, 'create table thing (size integer)', 'insert into thing values (1), (2)')
  const read = () => Promise.all(Array.from({ length: 9 }, () => readAll(handle, { least: 2 })))
  for (const rows of await read()) t.same(rows, [{ size: 2 }])
  await execute(url, `alter table thing add column colour text default 'red'`)
  for (const rows of await read()) t.same(rows, [{ size: 2, colour: 'red' }])
})

t.test('tables that get a column while a server runs', async (t) => {
  const url = await freshDatabase(t)
  const database = await openDatabase({ databaseUrl: url, dataDir: '', workerConnections: 1 })
  t.teardown(() => database.close())
  const store = createStore(database)
  const first = await aFamily(store)
  t.equal((await store.families.rotate(rotationOf(first.family, 0)))?.outcome, 'rotated')
  const names = await namesKnown(database.handle)
  for (const table of ['family', 'account', 'authorization_code', 'client', 'session', 'consent'])
    await execute(url, `alter table ${table} add column later text not null default 'x'`)
  t.equal((await store.families.rotate(rotationOf(first.family, 1)))?.outcome, 'rotated')
  const second = await aFamily(store)
  t.equal(
    (await store.families.rotate(rotationOf(second.family, 0)))?.outcome,
    'rotated',
    'codes are redeemed as before',
  )
  t.ok(names > 0)
  t.equal(
    await namesKnown(database.handle),
    names,
    'all under their names: no statement answers with whatever there is',
  )
})
