// Client secrets: two may live at once, so that an application can change over without a gap.
import { sql } from 'kysely'
import type { ClientSecret } from '../model/client.ts'
import { atomically } from './atomically.ts'
import type { Handle } from './schema.ts'

const keepNewest = async (handle: Handle, clientId: string, count: number): Promise<number> => {
  const { rows } = await sql`
    delete from client_secret where client_id = ${clientId} and position <= (
      select position from client_secret where client_id = ${clientId}
      order by position desc offset ${count}::integer limit 1)
    returning id`.execute(handle)
  return rows.length
}

export const clientSecrets = (handle: Handle) => ({
  /** Adds one and keeps the two newest; false if there is no such client. */
  addSecret: (clientId: string, secret: ClientSecret): Promise<boolean> =>
    atomically(handle, async (inside) => {
      // Locked, so that two who add at once see each other's.
      const query = inside.selectFrom('client').select('client_id').where('client_id', '=', clientId).forNoKeyUpdate()
      if ((await query.executeTakeFirst()) === undefined) return false
      const { id, digest, createdAt: created_at, lastUsedAt: last_used_at } = secret
      await inside
        .insertInto('client_secret')
        .values({ id, client_id: clientId, digest, created_at, last_used_at })
        .execute()
      await keepNewest(inside, clientId, 2)
      return true
    }),

  /** Keeps the newest; how many it dropped. */
  dropOldSecrets: (clientId: string): Promise<number> => keepNewest(handle, clientId, 1),

  /** For a client that turned public: a secret that nobody checks must not come back to life later. */
  dropSecrets: (clientId: string): Promise<number> => keepNewest(handle, clientId, 0),

  /** Remembers its last use to the minute: no write for every request of a busy client. */
  touchSecret: async (id: string, now: Date): Promise<void> => {
    await sql`
      update client_secret set last_used_at = ${now}
      where id = ${id} and (last_used_at is null or last_used_at < ${now}::timestamptz - interval '60 seconds')
    `.execute(handle)
  },
})
