// Theft notices: one for each family that died by a second use, until the person has seen it, and not without end.
import { sql } from 'kysely'
import type { TheftNotice } from '../model/theft-notice.ts'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'
import { toTheftNotice } from './theft-notice-row.ts'

/** A hundred stories of the same thing tell a person no more than these. */
const mostUnseen = 20

export const theftNotices = (handle: Handle) => ({
  /** How many of this person's there were since that instant, this one included; undefined if it was told already, or is one too many. */
  add: async (notice: TheftNotice, since: Date, expiresAt: Date): Promise<number | undefined> => {
    const { rows } = await sql<{ recent: number }>`
      with mine as (select at, seen_at from theft_notice where sub = ${notice.sub}),
      added as (
        insert into theft_notice (family_public_id, sub, client_id, app_name, reason, network, at, expires_at)
        select ${notice.familyPublicId}, ${notice.sub}, ${notice.clientId}, ${notice.appName}, ${notice.reason},
          ${notice.network}, ${notice.at}::timestamptz, ${expiresAt}::timestamptz
        where (select count(*) from mine where seen_at is null) < ${mostUnseen}::integer
        on conflict (family_public_id) do nothing
        returning 1)
      select (select count(*)::integer from mine where at > ${since}::timestamptz) + 1 as recent from added`.execute(
      handle,
    )
    return rows[0]?.recent
  },

  /** Those that the person has not put away, the newest first. */
  unseen: async (sub: string, now: Date): Promise<readonly TheftNotice[]> => {
    const query = handle.selectFrom('theft_notice').selectAll().where('sub', '=', sub).where('seen_at', 'is', null)
    const rows = await query.where('expires_at', '>', now).orderBy('at', 'desc').limit(mostUnseen).execute()
    return rows.map(toTheftNotice)
  },

  /** Puts away those that were shown, and no other's: one that came meanwhile stays. */
  markSeen: async (sub: string, familyPublicIds: readonly string[], now: Date): Promise<void> => {
    if (familyPublicIds.length === 0) return
    const query = handle.updateTable('theft_notice').set({ seen_at: now }).where('sub', '=', sub)
    await query.where('family_public_id', 'in', familyPublicIds).where('seen_at', 'is', null).execute()
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'theft_notice', key: 'family_public_id', expiry: 'expires_at', expired, limit })
  },
})
