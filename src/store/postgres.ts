// PostgreSQL through a pool that outlives its server: what is lost is an error of one request, never of the process.
import { type Dialect, PostgresAdapter, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { statementName } from './prepared.ts'
import { isNamingTrouble } from './unavailable.ts'

/** Together they keep the answer "unavailable" under five seconds. */
const connectMillis = 3000
const queryMillis = 4000

// Timeouts are kept on this side: as settings of the connection they would be refused by a transaction pooler.
const openPool = (databaseUrl: string, limits: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectMillis,
    keepAlive: true,
    ...limits,
  })
  // An idle connection was lost: the pool has removed it already, the next request gets a new one.
  pool.on('error', () => {})
  // The same between two statements of a transaction: the next statement fails, and says so to its caller.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

type Query = (text: string, parameters: unknown[]) => Promise<pg.QueryResult>

/** Whether statements of this pool are prepared under names; no longer, once a connection forgot or mixed up one. */
type Naming = { on: boolean }

// A timed-out statement still occupies its connection, so that connection must never serve anybody again.
const discarding = (client: pg.PoolClient, naming: Naming): PostgresPoolClient => {
  let broken: unknown
  let inTransaction = false
  const send: Query = async (text, parameters) => {
    if (broken) throw broken
    const name = naming.on ? statementName(text) : undefined
    try {
      // Without a name a statement is parsed and planned each time: half as much again on this side alone.
      return await (name === undefined
        ? client.query(text, parameters)
        : client.query({ name, text, values: parameters }))
    } catch (error) {
      if (isTimeout(error)) broken = error
      throw error
    }
  }
  const query: Query = async (text, parameters) => {
    if (parameters.length === 0)
      inTransaction = /^(begin|start)/.test(text) || (inTransaction && !/^(commit|rollback$)/.test(text))
    try {
      return await send(text, parameters)
    } catch (error) {
      if (!naming.on || !isNamingTrouble(error)) throw error
      naming.on = false
      // It was refused before it did anything; only a transaction cannot go on after that.
      if (inTransaction) throw error
      return send(text, parameters)
    }
  }
  const release = (discard?: boolean) => client.release(Boolean(discard || broken))
  return { query, release } as unknown as PostgresPoolClient
}

const isTimeout = (error: unknown) => error instanceof Error && error.message === 'Query read timeout'

const dialectOf = (pool: pg.Pool): Dialect => {
  const naming: Naming = { on: true }
  const connect = async () => discarding(await pool.connect(), naming)
  const guarded: PostgresPool = { connect, end: () => pool.end(), options: {} }
  const dialect = new PostgresDialect({ pool: guarded })
  return {
    createAdapter: withoutSessionLock,
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

// Kysely's migrations lock the session, which a transaction pooler does not keep; migrate.ts locks its transaction instead.
const withoutSessionLock = (): PostgresAdapter =>
  Object.assign(new PostgresAdapter(), {
    acquireMigrationLock: async () => {},
    releaseMigrationLock: async () => {},
  })

export const postgresDialect = (databaseUrl: string, connections = 10): Dialect =>
  dialectOf(openPool(databaseUrl, { max: connections, query_timeout: queryMillis }))

/** For migrations: one connection, and as much time as they need. */
export const patientPostgresDialect = (databaseUrl: string): Dialect => dialectOf(openPool(databaseUrl, { max: 1 }))
