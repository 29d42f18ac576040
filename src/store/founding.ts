// Founding a family: the part of a statement that every redemption shares, so that no family lacks anything (RFC 6749 §4.1.2, RFC 8628 §3.4).
import { type RawBuilder, sql } from 'kysely'

export type Founding = Readonly<{
  clientId: string
  now: Date
  idleSeconds: number
  absoluteSeconds: number
  /** Fingerprint of the master key that will authenticate the first refresh token. */
  masterKey: string
}>

/** What kinds of redemption take from elsewhere than the row that they spend. */
type Source = Readonly<Record<'sessionId' | 'requestedClaims' | 'accessEndsAt', RawBuilder<unknown>>>

/**
 * `least` passes over null: most families have no end that their person set.
 * Two parts of a `with` that follow one named `spent`: the family of what was spent, and the client's first login.
 * `num_nulls`, because `is null` would invite the index of all clients that were never used.
 */
export const founding = (
  value: (name: keyof Founding) => RawBuilder<unknown>,
  { sessionId, requestedClaims, accessEndsAt }: Source,
): RawBuilder<unknown> => {
  const now = sql`${value('now')}::timestamptz`
  const seconds = (name: 'idleSeconds' | 'absoluteSeconds') => sql`${value(name)}::float8`
  return sql`
  founded as (
    insert into family (id, public_id, client_id, sub, session_id, sid, scope, resources, requested_claims,
      authenticated_at, amr, generation, rotated_at, master_key, created_at, idle_expires_at,
      absolute_expires_at, access_ends_at)
    select family_id, family_public_id, client_id, spent.sub, ${sessionId}, sid, scope, resources, ${requestedClaims},
      authenticated_at, amr, 0, ${now}, ${value('masterKey')}, ${now},
      least(${now} + make_interval(secs => least(${seconds('idleSeconds')}, ${seconds('absoluteSeconds')})), ${accessEndsAt}),
      least(${now} + make_interval(secs => ${seconds('absoluteSeconds')}), ${accessEndsAt}), ${accessEndsAt}
    from spent
    returning *
  ), first_login as (
    update client set first_login_at = ${now}
    where client_id = ${value('clientId')} and num_nulls(first_login_at) = 1 and exists (select from founded)
  )`
}
