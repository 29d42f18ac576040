// The sessions of one person, as their page lists them.
import { sql } from 'kysely'
import type { ListedSession } from '../model/session.ts'
import type { Handle } from './schema.ts'

const columns = [
  'id',
  'created_at',
  'authenticated_at',
  'amr',
  'last_seen_at',
  'idle_expires_at',
  'absolute_expires_at',
  'user_agent',
  'address',
] as const

export const sessionList = (handle: Handle) => ({
  /** Those that live, the one seen last first. */
  listForAccount: async (
    sub: string,
    now: Date,
    { limit, offset }: Readonly<{ limit: number; offset: number }>,
  ): Promise<readonly ListedSession[]> => {
    const rows = await handle
      .selectFrom('session')
      .select(columns)
      .where('sub', '=', sub)
      .where('idle_expires_at', '>', now)
      .where('absolute_expires_at', '>', now)
      .orderBy('last_seen_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .offset(offset)
      .execute()
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      authenticatedAt: row.authenticated_at,
      amr: row.amr,
      lastSeenAt: row.last_seen_at,
      endsAt: row.idle_expires_at < row.absolute_expires_at ? row.idle_expires_at : row.absolute_expires_at,
      userAgent: row.user_agent,
      address: row.address,
    }))
  },

  /** Held until the transaction ends, if it is theirs. */
  lockForAccount: async (sub: string, id: string): Promise<boolean> => {
    const { rows } = await sql`select 1 from session where id = ${id} and sub = ${sub} for update`.execute(handle)
    return rows.length === 1
  },
})
