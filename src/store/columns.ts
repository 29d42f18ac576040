// Columns: types that several tables share.
import type { ColumnType } from 'kysely'

export type Texts = readonly string[]
/** Written as JSON text: pg would take an array for a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>

/** `prefix + lastText` is behind everything that begins so, byte for byte. */
export const lastText = '\u{10FFFF}'
