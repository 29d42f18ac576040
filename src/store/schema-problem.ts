// Schema problem: what keeps the database from being one that this version can work with.
import { sql } from 'kysely'
import { migrationNames } from './migrate.ts'
import type { Handle } from './schema.ts'

/** In words; undefined if there is none. A newer version may have added something while this one still runs: that is no problem. */
export const schemaProblem = async (handle: Handle): Promise<string | undefined> => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(handle)
  const missing = migrationNames.filter((name) => !rows.some((row) => row.name === name))
  if (missing.length > 0) return `migrations: the database lacks ${missing.join(', ')}`
  return (await takesWrites(handle))
    ? undefined
    : 'database: it only reads (a standby, or default_transaction_read_only)'
}

/** It locks nothing, and fails like a write: so a connection to a server that was demoted is given up here, too. */
const takesWrites = async (handle: Handle): Promise<boolean> => {
  try {
    await sql`select from kysely_migration where false for update`.execute(handle)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '25006') return false
    throw error
  }
}
