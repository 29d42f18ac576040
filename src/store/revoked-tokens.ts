// Revoked tokens: single access tokens that were revoked before their end (RFC 7009); introspection asks.
import { sql } from 'kysely'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export const revokedTokens = (handle: Handle) => ({
  /** Until its own end; from then on the token is dead by itself. False if it was there already. */
  add: async (jti: string, expiresAt: Date): Promise<boolean> => {
    const query = handle.insertInto('revoked_token').values({ jti, expires_at: expiresAt })
    const result = await query.onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
  },

  has: async (jti: string): Promise<boolean> => {
    const row = await handle.selectFrom('revoked_token').select('jti').where('jti', '=', jti).executeTakeFirst()
    return row !== undefined
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'revoked_token', key: 'jti', expiry: 'expires_at', expired, limit })
  },
})
