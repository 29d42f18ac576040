// Publishers of apps: which web host vouches for which app, and when it was last asked.
import { sql } from 'kysely'
import type { Handle } from './schema.ts'

/** What was asked of which host; counts only while host and redirect URIs are still those. */
export type PublisherCheck = Readonly<{ clientId: string; host: string; redirectUris: readonly string[] }>

export type PublisherVerdict =
  | Readonly<{ kind: 'vouches' }>
  /** `holdsIfConfirmedAfter`: a yes that was confirmed later than this still holds; null: none does. */
  | Readonly<{ kind: 'not'; problem: string; holdsIfConfirmedAfter: Date | null }>

export const appPublishers = (handle: Handle) => ({
  /** Names the host that is to vouch, or none; an earlier yes of another host is over. False if not this person's app. */
  namePublisher: async (clientId: string, sub: string, host: string | null): Promise<boolean> => {
    const { rows } = await sql`
      update client set publisher_host = ${host},
        publisher_verified_at = case when publisher_host = ${host} then publisher_verified_at end,
        publisher_confirmed_at = case when publisher_host = ${host} then publisher_confirmed_at end,
        publisher_checked_at = null, publisher_problem = null
      where client_id = ${clientId} and owner_sub = ${sub} returning client_id`.execute(handle)
    return rows.length === 1
  },

  /** What came of a check: whether the host vouches now; undefined where app, host or redirect URIs changed meanwhile. */
  notePublisher: async (check: PublisherCheck, verdict: PublisherVerdict, now: Date): Promise<boolean | undefined> => {
    const changes =
      verdict.kind === 'vouches'
        ? sql`publisher_verified_at = coalesce(publisher_verified_at, ${now}), publisher_confirmed_at = ${now},
            publisher_problem = null`
        : sql`publisher_problem = ${verdict.problem}, publisher_verified_at =
            case when publisher_confirmed_at > ${verdict.holdsIfConfirmedAfter}::timestamptz then publisher_verified_at end`
    const { rows } = await sql<{ verified: boolean }>`
      update client set ${changes}, publisher_checked_at = ${now}
      where client_id = ${check.clientId} and publisher_host = ${check.host}
        and redirect_uris = ${check.redirectUris}::text[]
      returning publisher_verified_at is not null as verified`.execute(handle)
    return rows[0]?.verified
  },

  /** Those that vouched and were not asked since; taken by one server: the others find them asked. */
  takePublishersToAsk: async (askedBefore: Date, now: Date, limit: number): Promise<readonly PublisherCheck[]> => {
    const { rows } = await sql<{ client_id: string; publisher_host: string; redirect_uris: readonly string[] }>`
      update client set publisher_checked_at = ${now}
      where client_id = any(array(
        select client_id from client where publisher_verified_at is not null and publisher_checked_at < ${askedBefore}
        order by publisher_checked_at limit ${limit}::integer for update skip locked))
      returning client_id, publisher_host, redirect_uris`.execute(handle)
    return rows.map((row) => ({
      clientId: row.client_id,
      host: row.publisher_host,
      redirectUris: row.redirect_uris,
    }))
  },
})
