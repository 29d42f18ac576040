// Offers to hand an app over: one for each app, taken once, by the person it is for (OWASP ASVS 6.6.2).
import { sql } from 'kysely'
import type { Client } from '../model/client.ts'
import { type Admission, admit } from './app-admission.ts'
import { atomically } from './atomically.ts'
import { type ClientRow, toClient } from './client-row.ts'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export type AppOffer = Readonly<{
  digest: Buffer
  clientId: string
  fromSub: string
  /** Of whom it is for, in the form that is compared. */
  emailNormalized: string
  offeredAt: Date
  expiresAt: Date
}>

export type OfferedApp = Readonly<{ client: Client; from: Readonly<{ name: string | null; email: string }> }>

/** Whom an offer is for, and that it still stands: its app is still that of whoever made it. */
const standing = (digest: Buffer, emailNormalized: string, now: Date) => sql`
  offer.digest = ${digest} and offer.email_normalized = ${emailNormalized} and offer.expires_at > ${now}
  and client.client_id = offer.client_id and client.owner_sub = offer.from_sub`

export const appOffers = (handle: Handle) => ({
  /** In place of an earlier one. False if the app is not this person's. */
  offer: async (offer: AppOffer): Promise<boolean> => {
    const { rows } = await sql`
      insert into app_offer (digest, client_id, from_sub, email_normalized, offered_at, expires_at)
      select ${offer.digest}, client_id, owner_sub, ${offer.emailNormalized}, ${offer.offeredAt}::timestamptz,
        ${offer.expiresAt}::timestamptz
      from client where client_id = ${offer.clientId} and owner_sub = ${offer.fromSub}
      on conflict (client_id) do update set digest = excluded.digest, from_sub = excluded.from_sub,
        email_normalized = excluded.email_normalized, offered_at = excluded.offered_at, expires_at = excluded.expires_at
      returning client_id`.execute(handle)
    return rows.length === 1
  },

  /** The offer of this person's app that still stands. */
  offerOf: async (clientId: string, sub: string, now: Date): Promise<AppOffer | undefined> => {
    const row = await handle
      .selectFrom('app_offer')
      .selectAll()
      .where('client_id', '=', clientId)
      .where('from_sub', '=', sub)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return (
      row && {
        ...{ digest: row.digest, clientId: row.client_id, fromSub: row.from_sub },
        ...{ emailNormalized: row.email_normalized, offeredAt: row.offered_at, expiresAt: row.expires_at },
      }
    )
  },

  offered: async (digest: Buffer, emailNormalized: string, now: Date): Promise<OfferedApp | undefined> => {
    const { rows } = await sql<ClientRow & { from_name: string | null; from_email: string }>`
      select client.*, account.name as from_name, account.email as from_email
      from app_offer offer, client, account
      where ${standing(digest, emailNormalized, now)} and account.sub = offer.from_sub`.execute(handle)
    const [row] = rows
    return row && { client: toClient(row), from: { name: row.from_name, email: row.from_email } }
  },

  /** Takes the offer and the app with it. What an operator gave, or looked at, was another person's app. */
  acceptOffer: (
    digest: Buffer,
    person: Readonly<{ sub: string; emailNormalized: string }>,
    mostApps: number,
    now: Date,
  ): Promise<Readonly<{ clientId: string; fromSub: string }> | Exclude<Admission, 'admitted'> | 'gone'> =>
    atomically(handle, async (inside) => {
      const admission = await admit(inside, person.sub, mostApps)
      if (admission !== 'admitted') return admission
      const { rows } = await sql<{ client_id: string; from_sub: string }>`
        with taken as (
          delete from app_offer offer using client where ${standing(digest, person.emailNormalized, now)}
          returning offer.client_id, offer.from_sub)
        update client set owner_sub = ${person.sub}, verified_at = null, audiences = '{}', pkce_required = true,
          scope = array(
            select name from unnest(client.scope) with ordinality as had (name, place)
            where not exists (select from scope where scope.name = had.name and scope.privileged) order by place)
        from taken where client.client_id = taken.client_id and client.owner_sub = taken.from_sub
        returning client.client_id, taken.from_sub`.execute(inside)
      const [row] = rows
      return row === undefined ? 'gone' : { clientId: row.client_id, fromSub: row.from_sub }
    }),

  withdrawOffer: async (clientId: string, sub: string): Promise<boolean> => {
    const query = handle.deleteFrom('app_offer').where('client_id', '=', clientId).where('from_sub', '=', sub)
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  },

  /** All that this person made. */
  withdrawOffers: async (sub: string): Promise<void> => {
    await sql`
      delete from app_offer using client
      where client.owner_sub = ${sub} and app_offer.client_id = client.client_id and from_sub = ${sub}`.execute(handle)
  },

  sweepOffers: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'app_offer', key: 'digest', expiry: 'expires_at', expired, limit })
  },
})
