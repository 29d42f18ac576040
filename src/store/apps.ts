// Apps of people: whose each is stands in every statement, so nobody can touch another's (OWASP ASVS 8.2.2).
import { sql } from 'kysely'
import type { Client } from '../model/client.ts'
import { type Admission, admit } from './app-admission.ts'
import { appEvents } from './app-events.ts'
import { appLogos } from './app-logos.ts'
import { appOffers } from './app-offers.ts'
import { appPublishers } from './app-publishers.ts'
import { atomically } from './atomically.ts'
import { toClient } from './client-row.ts'
import { type ClientRecord, clients, type NewClient } from './clients.ts'
import type { Handle } from './schema.ts'

export const apps = (handle: Handle) => {
  const all = clients(handle)
  const own = (inside: Handle, clientId: string, sub: string) =>
    inside.selectFrom('client').select('client_id').where('client_id', '=', clientId).where('owner_sub', '=', sub)
  const isName = (clientId: string): boolean => !clientId.includes('\0')

  return {
    ...appEvents(handle),
    ...appLogos(handle),
    ...appOffers(handle),
    ...appPublishers(handle),

    /** The newest first. */
    listOf: async (sub: string): Promise<readonly Client[]> => {
      const query = handle.selectFrom('client').selectAll().where('owner_sub', '=', sub)
      return (await query.orderBy('created_at', 'desc').orderBy('client_id').execute()).map(toClient)
    },

    /** Undefined where there is no such app, or it is somebody else's: nobody can tell which. */
    findOf: async (clientId: string, sub: string): Promise<ClientRecord | undefined> => {
      const record = isName(clientId) ? await all.find(clientId) : undefined
      return record?.client.ownerSub === sub ? record : undefined
    },

    /** Found, and held until the transaction ends: it stays this person's as long. */
    lockOf: async (clientId: string, sub: string): Promise<ClientRecord | undefined> => {
      if (!isName(clientId)) return undefined
      const held = await own(handle, clientId, sub).forNoKeyUpdate().executeTakeFirst()
      return held === undefined ? undefined : all.find(clientId)
    },

    createFor: (created: NewClient, mostApps: number): Promise<Admission> =>
      atomically(handle, async (inside) => {
        const admission = await admit(inside, created.client.ownerSub ?? '', mostApps)
        if (admission === 'admitted') await clients(inside).create(created)
        return admission
      }),

    /** All but one: an app that needs a secret keeps one. False if there is no such secret beside another. */
    retireSecret: (clientId: string, sub: string, secretId: string): Promise<boolean> =>
      atomically(handle, async (inside) => {
        const held = await own(inside, clientId, sub).forNoKeyUpdate().executeTakeFirst()
        if (held === undefined) return false
        const { rows } = await sql`
          delete from client_secret where client_id = ${clientId} and id = ${secretId}
            and exists (select from client_secret other where other.client_id = ${clientId} and other.id <> ${secretId})
          returning id`.execute(inside)
        return rows.length === 1
      }),

    /** With all that it led to; false if it is not this person's. */
    removeOf: (clientId: string, sub: string): Promise<boolean> =>
      atomically(handle, async (inside) => {
        const mine = await own(inside, clientId, sub).forUpdate().executeTakeFirst()
        return mine === undefined ? false : clients(inside).remove(clientId)
      }),

    /** Whose owner leaves: they stop, and belong to nobody. */
    abandon: async (sub: string, now: Date): Promise<readonly string[]> => {
      const { rows } = await sql<{ client_id: string }>`
        update client set owner_sub = null, publisher_verified_at = null, disabled_at = coalesce(disabled_at, ${now})
        where owner_sub = ${sub} returning client_id`.execute(handle)
      return rows.map((row) => row.client_id)
    },

    /** What a test login left behind. */
    forgetConsent: async (sub: string, clientId: string, redirectOrigin: string): Promise<void> => {
      await handle
        .deleteFrom('consent')
        .where('sub', '=', sub)
        .where('client_id', '=', clientId)
        .where('redirect_origin', '=', redirectOrigin)
        .execute()
    },

    quota: async (sub: string): Promise<Readonly<{ own: number | null; used: number }>> => {
      const { rows } = await sql<{ own: number | null; used: number }>`
        select (select app_quota from account where sub = ${sub}) as own,
          (select count(*)::integer from client where owner_sub = ${sub}) as used`.execute(handle)
      return rows[0] ?? { own: null, used: 0 }
    },

    /** Null: as many as the server's setting says. Whether there is such a person. */
    setQuota: async (sub: string, quota: number | null): Promise<boolean> => {
      const query = handle.updateTable('account').set({ app_quota: quota }).where('sub', '=', sub)
      return (await query.executeTakeFirst()).numUpdatedRows > 0n
    },
  }
}
