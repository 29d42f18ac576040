// Consents: what a person allowed an application, one row per redirect origin.
import { sql } from 'kysely'
import type { Consent } from '../model/consent.ts'
import { toConsent } from './consent-row.ts'
import type { Handle } from './schema.ts'

export const consents = (handle: Handle) => ({
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

  /** Whether the person ever allowed this application anything, wherever it redirected. */
  anyFor: async (sub: string, clientId: string): Promise<boolean> => {
    const query = handle.selectFrom('consent').select('sub').where('sub', '=', sub).where('client_id', '=', clientId)
    return (await query.limit(1).executeTakeFirst()) !== undefined
  },

  /** Replaces an earlier one; false if the client is gone. */
  save: async (consent: Consent): Promise<boolean> => {
    const { rows } = await sql`
      insert into consent (sub, client_id, redirect_origin, scope, resources, client_name, client_version, granted_at)
      select ${consent.sub}, client.client_id, ${consent.redirectOrigin}, ${consent.scope}::text[],
        ${consent.resources}::text[], ${consent.clientName}, ${consent.clientVersion}, ${consent.grantedAt}::timestamptz
      from client where client.client_id = ${consent.clientId} for key share
      on conflict (sub, client_id, redirect_origin) do update set
        scope = excluded.scope, resources = excluded.resources, client_name = excluded.client_name,
        client_version = excluded.client_version, granted_at = excluded.granted_at
      returning sub`.execute(handle)
    return rows.length === 1
  },
})
