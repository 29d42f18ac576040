// Attempts: a counter per key and window, shared by all processes; a limit is its reader's business.
import { sql } from 'kysely'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export type Attempts = Readonly<{ count: number; expiresAt: Date }>

export const attempts = (handle: Handle) => ({
  /** Counts one more, in a new window where the old one has ended. A clock that is set back makes no window longer. */
  hit: async (key: string, now: Date, windowSeconds: number): Promise<Attempts> => {
    const { rows } = await sql<{ count: number; expires_at: Date }>`
      insert into attempt (key, count, expires_at)
      values (${key}, 1, ${now}::timestamptz + make_interval(secs => ${windowSeconds}::float8))
      on conflict (key) do update set
        count = case when attempt.expires_at <= ${now}::timestamptz then 1 else attempt.count + 1 end,
        expires_at = case when attempt.expires_at <= ${now}::timestamptz then excluded.expires_at
          else least(attempt.expires_at, excluded.expires_at) end
      returning count, expires_at`.execute(handle)
    const [row] = rows
    if (row === undefined) throw new Error('the attempt was not counted')
    return { count: row.count, expiresAt: row.expires_at }
  },

  /** Takes one back, for an attempt that succeeded. */
  forgive: async (key: string): Promise<void> => {
    await sql`update attempt set count = count - 1 where key = ${key} and count > 0`.execute(handle)
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'attempt', key: 'key', expiry: 'expires_at', expired, limit })
  },
})
