// Recovery codes: ten at a time, each good for one use (NIST SP 800-63B-4 §3.1.2).
import { sql } from 'kysely'
import type { Handle } from './schema.ts'

export const recoveryCodes = (handle: Handle) => ({
  count: async (sub: string): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from recovery_code where sub = ${sub}`.execute(handle)
    return rows[0]?.count ?? 0
  },

  /** Those from now on; what was there before is worth nothing any more. Call it in a transaction. */
  replace: async (sub: string, digests: readonly Buffer[], now: Date): Promise<void> => {
    await handle.deleteFrom('recovery_code').where('sub', '=', sub).execute()
    if (digests.length === 0) return
    await handle
      .insertInto('recovery_code')
      .values(digests.map((digest) => ({ sub, digest, made_at: now })))
      .execute()
  },

  /** Uses it up; false if there is no such code, or no more. */
  spend: async (sub: string, digest: Buffer): Promise<boolean> => {
    const query = handle.deleteFrom('recovery_code').where('sub', '=', sub).where('digest', '=', digest)
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  },

  removeMadeSince: async (sub: string, at: Date): Promise<void> => {
    await handle.deleteFrom('recovery_code').where('sub', '=', sub).where('made_at', '>=', at).execute()
  },

  removeMadeBefore: async (sub: string, at: Date): Promise<void> => {
    await handle.deleteFrom('recovery_code').where('sub', '=', sub).where('made_at', '<', at).execute()
  },
})
