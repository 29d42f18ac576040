// Client metadata documents: when each was fetched, and how long it holds; what it says is in the client's own row.
import { sql } from 'kysely'
import type { Client } from '../model/client.ts'
import { atomically } from './atomically.ts'
import { fromClient, fromMetadata } from './client-row.ts'
import type { Handle } from './schema.ts'

export type ClientDocument = Readonly<{
  clientId: string
  /** Whose it is: the host, with a port that is not the usual one. */
  host: string
  fetchedAt: Date
  freshUntil: Date
  staleUntil: Date
}>

export const clientDocuments = (handle: Handle) => ({
  find: async (clientId: string): Promise<ClientDocument | undefined> => {
    const query = handle.selectFrom('client_document').selectAll().where('client_id', '=', clientId)
    const row = await query.executeTakeFirst()
    if (row === undefined) return undefined
    const { host, fetched_at: fetchedAt, fresh_until: freshUntil, stale_until: staleUntil } = row
    return { clientId, host, fetchedAt, freshUntil, staleUntil }
  },

  /** Makes the client or replaces its metadata. What was fetched later stays; what the operator decided stays too. */
  save: (client: Client, document: ClientDocument): Promise<void> =>
    atomically(handle, async (inside) => {
      const { clientId } = client
      await inside
        .insertInto('client')
        .values(fromClient(client))
        .onConflict((on) => on.doNothing())
        .execute()
      const { rows } = await sql`
        insert into client_document (client_id, host, fetched_at, fresh_until, stale_until)
        values (${clientId}, ${document.host}, ${document.fetchedAt}, ${document.freshUntil}, ${document.staleUntil})
        on conflict (client_id) do update set host = excluded.host, fetched_at = excluded.fetched_at,
          fresh_until = excluded.fresh_until, stale_until = excluded.stale_until
        where client_document.fetched_at <= excluded.fetched_at
        returning client_id`.execute(inside)
      if (rows.length === 0) return
      const query = inside.updateTable('client').set(fromMetadata(client)).where('client_id', '=', clientId)
      await query.where('origin', '=', 'metadata-document').execute()
    }),

  /** Holds on to a document that could not be fetched again, until then or its very end. */
  standIn: async (clientId: string, until: Date): Promise<void> => {
    await sql`update client_document set fresh_until = least(stale_until, ${until}::timestamptz)
      where client_id = ${clientId} and fresh_until < ${until}`.execute(handle)
  },

  /** Forgets the oldest of a host's documents that no login was completed with, beyond the number that may stay. */
  forgetBeyond: async (host: string, keep: number, createdBefore: Date): Promise<number> => {
    const { rows } = await sql`
      delete from client where client_id = any(array(
        select client.client_id from client_document join client using (client_id)
        where client_document.host = ${host} and client.first_login_at is null and client.disabled_at is null
          and client.verified_at is null
          and client.created_at < ${createdBefore}
        order by client.created_at desc offset ${keep}::integer for update of client skip locked))
      returning client_id`.execute(handle)
    return rows.length
  },
})
