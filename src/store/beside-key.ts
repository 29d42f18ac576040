// Beside a key: columns that are checked on the row which a key has found, and must never be the way to it.
import { type RawBuilder, sql } from 'kysely'

/**
 * The text in that column, out of reach of the column's index. While tables are nearly empty, PostgreSQL holds every index
 * for as good as the key's, and a prepared statement keeps the plan that it got then: through the client's index, a busy
 * client's rows would all be read for each of its requests.
 * @param column a constant of this code, never input
 */
export const besideKey = (column: string): RawBuilder<string> => sql`(${sql.ref(column)} || '')`
