// Device authorizations: each step (poll, answer, redemption) is one statement that decides and records (RFC 8628 §3).
import { sql } from 'kysely'
import type { Account } from '../model/account.ts'
import type { DeviceAuthorization } from '../model/device-authorization.ts'
import type { Family } from '../model/family.ts'
import { type AccountRow, accountColumns, toAccount } from './account-row.ts'
import { besideKey } from './beside-key.ts'
import {
  type DeviceAuthorizationRow,
  deviceAuthorizationColumns,
  toDeviceAuthorization,
} from './device-authorization-row.ts'
import { type FamilyRow, familyBytes, familyColumns, toFamily } from './family-row.ts'
import { type Founding, founding } from './founding.ts'
import { type Packed, packed } from './packed-columns.ts'
import { prepared } from './prepared.ts'
import type { Handle } from './schema.ts'
import { sweep } from './sweep.ts'

export type NewDeviceAuthorization = Pick<
  DeviceAuthorization,
  | 'digest'
  | 'clientId'
  | 'scope'
  | 'resources'
  | 'address'
  | 'userAgent'
  | 'intervalSeconds'
  | 'issuedAt'
  | 'expiresAt'
  | 'familyPublicId'
> &
  Readonly<{ userCodeDigest: Buffer; familyId: Buffer }>

export type DevicePoll = Readonly<{
  digest: Buffer
  clientId: string
  now: Date
  /** A poll may come so much early: networks are not clocks. */
  toleranceMillis: number
  stepSeconds: number
}>

export type DeviceDecision = Readonly<{ digest: Buffer; sub: string; now: Date }>
export type DeviceApproval = DeviceDecision &
  Readonly<{
    sessionId: string
    sid: string
    /** What the person left of what was asked for. */
    scope: readonly string[]
    accessEndsAt: Date | null
  }>

export type RedeemedDevice = Readonly<{ family: Family; account: Account }>

const columns = {
  family: packed<FamilyRow>('founded', familyColumns, familyBytes),
  account: packed<AccountRow>('account', accountColumns),
}
const own = sql.raw(deviceAuthorizationColumns.map((column) => `device_authorization.${column}`).join(', '))

// Every expression after `set` reads the row as it was before; parallel polls queue at its lock, each after the one before it.
const pollStatement = ({ digest, clientId, now, toleranceMillis, stepSeconds }: DevicePoll) => {
  const waits = sql`make_interval(secs => interval_seconds - ${toleranceMillis / 1000}::float8)`
  const tooSoon = sql`coalesce(polled_at + ${waits} > ${now}::timestamptz, false)`
  return sql<DeviceAuthorizationRow>`
    update device_authorization set
      polled_at = ${now}::timestamptz,
      polled_too_soon = ${tooSoon},
      interval_seconds = case when ${tooSoon} then interval_seconds + ${stepSeconds}::integer else interval_seconds end
    where digest = ${digest} and client_id = ${clientId}
    returning ${own}`
}

// Nobody has answered it, and somebody still may.
const isOpen = (now: Date) =>
  sql`device_authorization.decision is null and device_authorization.expires_at > ${now}::timestamptz`

// The locks wait for who is just ending the session or disabling the client.
const allowStatement = ({ digest, sub, sessionId, sid, scope, accessEndsAt, now }: DeviceApproval) => sql`
  with allower as (
    select session.id, session.sub, session.authenticated_at, session.amr, client.client_id
    from session, client, device_authorization
    where session.id = ${sessionId} and session.sub = ${sub} and device_authorization.digest = ${digest}
      and client.client_id = device_authorization.client_id and client.disabled_at is null
    for key share of session for share of client
  )
  update device_authorization set decision = 'allowed', decided_at = ${now}::timestamptz, sub = allower.sub,
    session_id = allower.id, sid = ${sid}, authenticated_at = allower.authenticated_at, amr = allower.amr,
    scope = ${scope}::text[], access_ends_at = ${accessEndsAt}::timestamptz
  from allower
  where digest = ${digest} and device_authorization.client_id = allower.client_id and ${isOpen(now)}
  returning digest`

// A device is not the browser that its person answered in: its family belongs to no session, so that a logout there leaves
// it alone (README, Decisions).
const redeemStatement = prepared<
  Founding & Readonly<{ digest: Buffer }>,
  Readonly<Record<'family' | 'account', Packed>>
>(
  (value) => sql`
  with spent as (
    update device_authorization set spent_at = ${value('now')}
    from account
    where digest = ${value('digest')} and ${besideKey('client_id')} = ${value('clientId')} and decision = 'allowed' and spent_at is null
      and device_authorization.expires_at > ${value('now')}::timestamptz
      and account.sub = ${besideKey('device_authorization.sub')} and account.disabled_at is null
    returning device_authorization.*
  ), ${founding(value, { sessionId: sql`null`, requestedClaims: sql`'{"idToken":[],"userinfo":[]}'::jsonb`, accessEndsAt: sql`access_ends_at` })}
  select ${columns.family.all} as family, ${columns.account.all} as account from founded join account on account.sub = founded.sub`,
)

export const deviceAuthorizations = (handle: Handle) => ({
  /** False if the user code is taken. */
  create: async (made: NewDeviceAuthorization): Promise<boolean> => {
    const query = handle.insertInto('device_authorization').values({
      digest: made.digest,
      user_code_digest: made.userCodeDigest,
      client_id: made.clientId,
      scope: made.scope,
      resources: made.resources,
      address: made.address,
      user_agent: made.userAgent,
      interval_seconds: made.intervalSeconds,
      polled_too_soon: false,
      issued_at: made.issuedAt,
      expires_at: made.expiresAt,
      family_id: made.familyId,
      family_public_id: made.familyPublicId,
    })
    const unique = query.onConflict((conflict) => conflict.column('user_code_digest').doNothing())
    return ((await unique.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n
  },

  /** In whatever state; the digests are of one code under each key that may have made it. */
  byUserCode: async (digests: readonly Buffer[]): Promise<DeviceAuthorization | undefined> => {
    const query = handle.selectFrom('device_authorization').select(deviceAuthorizationColumns)
    const row = await query.where('user_code_digest', 'in', digests).executeTakeFirst()
    return row && toDeviceAuthorization(row)
  },

  find: async (digest: Buffer): Promise<DeviceAuthorization | undefined> => {
    const query = handle.selectFrom('device_authorization').select(deviceAuthorizationColumns)
    const row = await query.where('digest', '=', digest).executeTakeFirst()
    return row && toDeviceAuthorization(row)
  },

  /** As it is after this poll; undefined if that client has no such code. */
  poll: async (poll: DevicePoll): Promise<DeviceAuthorization | undefined> => {
    const [row] = (await pollStatement(poll).execute(handle)).rows
    return row && toDeviceAuthorization(row)
  },

  /** False if the session has ended, the client is disabled, or somebody or the clock was faster. */
  allow: async (approval: DeviceApproval): Promise<boolean> =>
    (await allowStatement(approval).execute(handle)).rows.length === 1,

  deny: async ({ digest, sub, now }: DeviceDecision): Promise<boolean> => {
    const { rows } = await sql`
      update device_authorization set decision = 'denied', decided_at = ${now}::timestamptz, sub = ${sub}
      where digest = ${digest} and ${isOpen(now)}
      returning digest`.execute(handle)
    return rows.length === 1
  },

  /** Undefined: not allowed, spent already, expired, or its person is disabled. */
  redeem: async (redemption: Founding & Readonly<{ digest: Buffer }>): Promise<RedeemedDevice | undefined> => {
    const [row] = await redeemStatement(handle, redemption)
    return (
      row && {
        family: toFamily(columns.family.row(row.family)),
        account: toAccount(columns.account.row(row.account)),
      }
    )
  },

  /** Deletes them an hour after their end: until then a device that still polls is told what has happened. */
  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`expires_at <= ${now}::timestamptz - interval '1 hour'`
    return sweep(handle, { table: 'device_authorization', key: 'digest', expiry: 'expires_at', expired, limit })
  },
})
