// Watched statements: each is told of while it runs, by what it does to which table; never with its values.
import type { DatabaseConnection, Dialect } from 'kysely'

export type AroundStatement = <T>(summary: string, run: () => Promise<T>) => Promise<T>

/** Where nobody watches, the dialect itself: it costs nothing. */
export const watched = (dialect: Dialect, around: AroundStatement | undefined): Dialect => {
  if (around === undefined) return dialect
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => {
      const driver = dialect.createDriver()
      const known = new WeakSet<DatabaseConnection>()
      const acquire = driver.acquireConnection.bind(driver)
      driver.acquireConnection = async (options) => {
        const connection = await acquire(options)
        // The driver knows its connections by identity.
        if (!known.has(connection)) watch(connection, around)
        known.add(connection)
        return connection
      }
      return driver
    },
  }
}

const watch = (connection: DatabaseConnection, around: AroundStatement): void => {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = (query, options) => around(summaryOf(query.sql), () => execute(query, options))
}

/** `update family`, `with spent`: enough to tell statements apart, and few. */
const summaryOf = (text: string): string => {
  const [, verb = 'statement', name] =
    /^\s*(select|insert into|update|delete from|with|begin|commit|rollback)\b(?:[\s\S]*?\bfrom\s+"?(\w+)|\s+"?(\w+))?/i.exec(
      text,
    ) ?? []
  const table = /^\s*(?:insert into|update|delete from|with)\s+"?(\w+)/i.exec(text)?.[1] ?? name
  return [verb.toLowerCase(), table].filter((part) => part !== undefined).join(' ')
}
