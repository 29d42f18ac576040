// Fresh stores for tests, on every database that the server supports.
import type { Test } from 'tap'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createStore, type Store } from '../../src/store/index.ts'
import { freshDatabase } from './database.ts'
import { freshEmbedded } from './embedded.ts'
import type { PostgresVersion } from './postgres.ts'

export type DatabaseKind = 'pglite' | PostgresVersion

/** The embedded one, the oldest and the newest PostgreSQL. */
export const databaseKinds: readonly DatabaseKind[] = ['pglite', 15, 18]

/** A migrated, open database; closed and gone when the test ends. */
export const freshOpenDatabase = async (t: Test, kind: DatabaseKind): Promise<Database> => {
  if (kind === 'pglite') return freshEmbedded(t)
  const database = await openDatabase({ databaseUrl: await freshDatabase(t, kind), dataDir: '' })
  t.teardown(() => database.close())
  return database
}

export const freshStore = async (t: Test, kind: DatabaseKind = 18): Promise<Store> =>
  createStore(await freshOpenDatabase(t, kind))

/** The same tests on every database, each with one store for all of them. */
export const onEveryDatabase = (t: Test, tests: (t: Test, store: Store, database: Database) => Promise<void>): void => {
  for (const kind of databaseKinds) {
    t.test(kind === 'pglite' ? 'on PGlite' : `on PostgreSQL ${kind}`, async (t) => {
      const database = await freshOpenDatabase(t, kind)
      await tests(t, createStore(database), database)
    })
  }
}
