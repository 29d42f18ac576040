// A faulty database: the real one, of which a chosen statement fails, before or after it took effect.
import { type DatabaseConnection, type Dialect, type Driver, Kysely } from 'kysely'
import type { Database } from '../../src/store/database.ts'
import type { Schema } from '../../src/store/schema.ts'

export type FaultMoment = 'before' | 'after'

export type Faults = Readonly<{
  /** The statement after so many others fails; commits count, as the statements that they are. */
  arm(statement: number, moment: FaultMoment): void
  /** Whether the armed fault has struck; nothing is armed afterwards. */
  disarm(): boolean
}>

/** What an application sees when its connection is cut: it cannot know whether the statement took effect. */
export class CutConnection extends Error {
  readonly code = '57P01'
  override name = 'CutConnection'
}

export type FaultyDatabase = Readonly<{ database: Database; faults: Faults }>

export const faultyDatabase = (dialect: Dialect, close: () => Promise<void>): FaultyDatabase => {
  let left = 0
  let moment: FaultMoment = 'before'
  let struck = false

  const risking = async <T>(work: () => Promise<T>): Promise<T> => {
    if (left === 0) return work()
    left -= 1
    if (left > 0) return work()
    struck = true
    if (moment === 'after') await work()
    throw new CutConnection('terminating connection due to administrator command')
  }

  const handle = new Kysely<Schema>({
    dialect: { ...parts(dialect), createDriver: () => risky(dialect.createDriver(), risking) },
  })
  return {
    database: { handle, embedded: null, load: () => null, patiently: (work) => work(handle), close },
    faults: {
      arm: (statement, when) => {
        left = statement
        moment = when
        struck = false
      },
      disarm: () => {
        left = 0
        return struck
      },
    },
  }
}

const parts = (dialect: Dialect) => ({
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: (db: Kysely<never>) => dialect.createIntrospector(db),
  createQueryCompiler: () => dialect.createQueryCompiler(),
})

type Risking = <T>(work: () => Promise<T>) => Promise<T>

const risky = (driver: Driver, risking: Risking): Driver => {
  const inner = new WeakMap<DatabaseConnection, DatabaseConnection>()
  const realOf = (connection: DatabaseConnection): DatabaseConnection => inner.get(connection) ?? connection
  return {
    init: (options) => driver.init(options),
    acquireConnection: async (options) => {
      const real = await driver.acquireConnection(options)
      const wrapped: DatabaseConnection = {
        executeQuery: (query, queryOptions) => risking(() => real.executeQuery(query, queryOptions)),
        streamQuery: (query, chunkSize, queryOptions) => real.streamQuery(query, chunkSize, queryOptions),
      }
      inner.set(wrapped, real)
      return wrapped
    },
    releaseConnection: (connection, options) => driver.releaseConnection(realOf(connection), options),
    // A transaction that never began and one that was rolled back are the same: only the commit is worth a fault.
    beginTransaction: (connection, settings) => driver.beginTransaction(realOf(connection), settings),
    commitTransaction: (connection) => risking(() => driver.commitTransaction(realOf(connection))),
    rollbackTransaction: (connection) => driver.rollbackTransaction(realOf(connection)),
    destroy: (options) => driver.destroy(options),
  }
}
