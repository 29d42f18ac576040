// PostgreSQL through a pool that outlives its server: what is lost is an error of one request, never of the process.
import { type Dialect, PostgresAdapter, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import { openConnection, type Pool } from './postgres-connection.ts'

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

/** One that was opened since a connection was last lost: what took that one (a restart, a failover) took its elders too. */
const trusted = (pool: pg.Pool): Pool => {
  const bornIn = new WeakMap<pg.PoolClient, number>()
  let era = 0
  pool.on('connect', (client) => bornIn.set(client, era))
  const take = async (): Promise<pg.PoolClient> => {
    for (let left = pool.options.max; ; left -= 1) {
      const client = await pool.connect()
      if (bornIn.get(client) === era || left === 0) return client
      client.release(true)
    }
  }
  const distrust = (client: pg.PoolClient): void => {
    if (bornIn.get(client) === era) era += 1
  }
  return { take, distrust, naming: { on: true } }
}

const dialectOf = (pool: pg.Pool): Dialect => {
  const connections = trusted(pool)
  const guarded: PostgresPool = { connect: () => openConnection(connections), end: () => pool.end(), options: {} }
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

export type PoolLoad = Readonly<{ total: number; idle: number; waiting: number }>

export const openPostgres = (
  databaseUrl: string,
  connections = 10,
): Readonly<{ dialect: Dialect; load: () => PoolLoad }> => {
  const pool = openPool(databaseUrl, { max: connections, query_timeout: queryMillis })
  const load = () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount })
  return { dialect: dialectOf(pool), load }
}

/** For migrations: one connection, and as much time as they need. */
export const patientPostgresDialect = (databaseUrl: string): Dialect => dialectOf(openPool(databaseUrl, { max: 1 }))
