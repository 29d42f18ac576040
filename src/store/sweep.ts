// Sweep: delete what has expired, a batch at a time, beside other instances that do the same.
import { type RawBuilder, sql } from 'kysely'
import type { Handle, Schema } from './schema.ts'

type Sweep = Readonly<{
  table: keyof Schema
  key: string
  /** The indexed column: the oldest go first. */
  expiry: string
  expired: RawBuilder<unknown>
  limit: number
}>

/** How many rows it deleted; fewer than the limit means that nothing is left (or that another instance has it). */
export const sweep = async (handle: Handle, { table, key, expiry, expired, limit }: Sweep): Promise<number> => {
  // array(…) is evaluated once; with `in (…)` the planner may run the limited subquery again and again.
  const { rows } = await sql`
    with gone as (
      delete from ${sql.table(table)} where ${sql.ref(key)} = any(array(
        select ${sql.ref(key)} from ${sql.table(table)} where ${expired}
        order by ${sql.ref(expiry)} limit ${limit}::integer for update skip locked))
      returning 1)
    select count(*)::integer as count from gone`.execute(handle)
  return (rows[0] as { count: number }).count
}

/** The day of an instant, in UTC, as the sweep_on columns count it. */
export const dayOf = (now: Date): RawBuilder<unknown> => sql`(${now}::timestamptz at time zone 'UTC')::date`
