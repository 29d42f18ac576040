// Backup and restore of the embedded database: one file with everything in it, as of one moment.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, embeddedDatabase } from './database.ts'
import { databaseFolder, openFolder, replacedFolder } from './embedded.ts'
import { migrate } from './migrate.ts'

/** The restore was refused or failed; whatever was there before is still there. */
export class RestoreProblem extends Error {
  override readonly name = 'RestoreProblem'
}

export const backupEmbedded = (database: Database): Promise<Buffer> => {
  const { embedded, handle } = database
  if (embedded === null) throw new Error('only the embedded database is backed up here; use pg_dump for PostgreSQL')
  // On the only connection, so that no transaction is under way.
  return handle.connection().execute(async () => {
    const file = await embedded.dumpDataDir('gzip')
    return Buffer.from(await file.arrayBuffer())
  })
}

/** Nobody may have the folder open. The old database is removed only when the new one has opened and is in its place. */
export const restoreEmbedded = async (
  dataDir: string,
  file: Buffer,
  options: { replace?: boolean } = {},
): Promise<void> => {
  const folder = databaseFolder(dataDir)
  const replaced = replacedFolder(dataDir)
  const hasDatabase = [folder, replaced].some((place) => existsSync(join(place, 'PG_VERSION')))
  if (hasDatabase && options.replace !== true) throw new RestoreProblem(`There is a database in ${dataDir} already.`)
  const beside = join(dataDir, 'database.new')
  rmSync(beside, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    await prove(beside, file)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    throw new RestoreProblem('This file is not a backup that opens.', { cause: error })
  }
  if (existsSync(folder)) {
    rmSync(replaced, { recursive: true, force: true })
    renameSync(folder, replaced)
  }
  renameSync(beside, folder)
  rmSync(replaced, { recursive: true, force: true })
}

// A backup of an older version is brought up to date here; one of a newer version does not pass.
const prove = async (folder: string, file: Buffer): Promise<void> => {
  const database = embeddedDatabase(await openFolder(folder, new Blob([new Uint8Array(file)])))
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
}
