// Used challenges: which passkey challenges were answered, so that none is answered twice (Web Authentication §13.4.3).
import { sql } from 'kysely'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export const usedChallenges = (handle: Handle) => ({
  /** False if it was used before: of two at once, one gets true. */
  spend: async (digest: Buffer, expiresAt: Date): Promise<boolean> => {
    const row = await handle
      .insertInto('used_challenge')
      .values({ digest, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning('digest')
      .executeTakeFirst()
    return row !== undefined
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'used_challenge', key: 'digest', expiry: 'expires_at', expired, limit })
  },
})
