// The database: PostgreSQL where DATABASE_URL names one, else the embedded one; the same SQL in both.
import type { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import { embeddedDialect, openEmbedded } from './embedded.ts'
import { patientPostgresDialect, postgresDialect } from './postgres.ts'
import type { Schema } from './schema.ts'

export type Database = Readonly<{
  handle: Kysely<Schema>
  /** Runs long work, such as migrations, on a connection without the time limit of a request. */
  patiently<T>(work: (handle: Kysely<Schema>) => Promise<T>): Promise<T>
  /** The embedded engine, or null for a PostgreSQL of its own. */
  embedded: PGlite | null
  close(): Promise<void>
}>

type Place = Readonly<{ databaseUrl?: string | undefined; dataDir: string; workerConnections?: number }>

export const openDatabase = async (place: Place): Promise<Database> => {
  if (place.databaseUrl === undefined) return embeddedDatabase(await openEmbedded(place.dataDir))
  return postgresDatabase(place.databaseUrl, place.workerConnections)
}

export const embeddedDatabase = (pglite: PGlite): Database => {
  const handle = new Kysely<Schema>({ dialect: embeddedDialect(pglite) })
  const close = async () => {
    await handle.destroy()
    // Kysely closes only what it has used.
    if (!pglite.closed) await pglite.close()
  }
  return { handle, embedded: pglite, patiently: (work) => work(handle), close }
}

const postgresDatabase = (databaseUrl: string, connections: number | undefined): Database => {
  const handle = new Kysely<Schema>({ dialect: postgresDialect(databaseUrl, connections) })
  const patiently: Database['patiently'] = async (work) => {
    const patient = new Kysely<Schema>({ dialect: patientPostgresDialect(databaseUrl) })
    try {
      return await work(patient)
    } finally {
      await patient.destroy()
    }
  }
  return { handle, embedded: null, patiently, close: () => handle.destroy() }
}
