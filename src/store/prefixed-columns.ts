// Prefixed columns: several tables' columns in one row, for statements that answer with more than one thing.
import { type RawBuilder, sql } from 'kysely'

type PrefixedColumns = Readonly<{
  /** `alias.a as prefix_a, alias.b as prefix_b`; the names are constants of this code, never input. */
  list: RawBuilder<unknown>
  /** The part of the answer that these columns are, under their own names. */
  of<Row>(answer: Readonly<Record<string, unknown>>): Row
}>

export const prefixed = (alias: string, prefix: string, columns: readonly string[]): PrefixedColumns => {
  const names = columns.map((column) => [column, `${prefix}_${column}`] as const)
  return {
    list: sql.raw(names.map(([column, name]) => `${alias}.${column} as ${name}`).join(', ')),
    of: <Row>(answer: Readonly<Record<string, unknown>>) => {
      const row: Record<string, unknown> = {}
      for (const [column, name] of names) row[column] = answer[name]
      return row as Row
    },
  }
}
