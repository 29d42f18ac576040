// Client assertions that were used: each proves its client once, at whichever instance it arrives (RFC 7523 §3).
import { sql } from 'kysely'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export const clientAssertions = (handle: Handle) => ({
  /** False if it was spent before: of two at once, one gets true. `expiresAt`: from then on it is dead by itself. */
  spend: async (digest: Buffer, expiresAt: Date): Promise<boolean> => {
    const query = handle.insertInto('client_assertion').values({ digest, expires_at: expiresAt })
    const result = await query.onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'client_assertion', key: 'digest', expiry: 'expires_at', expired, limit })
  },
})
