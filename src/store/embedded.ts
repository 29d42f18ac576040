// The embedded database: PGlite, PostgreSQL in this process, in a folder of DATA_DIR.
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite, types } from '@electric-sql/pglite'
import { type Dialect, type Driver, PGliteDialect } from 'kysely'

export const databaseFolder = (dataDir: string): string => join(dataDir, 'database')
/** Where a restore keeps the old folder until the new one is in place. */
export const replacedFolder = (dataDir: string): string => join(dataDir, 'database.old')

const asBuffer = (text: string): Buffer => Buffer.from(text.slice('\\x'.length), 'hex')

/** Opens the folder, or a new one, or one filled from a backup. Rows come out as they do from pg: bytea is a Buffer. */
export const openFolder = (folder: string, backup?: Blob): Promise<PGlite> => {
  // PGlite would make it open to everybody on the computer.
  if (!folder.startsWith('memory://')) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
  }
  return PGlite.create({
    dataDir: folder,
    relaxedDurability: false,
    parsers: { [types.BYTEA]: asBuffer },
    ...(backup ? { loadDataDir: backup } : {}),
  })
}

export const openEmbedded = (dataDir: string): Promise<PGlite> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const folder = databaseFolder(dataDir)
  // A restore was interrupted between its two renames: without this, an empty database would be made.
  if (!existsSync(folder) && existsSync(replacedFolder(dataDir))) renameSync(replacedFolder(dataDir), folder)
  return openFolder(folder)
}

/** Kysely's dialect, but nobody waits for the one connection without end. */
export const embeddedDialect = (pglite: PGlite): Dialect => {
  const dialect = new PGliteDialect({ pglite })
  return {
    // Else Kysely would queue by itself, for ever.
    createAdapter: () => Object.defineProperty(dialect.createAdapter(), 'supportsMultipleConnections', { value: true }),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => oneAtATime(dialect.createDriver()),
  }
}

const oneAtATime = (driver: Driver): Driver => {
  const queue = turns(5000)
  return {
    init: (options) => driver.init(options),
    acquireConnection: async (options) => {
      await queue.take()
      return driver.acquireConnection(options)
    },
    releaseConnection: async (connection, options) => {
      await driver.releaseConnection(connection, options)
      queue.pass()
    },
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    destroy: (options) => driver.destroy(options),
  }
}

// Waiting is limited as in pg's pool: a transaction that calls the store outside its own handle waits for itself, and without
// a limit so would every request after it.
const turns = (waitMillis: number) => {
  const waiting = new Set<() => void>()
  let taken = false
  const take = (): Promise<void> => {
    if (!taken) {
      taken = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const granted = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.delete(granted)
        reject(new Error('timeout exceeded when trying to connect: a transaction holds the embedded database'))
      }, waitMillis)
      waiting.add(granted)
    })
  }
  const pass = (): void => {
    const [next] = waiting
    if (next === undefined) {
      taken = false
      return
    }
    waiting.delete(next)
    next()
  }
  return { take, pass }
}
