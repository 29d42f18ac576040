// Consents: what a person allowed an application, one row per redirect origin.
import { sql } from 'kysely'
import type { Consent } from '../model/consent.ts'
import { toConsent } from './consent-row.ts'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

/** Beyond so many an app is simply used by many, and counting on would cost more than the figure is worth. */
export const mostCounted = 1000

const standing = (now: Date) => sql<boolean>`(ends_at is null or ends_at > ${now}::timestamptz)`

export const consents = (handle: Handle) => ({
  /** Whether or not its time is over. */
  find: async (sub: string, clientId: string, redirectOrigin: string): Promise<Consent | undefined> => {
    const row = await handle
      .selectFrom('consent')
      .selectAll()
      .where('sub', '=', sub)
      .where('client_id', '=', clientId)
      .where('redirect_origin', '=', redirectOrigin)
      .executeTakeFirst()
    return row && toConsent(row)
  },

  /** Whether the person allows this application anything, wherever it redirects. */
  anyFor: async (sub: string, clientId: string, now: Date): Promise<boolean> => {
    const query = handle.selectFrom('consent').select('sub').where('sub', '=', sub).where('client_id', '=', clientId)
    return (await query.where(standing(now)).limit(1).executeTakeFirst()) !== undefined
  },

  /** What they allowed and did not end, until the sweep takes what is over; the newest first. */
  listForAccount: async (sub: string, limit: number): Promise<readonly Consent[]> => {
    const query = handle.selectFrom('consent').selectAll().where('sub', '=', sub)
    return (await query.orderBy('granted_at', 'desc').limit(limit).execute()).map(toConsent)
  },

  /** How many people allow it something, up to `mostCounted`: a page may say so, no request needs it. */
  countPeople: async (clientId: string, now: Date): Promise<number> => {
    const { rows } = await sql<{ people: number }>`
      select count(distinct sub)::integer as people from (
        select sub from consent where client_id = ${clientId} and ${standing(now)} limit ${mostCounted}::integer) as counted`.execute(
      handle,
    )
    return rows[0]?.people ?? 0
  },

  /** Replaces an earlier one; false if the client or the person is gone. */
  save: async (consent: Consent): Promise<boolean> => {
    const { rows } = await sql`
      insert into consent (sub, client_id, redirect_origin, scope, resources, client_name, client_version, granted_at,
        declined, ends_at)
      select ${consent.sub}, client.client_id, ${consent.redirectOrigin}, ${consent.scope}::text[],
        ${consent.resources}::text[], ${consent.clientName}, ${consent.clientVersion}, ${consent.grantedAt}::timestamptz,
        ${consent.declined}::text[], ${consent.endsAt}::timestamptz
      from client, account
      where client.client_id = ${consent.clientId} and account.sub = ${consent.sub}
      for key share of client for key share of account
      on conflict (sub, client_id, redirect_origin) do update set
        scope = excluded.scope, resources = excluded.resources, client_name = excluded.client_name,
        client_version = excluded.client_version, granted_at = excluded.granted_at,
        declined = excluded.declined, ends_at = excluded.ends_at
      returning sub`.execute(handle)
    return rows.length === 1
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`ends_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'consent', key: 'ctid', expiry: 'ends_at', expired, limit })
  },
})
