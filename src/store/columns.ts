// Columns: types that several tables share.
import { type ColumnType, sql } from 'kysely'

export type Texts = readonly string[]
/** Written as JSON text: pg would take an array for a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>

/** `prefix + lastText` is behind everything that begins so, byte for byte. */
export const lastText = '\u{10FFFF}'

/** What the indexes on names are in the order of. */
export const lowerName = sql<string>`lower(name) collate "C"`

/** A range of such an index, whatever the capitals. */
export const nameBegins = (start: string) =>
  sql<boolean>`${lowerName} >= lower(${start}::text) and ${lowerName} < lower(${start}::text) || ${lastText}::text`
