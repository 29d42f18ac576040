// Prefixed columns: several tables' columns in one row, for statements that answer with more than one thing.
import { type RawBuilder, sql } from 'kysely'

/** `alias.a as prefix_a, alias.b as prefix_b`; the names are constants of this code, never input. */
export const prefixed = (alias: string, prefix: string, columns: readonly string[]): RawBuilder<unknown> =>
  sql.raw(columns.map((column) => `${alias}.${column} as ${prefix}_${column}`).join(', '))

export const unprefixed = <Row>(row: Record<string, unknown>, prefix: string, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column) => [column, row[`${prefix}_${column}`]])) as Row
