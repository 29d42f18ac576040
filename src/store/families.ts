// Families: one row per authorization, whatever number of refreshes follows (RFC 6749 §6, RFC 9700 §4.14.2).
import { sql } from 'kysely'
import type { Family } from '../model/family.ts'
import { anyResources } from '../model/resource.ts'
import { besideKey } from './beside-key.ts'
import { familyRevocation } from './family-revocation.ts'
import { type Rotated, type RotationRequest, rotate } from './family-rotation.ts'
import { type FamilyRow, familyBytes, familyColumns, toFamily } from './family-row.ts'
import { type Packed, packed } from './packed-columns.ts'
import { prepared } from './prepared.ts'
import type { Handle } from './schema.ts'
import { dayOf, sweep } from './sweep.ts'

/** Of an access token that still stands. */
export type LiveFamily = Pick<Family, 'sub' | 'clientId' | 'requestedClaims'>

const columns = packed<FamilyRow>('family', familyColumns, familyBytes)

const standing = sql`
  join account on account.sub = ${besideKey('family.sub')} and account.disabled_at is null
  join client on client.client_id = ${besideKey('family.client_id')} and client.disabled_at is null`

const livingStatement = prepared<{ id: Buffer }, { family: Packed }>(
  (value) => sql`
    select ${columns.all} as family from family ${standing}
    where family.id = ${value('id')} and family.revoked_at is null`,
)

// All that an access token stands on, in one question, and no more of it than is needed: introspection does nothing else.
const ofLiveTokenStatement = prepared<
  { publicId: string; jti: string },
  Pick<FamilyRow, 'sub' | 'client_id' | 'requested_claims'>
>(
  (value) => sql`
    select family.sub, family.client_id, family.requested_claims from family ${standing}
    where family.public_id = ${value('publicId')} and family.revoked_at is null
      and not exists (select from revoked_token where jti = ${value('jti')})`,
)

export const families = (handle: Handle) => ({
  rotate: (request: RotationRequest, condition = anyResources): Promise<Rotated | undefined> =>
    rotate(handle, request, condition),

  /** Dead or alive. */
  find: async (id: Buffer): Promise<Family | undefined> => {
    const row = await handle.selectFrom('family').select(familyColumns).where('id', '=', id).executeTakeFirst()
    return row && toFamily(row)
  },

  /** The end that its person set, where they did; asked only to say why it is over. */
  chosenEnd: async (id: Buffer): Promise<Date | null> => {
    const query = handle.selectFrom('family').select('access_ends_at').where('id', '=', id)
    return (await query.executeTakeFirst())?.access_ends_at ?? null
  },

  /** Undefined once it, its person or its client was ended; whether its time is over is for the caller to judge. */
  living: async (id: Buffer): Promise<Family | undefined> => {
    const [row] = await livingStatement(handle, { id })
    return row && toFamily(columns.row(row.family))
  },

  /** Undefined once it, its person, its client or this one access token of it was ended. */
  ofLiveToken: async (publicId: string, jti: string): Promise<LiveFamily | undefined> => {
    const [row] = await ofLiveTokenStatement(handle, { publicId, jti })
    return row && { sub: row.sub, clientId: row.client_id, requestedClaims: row.requested_claims }
  },

  /** Dead or alive, the newest first. */
  listForAccount: async (sub: string, limit: number): Promise<readonly Family[]> => {
    const query = handle.selectFrom('family').select(familyColumns).where('sub', '=', sub)
    return (await query.orderBy('created_at', 'desc').limit(limit).execute()).map(toFamily)
  },

  ...familyRevocation(handle),

  /** Deletes families two weeks after they expired or were revoked, counted in whole days. */
  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`sweep_on <= ${dayOf(now)}`
    return sweep(handle, { table: 'family', key: 'id', expiry: 'sweep_on', expired, limit })
  },
})
