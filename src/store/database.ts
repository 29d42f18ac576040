// The database: PostgreSQL where DATABASE_URL names one, else the embedded one; the same SQL in both.
import type { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import { embeddedDialect, openEmbedded } from './embedded.ts'
import { openPostgres, type PoolLoad, patientPostgresDialect } from './postgres.ts'
import type { Schema } from './schema.ts'
import { type AroundStatement, watched } from './watched.ts'

export type Database = Readonly<{
  handle: Kysely<Schema>
  /** Runs long work, such as migrations, on a connection without the time limit of a request. */
  patiently<T>(work: (handle: Kysely<Schema>) => Promise<T>): Promise<T>
  /** The embedded engine, or null for a PostgreSQL of its own. */
  embedded: PGlite | null
  /** Of its connections; null for the embedded engine, which has one. */
  load(): PoolLoad | null
  close(): Promise<void>
}>

type Place = Readonly<{ databaseUrl?: string | undefined; dataDir: string; workerConnections?: number }>

/** @param around what is told of each statement, where anybody wants to know */
export const openDatabase = async (place: Place, around?: AroundStatement): Promise<Database> => {
  if (place.databaseUrl === undefined) return embeddedDatabase(await openEmbedded(place.dataDir), around)
  return postgresDatabase(place.databaseUrl, place.workerConnections, around)
}

export const embeddedDatabase = (pglite: PGlite, around?: AroundStatement): Database => {
  const handle = new Kysely<Schema>({ dialect: watched(embeddedDialect(pglite), around) })
  const close = async () => {
    await handle.destroy()
    // Kysely closes only what it has used.
    if (!pglite.closed) await pglite.close()
  }
  return { handle, embedded: pglite, load: () => null, patiently: (work) => work(handle), close }
}

const postgresDatabase = (
  databaseUrl: string,
  connections: number | undefined,
  around: AroundStatement | undefined,
): Database => {
  const { dialect, load } = openPostgres(databaseUrl, connections)
  const handle = new Kysely<Schema>({ dialect: watched(dialect, around) })
  const patiently: Database['patiently'] = async (work) => {
    const patient = new Kysely<Schema>({ dialect: patientPostgresDialect(databaseUrl) })
    try {
      return await work(patient)
    } finally {
      await patient.destroy()
    }
  }
  return { handle, embedded: null, load, patiently, close: () => handle.destroy() }
}
