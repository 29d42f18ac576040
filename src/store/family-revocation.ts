// Revocation: ends families, each once; the first reason stays (RFC 7009, RFC 9700 §4.14.2).
import { sql, type UpdateResult } from 'kysely'
import type { RevocationReason } from '../model/family.ts'
import type { Handle } from './schema.ts'

const countOf = async (query: { executeTakeFirst(): Promise<UpdateResult> }): Promise<number> =>
  Number((await query.executeTakeFirst()).numUpdatedRows)

export const familyRevocation = (handle: Handle) => {
  const living = (reason: RevocationReason, now: Date) =>
    handle.updateTable('family').set({ revoked_at: now, revoked_reason: reason }).where('revoked_at', 'is', null)

  return {
    revoke: async (publicId: string, reason: RevocationReason, now: Date): Promise<boolean> =>
      (await countOf(living(reason, now).where('public_id', '=', publicId))) > 0,

    /** The families of a session that ends; `offline_access` is what outlives it (OIDC Core §11). */
    revokeForSession: (sessionId: string, reason: RevocationReason, now: Date): Promise<number> =>
      countOf(
        living(reason, now).where('session_id', '=', sessionId).where(sql<boolean>`'offline_access' <> all (scope)`),
      ),

    revokeForSessions: (sessionIds: readonly string[], reason: RevocationReason, now: Date): Promise<number> =>
      countOf(
        living(reason, now)
          .where(sql<boolean>`session_id = any(${sessionIds}::text[])`)
          .where(sql<boolean>`'offline_access' <> all (scope)`),
      ),

    revokeForAccount: (sub: string, reason: RevocationReason, now: Date, exceptSessionId?: string): Promise<number> => {
      const query = living(reason, now).where('sub', '=', sub)
      if (exceptSessionId === undefined) return countOf(query)
      return countOf(query.where('session_id', 'is distinct from', exceptSessionId))
    },

    revokeForPersonAndClient: (sub: string, clientId: string, reason: RevocationReason, now: Date): Promise<number> =>
      countOf(living(reason, now).where('sub', '=', sub).where('client_id', '=', clientId)),

    revokeForClient: (clientId: string, reason: RevocationReason, now: Date): Promise<number> =>
      countOf(living(reason, now).where('client_id', '=', clientId)),
  }
}
