// Families: one row per authorization, whatever number of refreshes follows (RFC 6749 §6, RFC 9700 §4.14.2).
import { sql } from 'kysely'
import type { Family } from '../model/family.ts'
import { familyRevocation } from './family-revocation.ts'
import { type Rotated, type RotationRequest, rotate } from './family-rotation.ts'
import { type FamilyRow, familyColumns, toFamily } from './family-row.ts'
import { prefixed, unprefixed } from './prefixed-columns.ts'
import type { Handle } from './schema.ts'
import { dayOf, sweep } from './sweep.ts'

/** Dead or alive; a removed client counts as disabled. */
export type FamilyStatus = Readonly<{
  family: Family
  accountDisabled: boolean
  clientDisabled: boolean
  /** The one access token that was asked about, alone; false where none was. */
  tokenRevoked: boolean
}>

type Ends = Readonly<{ account_disabled: boolean; client_disabled: boolean; token_revoked: boolean }>

const columns = prefixed('family', 'f', familyColumns)

const statusByPublicId = async (
  handle: Handle,
  publicId: string,
  jti: string | null,
): Promise<FamilyStatus | undefined> => {
  const { rows } = await sql<Record<string, unknown> & Ends>`
    select ${columns},
      account.sub is null or account.disabled_at is not null as account_disabled,
      client.client_id is null or client.disabled_at is not null as client_disabled,
      exists (select from revoked_token where jti = ${jti}) as token_revoked
    from family
    left join account on account.sub = family.sub
    left join client on client.client_id = family.client_id
    where family.public_id = ${publicId}`.execute(handle)
  const [row] = rows
  return (
    row && {
      family: toFamily(unprefixed<FamilyRow>(row, 'f', familyColumns)),
      accountDisabled: row.account_disabled,
      clientDisabled: row.client_disabled,
      tokenRevoked: row.token_revoked,
    }
  )
}

export const families = (handle: Handle) => ({
  rotate: (request: RotationRequest): Promise<Rotated | undefined> => rotate(handle, request),

  /** Dead or alive. */
  find: async (id: Buffer): Promise<Family | undefined> => {
    const row = await handle.selectFrom('family').select(familyColumns).where('id', '=', id).executeTakeFirst()
    return row && toFamily(row)
  },

  /** With the `jti` of one of its access tokens: both are asked about at once, because introspection does nothing else. */
  byPublicId: (publicId: string, jti: string | null = null): Promise<FamilyStatus | undefined> =>
    statusByPublicId(handle, publicId, jti),

  ...familyRevocation(handle),

  /** Deletes families two weeks after they expired or were revoked, counted in whole days. */
  sweep: (now: Date, limit: number): Promise<number> => {
    const expired = sql`sweep_on <= ${dayOf(now)}`
    return sweep(handle, { table: 'family', key: 'id', expiry: 'sweep_on', expired, limit })
  },
})
