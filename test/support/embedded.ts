// Fresh embedded databases for tests: unpacked from one migrated snapshot, which is made once per set of migrations.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { type Database, embeddedDatabase } from '../../src/store/database.ts'
import { databaseFolder, openFolder } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrate.ts'
import { migrationsHash } from './migrations-hash.ts'

/** A folder that is removed when the test ends. */
export const freshFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cs-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** In memory: quicker than a folder, and the same engine. */
export const freshEmbedded = async (t: Test): Promise<Database> => {
  const database = embeddedDatabase(await openFolder('memory://', await snapshot()))
  t.teardown(() => database.close())
  return database
}

/** A DATA_DIR with a migrated database: made from nothing it costs a server's first start seconds. */
export const filledDataDir = async (dataDir: string): Promise<void> => {
  const filled = await filledFolder()
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  cpSync(filled, databaseFolder(dataDir), { recursive: true })
}

const cache = fileURLToPath(new URL('../../node_modules/.cache/countersign/', import.meta.url))

const nameOf = (kind: 'tar' | 'folder'): string => `embedded-${migrationsHash()}-${engineVersion()}.${kind}`

/** The snapshot in a folder: to copy that costs a third of unpacking it. */
const filledFolder = async (): Promise<string> => {
  const folder = join(cache, nameOf('folder'))
  if (existsSync(folder)) return folder
  const partial = `${folder}.${process.pid}`
  const engine = await openFolder(partial, await snapshot())
  await engine.close()
  removeOld('folder')
  try {
    renameSync(partial, folder)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

const removeOld = (kind: 'tar' | 'folder'): void => {
  const old = readdirSync(cache).filter((name) => name.endsWith(`.${kind}`) && name !== nameOf(kind))
  for (const name of old) rmSync(join(cache, name), { recursive: true, force: true })
}

/** Kept between runs; made by whichever test process comes first, complete or not at all. */
export const snapshot = async (): Promise<Blob> => {
  const name = nameOf('tar')
  try {
    return new Blob([readFileSync(join(cache, name))])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const database = embeddedDatabase(await openFolder('memory://'))
  await migrate(database)
  const made = await database.embedded!.dumpDataDir('none')
  await database.close()
  mkdirSync(cache, { recursive: true })
  removeOld('tar')
  writeFileSync(join(cache, `${name}.${process.pid}`), Buffer.from(await made.arrayBuffer()))
  renameSync(join(cache, `${name}.${process.pid}`), join(cache, name))
  return made
}

const engineVersion = (): string => {
  const entry = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
  return (JSON.parse(readFileSync(entry, 'utf8')) as { version: string }).version
}
