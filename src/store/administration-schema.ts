// The tables of administration as Kysely sees them; column for column what migrations/0012 made.
import type { ColumnType } from 'kysely'

/** bigint: pg gives a text. */
export type FigureTable = { minute: Date; name: string; count: ColumnType<string, number, number> }

export type AppliedTable = { kind: string; name: string }
