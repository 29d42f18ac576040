// The database of a run: a real PostgreSQL beside the load, a database for each contestant, and what each has asked of it.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { startPostgres } from '../test/support/postgres.ts'

export type Usage = Readonly<{ statements: number; cpuMillis: number }>

export type Databases = Readonly<{
  /** @returns its URL */
  create(name: string): Promise<string>
  /** Since the start: statements, and CPU of the processes that serve it now. */
  usage(name: string): Promise<Usage>
  stop(): Promise<void>
}>

export const startDatabases = async (): Promise<Databases> => {
  const postgres = await startPostgres(18, { settings: { shared_preload_libraries: 'pg_stat_statements' } })
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('CREATE EXTENSION pg_stat_statements')
  const number = async (text: string, name: string): Promise<number> => {
    const { rows } = await client.query<{ value: string | null }>(text, [name])
    return Number(rows[0]?.value ?? 0)
  }
  return {
    create: async (name) => {
      await client.query(`CREATE DATABASE ${name}`)
      return Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
    },
    usage: async (name) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE datname = $1', [
        name,
      ])
      return {
        cpuMillis: rows.reduce((sum, { pid }) => sum + scheduledMillis(pid), 0),
        statements: await number(
          'SELECT sum(calls) AS value FROM pg_stat_statements JOIN pg_database ON oid = dbid WHERE datname = $1',
          name,
        ),
      }
    },
    stop: async () => {
      await client.end()
      await postgres.stop()
    },
  }
}

const scheduledMillis = (pid: number): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    // It has just ended.
    return 0
  }
}
