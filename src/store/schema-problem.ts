// Schema problem: what keeps the tables from being those that this version works with.
import { sql } from 'kysely'
import { migrationNames } from './migrate.ts'
import type { Handle } from './schema.ts'

/** In words; undefined if there is none. A newer version may have added something while this one still runs: that is no problem. */
export const schemaProblem = async (handle: Handle): Promise<string | undefined> => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(handle)
  const missing = migrationNames.filter((name) => !rows.some((row) => row.name === name))
  return missing.length === 0 ? undefined : `the database lacks ${missing.join(', ')}`
}
