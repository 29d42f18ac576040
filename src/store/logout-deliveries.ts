// Logout deliveries: made together with the end of a session, claimed by one server at a time (OpenID Connect Back-Channel Logout §2.3, §2.5).
import { type Selectable, sql } from 'kysely'
import type { DeliveryResult, LogoutDelivery } from '../model/logout-delivery.ts'
import type { Handle, LogoutDeliveryTable } from './schema.ts'
import { sweep } from './sweep.ts'

/** Which sessions are over; with a person, also what of theirs lives on without a session; of one app, where it is named. */
export type EndedSessions = Readonly<{ sessionIds: readonly string[]; sub: string | null; clientId?: string }>

/** How long an operator can see what came of it. */
const keptDays = 14
/** A delivery that is tried for longer than this is none any more. */
const longestTryingDays = 2

const toDelivery = (row: Selectable<LogoutDeliveryTable>): LogoutDelivery => ({
  clientId: row.client_id,
  sid: row.sid,
  sub: row.sub,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.created_at,
  dueAt: row.due_at,
  lastAttemptAt: row.last_attempt_at,
  finishedAt: row.finished_at,
  lastError: row.last_error,
})

// The one that waits longest of each client that is not being told anything right now. Who comes second finds the lease, or
// the row locked; either way it takes another client's.
const claimStatement = (now: Date, limit: number, leaseSeconds: number) => sql<Selectable<LogoutDeliveryTable>>`
  with first as (
    select distinct on (client_id) id, due_at from logout_delivery waiting
    where state = 'waiting' and due_at <= ${now}::timestamptz and not exists (
      select from logout_delivery busy
      where busy.client_id = waiting.client_id and busy.state = 'waiting' and busy.leased_until > ${now}::timestamptz)
    order by client_id, due_at, id
  ), free as (
    select id from logout_delivery
    where id = any(array(select id from first order by due_at limit ${limit}::integer))
      and state = 'waiting' and due_at <= ${now}::timestamptz
      and (leased_until is null or leased_until <= ${now}::timestamptz)
    for update skip locked
  )
  update logout_delivery set attempts = attempts + 1, last_attempt_at = ${now}::timestamptz,
    leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds}::float8)
  where id = any(array(select id from free))
  returning *`

export const logoutDeliveries = (handle: Handle) => ({
  /**
   * One for each client that was given tokens in these sessions, whether they still live or not, and has an address to be told at.
   * One that failed for good is tried anew. Returns how many wait now.
   */
  enqueue: async ({ sessionIds, sub, clientId }: EndedSessions, now: Date): Promise<number> => {
    const { rows } = await sql`
      insert into logout_delivery (client_id, sid, sub, state, attempts, created_at, due_at, expires_at)
      select distinct family.client_id, family.sid, family.sub, 'waiting', 0, ${now}::timestamptz, ${now}::timestamptz,
        ${now}::timestamptz + make_interval(days => ${longestTryingDays + keptDays}::integer)
      from family join client on client.client_id = family.client_id
      where (family.session_id = any(${sessionIds}::text[])
          or (family.sub = ${sub}::text and family.revoked_at is null))
        and (${clientId ?? null}::text is null or family.client_id = ${clientId ?? null}::text)
        and client.backchannel_logout_uri is not null and client.disabled_at is null
      on conflict (client_id, sid) do update set state = 'waiting', attempts = 0, created_at = excluded.created_at,
        due_at = excluded.due_at, leased_until = null, last_attempt_at = null, finished_at = null, last_error = null,
        expires_at = excluded.expires_at
        where logout_delivery.state = 'failed'
      returning 1`.execute(handle)
    return rows.length
  },

  /** One of each client at most, for as long as the lease; a server that dies with it loses nothing. */
  claim: async (now: Date, limit: number, leaseSeconds: number): Promise<readonly LogoutDelivery[]> => {
    const { rows } = await claimStatement(now, limit, leaseSeconds).execute(handle)
    return rows.map(toDelivery)
  },

  /** False if somebody else has tried again meanwhile: then that counts. */
  finish: async (delivery: LogoutDelivery, result: DeliveryResult, now: Date): Promise<boolean> => {
    const { clientId, sid, attempts } = delivery
    const isOver = result.kind !== 'retry'
    const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)
    const change = {
      state: result.kind === 'retry' ? ('waiting' as const) : result.kind,
      leased_until: null,
      last_error: result.kind === 'delivered' ? null : result.error,
      ...(isOver ? { finished_at: now, expires_at: after(keptDays * 86_400) } : { due_at: after(result.afterSeconds) }),
    }
    const query = handle.updateTable('logout_delivery').set(change).where('client_id', '=', clientId)
    const ours = query.where('sid', '=', sid).where('attempts', '=', attempts).where('state', '=', 'waiting')
    const isOurs = (await ours.executeTakeFirst()).numUpdatedRows > 0n
    // Of whoever deleted their account meanwhile, nothing is kept but what has still to be told.
    if (isOurs && isOver)
      await sql`
        delete from logout_delivery where client_id = ${clientId} and sid = ${sid} and state <> 'waiting'
          and not exists (select from account where account.sub = logout_delivery.sub)`.execute(handle)
    return isOurs
  },

  /** The newest first. */
  list: async (clientId: string, limit: number): Promise<readonly LogoutDelivery[]> => {
    const query = handle.selectFrom('logout_delivery').selectAll().where('client_id', '=', clientId)
    const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
    return rows.map(toDelivery)
  },

  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz`
    return sweep(handle, { table: 'logout_delivery', key: 'id', expiry: 'expires_at', expired, limit })
  },
})
