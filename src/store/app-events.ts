// Events of an app for its owner: what its requests were refused for, and nothing of the people who sent them.
import { sql } from 'kysely'
import type { Event } from '../model/event.ts'
import type { Handle } from './schema.ts'

/** What an owner may read: no person, no address, nothing that was written for operators. */
export type AppEvent = Pick<Event, 'reference' | 'at' | 'kind' | 'code' | 'endpoint' | 'cure'> &
  Readonly<{ ownerText: string }>

export type AppEventQuery = Readonly<{
  /** This one alone. */
  reference?: string | undefined
  /** Older than this event. */
  after?: Readonly<{ at: Date; reference: string }> | undefined
  limit: number
}>

type Row = Omit<AppEvent, 'ownerText'> & { owner_text: string }

export const appEvents = (handle: Handle) => ({
  /** The newest first; none where the app is not this person's. */
  eventsOf: async (
    clientId: string,
    sub: string,
    { reference, after, limit }: AppEventQuery,
  ): Promise<readonly AppEvent[]> => {
    const older =
      after === undefined
        ? sql``
        : sql`and (event.at, event.reference) < (${after.at}::timestamptz, ${after.reference}::text collate "C")`
    const one = reference === undefined ? sql`` : sql`and event.reference = ${reference}`
    const { rows } = await sql<Row>`
      select event.reference, event.at, event.kind, event.code, event.endpoint, event.cure, event.owner_text
      from event join client on client.client_id = event.client_id
      where event.client_id = ${clientId} and client.owner_sub = ${sub} and event.owner_text is not null ${older} ${one}
      order by event.at desc, event.reference desc limit ${limit}::integer`.execute(handle)
    return rows.map(({ owner_text: ownerText, ...event }) => ({ ...event, ownerText }))
  },
})
