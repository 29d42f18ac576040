// Unavailable: a database that goes away is an error within five seconds, never a crash, and the store recovers by itself.
import { createServer } from 'node:net'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/store/database.ts'
import { createStore } from '../../src/store/index.ts'
import { migrate } from '../../src/store/migrate.ts'
import { isUnavailable } from '../../src/store/unavailable.ts'
import { databaseUrl, execute, freshDatabase } from '../support/database.ts'
import { freshEmbedded } from '../support/embedded.ts'
import { inTime } from '../support/pace.ts'
import { startPostgres } from '../support/postgres.ts'
import { aFamily, anAccount, now, rotationOf } from './samples.ts'

// Most of them wait for a time limit: they may as well wait together.
t.jobs = 7

const problemOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (problem: unknown) => problem,
  )

const openStore = async (t: Test, url: string) => {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  t.teardown(() => database.close())
  return { database, store: createStore(database) }
}

t.test('PostgreSQL crashes, is shut down, and comes back', { buffered: true }, async (t) => {
  const server = await startPostgres(18)
  t.teardown(() => server.stop())
  await execute(server.url, 'create database countersign')
  const { database, store } = await openStore(t, databaseUrl(server.url, 'countersign'))
  await migrate(database)
  for (const end of ['crash', 'shutDown'] as const) {
    const { family } = await aFamily(store)
    // Ten open connections, of which one is between two statements of a transaction.
    await Promise.all(Array.from({ length: 10 }, () => store.ping()))
    const reached = Promise.withResolvers<void>()
    const away = Promise.withResolvers<void>()
    const account = anAccount()
    const interrupted = problemOf(
      store.transaction(async (inside) => {
        await inside.accounts.create(account)
        reached.resolve()
        await away.promise
        await inside.ping()
      }),
    )
    await reached.promise
    await server[end]()
    away.resolve()
    t.ok(isUnavailable(await interrupted), `${end}: in a transaction`)
    const started = Date.now()
    const problems = await Promise.all(Array.from({ length: 30 }, () => problemOf(store.ping())))
    t.ok(problems.every(isUnavailable), `${end}: thirty requests`)
    inTime(t, 'the answer', 5000, Date.now() - started)
    await server.start()
    await store.ping()
    t.equal((await store.families.rotate(rotationOf(family, 0)))?.outcome, 'rotated', 'what was written is there')
    t.equal(await store.accounts.bySub(account.sub), undefined, 'what was not committed is not')
  }
})

t.test('a server that accepts and says nothing', { buffered: true }, async (t) => {
  const sockets = new Set<import('node:net').Socket>()
  const silent = createServer((socket) => sockets.add(socket.on('error', () => {}))).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
  const { port } = silent.address() as { port: number }
  const { store } = await openStore(t, `postgres://postgres:x@127.0.0.1:${port}/x`)
  const started = Date.now()
  t.ok(isUnavailable(await problemOf(store.ping())))
  inTime(t, 'the answer', 5000, Date.now() - started)
})

t.test('nobody listens, no such host', { buffered: true }, async (t) => {
  for (const url of ['postgres://postgres:x@127.0.0.1:1/x', 'postgres://postgres:x@nowhere.invalid/x']) {
    const { store } = await openStore(t, url)
    t.ok(isUnavailable(await problemOf(store.ping())), url)
  }
})

t.test('a statement that waits too long costs its connection, and nobody else', { buffered: true }, async (t) => {
  const url = await freshDatabase(t)
  const { store } = await openStore(t, url)
  const { store: other } = await openStore(t, url)
  const account = anAccount()
  await store.accounts.create(account)
  const started = Date.now()
  const problem = await other.transaction(async (inside) => {
    await inside.accounts.setDisabled(account.sub, now)
    return problemOf(store.transaction((waiting) => waiting.accounts.setDisabled(account.sub, null)))
  })
  t.ok(isUnavailable(problem))
  inTime(t, 'the answer', 5000, Date.now() - started)
  await Promise.all(Array.from({ length: 20 }, () => store.ping()))
  t.strictSame((await store.accounts.bySub(account.sub))?.disabledAt, now)
})

t.test('the embedded database, closed', { buffered: true }, async (t) => {
  const database = await freshEmbedded(t)
  const store = createStore(database)
  await store.ping()
  await store.close()
  t.ok(isUnavailable(await problemOf(store.ping())))
})

t.test(
  'a transaction of the embedded database that calls the store outside its handle fails, and does not hang',
  async (t) => {
    const store = createStore(await freshEmbedded(t))
    const problem = await problemOf(store.transaction(() => store.ping()))
    t.ok(isUnavailable(problem))
    await store.ping()
  },
)

t.test('errors of the request are not unavailability', { buffered: true }, async (t) => {
  const { store } = await openStore(t, await freshDatabase(t))
  const account = anAccount()
  await store.accounts.create(account)
  const duplicate = await problemOf(store.accounts.create(anAccount({ sub: account.sub })))
  t.ok(duplicate instanceof Error)
  const missing = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' })
  for (const problem of [duplicate, missing, new Error('other'), undefined, 'text']) t.notOk(isUnavailable(problem))
  const codes = ['57P01', '57P02', '57P03', '08006', '25006', '53300', '53100', '28P01', '3D000', '40P01', 'ECONNRESET']
  for (const code of codes) t.ok(isUnavailable(Object.assign(new Error(code), { code })), code)
})
