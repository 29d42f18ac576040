// Fresh databases for tests: copies of one migrated template on the PostgreSQL that the test run has started.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Test } from 'tap'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { migrationsHash } from './migrations-hash.ts'
import { type PostgresVersion, startPostgres } from './postgres.ts'

/** Names the variable by which test/run.ts tells every test file of the one server of the run. */
export const urlVariable = (version: PostgresVersion): string => `TEST_POSTGRES_${version}_URL`

const ownServers = new Map<PostgresVersion, Promise<string>>()

/** The run's server; when one file is run by hand, a server of its own, which ends with this process. */
export const serverUrl = (version: PostgresVersion): Promise<string> => {
  const given = process.env[urlVariable(version)]
  if (given) return Promise.resolve(given)
  const own = ownServers.get(version) ?? startPostgres(version).then((server) => server.url)
  ownServers.set(version, own)
  return own
}

export const databaseUrl = (server: string, name: string): string => {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** One or more statements, one after the other, on a connection of their own. */
export const execute = async (url: string, ...statements: readonly string[]): Promise<pg.QueryResult[]> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const results = []
    for (const statement of statements) results.push(await client.query(statement))
    return results
  } finally {
    await client.end()
  }
}

const templates = new Map<string, Promise<string>>()

/** The migrated template's name on that server, made by whichever test process comes first. */
export const templateOn = (server: string): Promise<string> => {
  const known = templates.get(server) ?? makeTemplate(server)
  templates.set(server, known)
  return known
}

const makeTemplate = async (server: string): Promise<string> => {
  const name = `template_${migrationsHash()}`
  const client = new pg.Client({ connectionString: server })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(1)')
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rows.length > 0) return name
    // Renamed when it is complete, so that a half-made one is never copied.
    await client.query(`drop database if exists ${name}_new with (force)`)
    await client.query(`create database ${name}_new`)
    const database = await openDatabase({ databaseUrl: databaseUrl(server, `${name}_new`), dataDir: '' })
    await migrate(database)
    await database.close()
    await client.query(`alter database ${name}_new rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}

const newName = () => `test_${process.pid}_${randomBytes(4).toString('hex')}`

/** A migrated database of its own; dropped when the test ends. */
export const freshDatabase = async (t: Test, version: PostgresVersion = 18): Promise<string> => {
  const server = await serverUrl(version)
  const template = await templateOn(server)
  // A log of every page, which is the usual way, costs twice as much.
  return createdFor(t, server, `template ${template} strategy file_copy`)
}

/** A database without a single table, for tests of migrations. */
export const emptyDatabase = async (t: Test, version: PostgresVersion = 18): Promise<string> =>
  createdFor(t, await serverUrl(version), '')

const createdFor = async (t: Test, server: string, options: string): Promise<string> => {
  const name = newName()
  await execute(server, `create database ${name} ${options}`)
  t.teardown(() => execute(server, `drop database if exists ${name} with (force)`))
  return databaseUrl(server, name)
}
