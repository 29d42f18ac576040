// Events: why something was refused, found by the reference that was shown.
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Event } from '../model/event.ts'
import type { EventTable, Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export type EventQuery = Readonly<{
  /** What was done to the app, and what it did itself by the admin API. */
  clientId?: string | undefined
  sub?: string | undefined
  /** Who did it, or to whom it was done. */
  person?: string | undefined
  kind?: Event['kind'] | undefined
  /** The last one that was seen. */
  after?: Pick<Event, 'at' | 'reference'> | undefined
  limit: number
}>

const toEvent = (row: Selectable<EventTable>): Event => ({
  reference: row.reference,
  at: row.at,
  kind: row.kind,
  code: row.code,
  endpoint: row.endpoint,
  clientId: row.client_id,
  sub: row.sub,
  familyPublicId: row.family_public_id,
  address: row.address,
  ownerText: row.owner_text,
  operatorText: row.operator_text,
  cure: row.cure,
  actor: row.actor,
  before: row.before,
  after: row.after,
})

const fromEvent = (event: Event): Insertable<EventTable> => ({
  reference: event.reference,
  at: event.at,
  kind: event.kind,
  code: storable(event.code),
  endpoint: storable(event.endpoint),
  client_id: storable(event.clientId),
  sub: storable(event.sub),
  family_public_id: storable(event.familyPublicId),
  address: storable(event.address),
  owner_text: storable(event.ownerText),
  operator_text: storable(event.operatorText),
  cure: storable(event.cure),
  actor: storable(event.actor),
  before: storableFacts(event.before),
  after: storableFacts(event.after),
})

// Events tell of bad input, and one NUL, which PostgreSQL refuses, would lose the whole batch.
const storable = <T extends string | null>(text: T): T => (text?.replaceAll('\0', '\uFFFD') ?? null) as T

// Nor does jsonb take it, or half of a surrogate pair.
const storableFacts = (facts: Event['before']): string | null =>
  facts && JSON.stringify(facts, (_, value) => (typeof value === 'string' ? storable(value).toWellFormed() : value))

/** A statement takes 65,535 parameters at most. */
const batchSize = 1000

export const events = (handle: Handle) => ({
  /** One that is there already stays: writing a batch again does no harm. */
  insertMany: async (list: readonly Event[]): Promise<void> => {
    for (let start = 0; start < list.length; start += batchSize) {
      const rows = list.slice(start, start + batchSize).map(fromEvent)
      const query = handle.insertInto('event').values(rows)
      await query.onConflict((conflict) => conflict.column('reference').doNothing()).execute()
    }
  },

  find: async (reference: string): Promise<Event | undefined> => {
    const query = handle.selectFrom('event').selectAll().where('reference', '=', reference)
    const row = await query.executeTakeFirst()
    return row && toEvent(row)
  },

  /** The newest first. */
  list: async ({ clientId, sub, person, kind, after, limit }: EventQuery): Promise<readonly Event[]> => {
    let query = handle.selectFrom('event').selectAll().orderBy('at', 'desc').orderBy('reference', 'desc').limit(limit)
    if (clientId !== undefined)
      query = query.where((eb) => eb.or([eb('client_id', '=', clientId), eb('actor', '=', clientId)]))
    if (sub !== undefined) query = query.where('sub', '=', sub)
    if (person !== undefined) query = query.where((eb) => eb.or([eb('sub', '=', person), eb('actor', '=', person)]))
    if (kind !== undefined) query = query.where('kind', '=', kind)
    if (after !== undefined)
      query = query.where(sql<boolean>`(at, reference) < (${after.at}::timestamptz, ${after.reference})`)
    return (await query.execute()).map(toEvent)
  },

  sweep: (before: Date, limit: number): Promise<number> => {
    const expired = sql`at < ${before}::timestamptz`
    return sweep(handle, { table: 'event', key: 'reference', expiry: 'at', expired, limit })
  },
})
