// Revoked tokens: single access tokens that were revoked before their end (RFC 7009); introspection asks.
import { sql } from 'kysely'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export const revokedTokens = (handle: Handle) => ({
  /** Until its own end; from then on the token is dead by itself. */
  add: async (jti: string, expiresAt: Date): Promise<void> => {
    const query = handle.insertInto('revoked_token').values({ jti, expires_at: expiresAt })
    await query.onConflict((conflict) => conflict.doNothing()).execute()
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
