// Figures: how much happened in each minute, added up over all processes.
import { sql } from 'kysely'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export type Count = Readonly<{ minute: Date; name: string; count: number }>
export type Step = Readonly<{ startedAt: Date; name: string; count: number }>

export const figures = (handle: Handle) => ({
  /** In one order, so that two processes never wait for each other in a circle. */
  add: async (counts: readonly Count[]): Promise<void> => {
    if (counts.length === 0) return
    await sql`
      insert into figure (minute, name, count)
      select * from unnest(${counts.map(({ minute }) => minute)}::timestamptz[], ${counts.map(({ name }) => name)}::text[],
        ${counts.map(({ count }) => count)}::bigint[]) as added (minute, name, count)
      order by minute, name
      on conflict (minute, name) do update set count = figure.count + excluded.count`.execute(handle)
  },

  /** Added up in steps of so many seconds, counted from `since`. */
  read: async (since: Date, until: Date, stepSeconds: number): Promise<readonly Step[]> => {
    const { rows } = await sql<{ started_at: Date; name: string; count: number }>`
      select date_bin(make_interval(secs => ${stepSeconds}::float8), minute, ${since}::timestamptz) as started_at, name,
        sum(count)::float8 as count
      from figure where minute >= ${since}::timestamptz and minute < ${until}::timestamptz
      group by 1, 2 order by 1, 2`.execute(handle)
    return rows.map(({ started_at, name, count }) => ({ startedAt: started_at, name, count }))
  },

  sweep: (before: Date, limit: number): Promise<number> =>
    // (minute, name) is the key: a whole minute goes at once.
    sweep(handle, {
      table: 'figure',
      key: 'minute',
      expiry: 'minute',
      expired: sql`minute < ${before}::timestamptz`,
      limit,
    }),
})
