// Sessions: one browser each, found by the digest of its cookie; an ended one is deleted.
import { sql } from 'kysely'
import type { Account } from '../model/account.ts'
import type { Consent } from '../model/consent.ts'
import type { Session } from '../model/session.ts'
import { type AccountRow, accountColumns, toAccount } from './account-row.ts'
import { besideKey } from './beside-key.ts'
import { consentColumns, toConsent } from './consent-row.ts'
import { hasFactor } from './has-factor.ts'
import { type Packed, packed } from './packed-columns.ts'
import { prepared } from './prepared.ts'
import type { ConsentTable, Handle } from './schema.ts'
import { sessionList } from './session-list.ts'
import { type SessionRow, sessionBytes, sessionColumns, toSession } from './session-row.ts'
import { dayOf, sweep } from './sweep.ts'

export type SessionMeta = Readonly<{
  userAgent?: string | undefined
  address?: string | undefined
  /** The hash that the password was checked against: no session if the password was changed meanwhile. */
  passwordHash?: string | undefined
}>

/** How somebody proved again who they are, and how long that is good for. */
export type SessionProof = Pick<Session, 'amr' | 'idleExpiresAt' | 'absoluteExpiresAt'> &
  Readonly<{
    /** Now, unless something older still counts. */
    authenticatedAt?: Date
  }>

export type FoundSession = Readonly<{
  session: Session
  account: Account
  /** Whether the person has a second factor. */
  hasFactor: boolean
  consents: readonly Consent[]
}>

const columns = {
  session: packed<SessionRow>('session', sessionColumns, sessionBytes),
  account: packed<AccountRow>('account', accountColumns),
  consent: packed<ConsentTable>('consent', consentColumns),
}

const findStatement = prepared<
  { cookieDigest: Buffer; now: Date; clientId: string | null },
  Readonly<{ session: Packed; account: Packed; has_factor: boolean; consents: readonly Packed[] }>
>(
  (value) => sql`
  select ${columns.session.all} as session, ${columns.account.all} as account, ${hasFactor('session.sub')} as has_factor,
    (select coalesce(json_agg(${columns.consent.all}), '[]') from consent
      where consent.sub = session.sub and ${besideKey('consent.client_id')} = ${value('clientId')}) as consents
  from session join account on account.sub = ${besideKey('session.sub')}
  where session.cookie_digest = ${value('cookieDigest')} and account.disabled_at is null
    and session.idle_expires_at > ${value('now')} and session.absolute_expires_at > ${value('now')}`,
)

export const sessions = (handle: Handle) => ({
  ...sessionList(handle),

  /** False if the person was disabled meanwhile: the lock waits for who is just doing so. */
  create: async (cookieDigest: Buffer, session: Session, meta: SessionMeta): Promise<boolean> => {
    const hash = meta.passwordHash ?? null
    const { rows } = await sql`
      insert into session (id, cookie_digest, sub, sid_seed, authenticated_at, amr, created_at, last_seen_at,
        idle_expires_at, absolute_expires_at, user_agent, address)
      select ${session.id}, ${cookieDigest}::bytea, account.sub, ${session.sidSeed}::bytea,
        ${session.authenticatedAt}::timestamptz, ${session.amr}::text[], ${session.createdAt}::timestamptz,
        ${session.lastSeenAt}::timestamptz, ${session.idleExpiresAt}::timestamptz,
        ${session.absoluteExpiresAt}::timestamptz, ${meta.userAgent ?? null}, ${meta.address ?? null}
      from account
      where account.sub = ${session.sub} and account.disabled_at is null
        and (${hash}::text is null or account.password_hash = ${hash}::text)
      for share
      returning id`.execute(handle)
    return rows.length === 1
  },

  /** With what the person allowed the client in question, if there is one: every authorization needs all three. */
  find: async (cookieDigest: Buffer, now: Date, clientId: string | null = null): Promise<FoundSession | undefined> => {
    const [row] = await findStatement(handle, { cookieDigest, now, clientId })
    return (
      row && {
        session: toSession(columns.session.row(row.session)),
        account: toAccount(columns.account.row(row.account)),
        hasFactor: row.has_factor,
        consents: row.consents.map((consent) => toConsent(columns.consent.row(consent))),
      }
    )
  },

  /** Seen again: lives on, but never beyond its absolute end. */
  touch: async (id: string, now: Date, idleExpiresAt: Date): Promise<void> => {
    await sql`
      update session set last_seen_at = ${now}, idle_expires_at = least(${idleExpiresAt}::timestamptz, absolute_expires_at)
      where id = ${id}`.execute(handle)
  },

  /**
   * The person proved again who they are: a new cookie, the same session, as long a life as a new one. False if it has ended,
   * or if this is no more the hash that the password was checked against.
   */
  reauthenticate: async (
    id: string,
    newDigest: Buffer,
    now: Date,
    proof: SessionProof,
    passwordHash?: string,
  ): Promise<boolean> => {
    const { amr, authenticatedAt = now, idleExpiresAt, absoluteExpiresAt } = proof
    const hash = passwordHash ?? null
    const { rows } = await sql`
      update session set cookie_digest = ${newDigest}::bytea, authenticated_at = ${authenticatedAt}::timestamptz,
        last_seen_at = ${now}::timestamptz, amr = ${amr}::text[], idle_expires_at = ${idleExpiresAt}::timestamptz,
        absolute_expires_at = ${absoluteExpiresAt}::timestamptz
      where id = ${id} and idle_expires_at > ${now}::timestamptz and absolute_expires_at > ${now}::timestamptz
        and (${hash}::text is null or exists (
          select from account where account.sub = session.sub and account.password_hash = ${hash}::text))
      returning id`.execute(handle)
    return rows.length === 1
  },

  /** The same session under another cookie: copies of the old one are worth nothing. */
  renewCookie: async (id: string, newDigest: Buffer): Promise<void> => {
    await handle.updateTable('session').set({ cookie_digest: newDigest }).where('id', '=', id).execute()
  },

  end: async (id: string): Promise<boolean> => {
    const result = await handle.deleteFrom('session').where('id', '=', id).executeTakeFirst()
    return result.numDeletedRows > 0n
  },

  /** The ids of those that it ended. */
  endForAccount: async (sub: string, exceptSessionId?: string): Promise<readonly string[]> => {
    const query = handle.deleteFrom('session').where('sub', '=', sub)
    const narrowed = exceptSessionId === undefined ? query : query.where('id', '!=', exceptSessionId)
    return (await narrowed.returning('id').execute()).map(({ id }) => id)
  },

  /** Deletes what expired on an earlier day; `find` ignores it from the very instant. */
  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`sweep_on <= ${dayOf(now)}`
    return sweep(handle, { table: 'session', key: 'id', expiry: 'sweep_on', expired, limit })
  },
})
