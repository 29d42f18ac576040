// Rotation: what presenting a refresh token of some generation leads to, decided and recorded by one statement (RFC 9700 §4.14.2).
import { sql } from 'kysely'
import type { Account } from '../model/account.ts'
import type { Family, Rotation } from '../model/family.ts'
import type { ResourceCondition } from '../model/resource.ts'
import { type AccountRow, accountColumns, toAccount } from './account-row.ts'
import { besideKey } from './beside-key.ts'
import { type FamilyRow, familyBytes, familyColumns, toFamily } from './family-row.ts'
import { type Packed, packed } from './packed-columns.ts'
import { prepared } from './prepared.ts'
import { resourcesAre } from './resource-condition.ts'
import type { Handle } from './schema.ts'

export type RotationRequest = Readonly<{
  id: Buffer
  /** Of the token that was presented. */
  generation: number
  clientId: string
  now: Date
  retrySeconds: number
  idleSeconds: number
  /** Fingerprint of the master key that will authenticate the successor. */
  masterKey: string
}>

export type Rotated = Readonly<{ outcome: Rotation; family: Family; account: Account }>

const columns = {
  family: packed<FamilyRow>('family', familyColumns, familyBytes),
  account: packed<AccountRow>('account', accountColumns),
}

/**
 * Every expression after `set` reads the row as it was before. Parallel requests queue at the row's lock, and each is decided
 * anew on what the one before it left (READ COMMITTED evaluates the update again on the newest version of the row).
 * Repeatable: what has rotated already is then a retry, with the same successor.
 */
const rotateStatement = prepared<
  RotationRequest & ResourceCondition,
  Readonly<{ outcome: Rotation; family: Packed; account: Packed }>
>((value) => {
  const presented = sql`${value('generation')}::integer`
  const now = sql`${value('now')}::timestamptz`
  const seconds = (name: 'retrySeconds' | 'idleSeconds') => sql`make_interval(secs => ${value(name)}::float8)`
  // As of the current generation, or of one above it: then the database went back, by a restore or a failover.
  const moves = sql`${presented} >= generation`
  const retried = sql`(${presented} = generation - 1 and rotated_at + ${seconds('retrySeconds')} >= ${now})`
  const reused = sql`not (${moves} or ${retried})`
  return sql`
    update family set
      last_outcome = case
        when ${presented} = generation then 'rotated'
        when ${presented} > generation then 'recovered'
        when ${retried} then 'retried'
        else 'reused' end,
      generation = case when ${moves} then ${presented} + 1 else generation end,
      rotated_at = case when ${moves} then ${now} else rotated_at end,
      idle_expires_at = case when ${moves}
        then least(${now} + ${seconds('idleSeconds')}, absolute_expires_at) else idle_expires_at end,
      master_key = case when ${moves} then ${value('masterKey')} else master_key end,
      revoked_at = case when ${reused} then ${now} end,
      revoked_reason = case when ${reused} then 'refresh_reused' end
    from account
    where family.id = ${value('id')} and ${besideKey('family.client_id')} = ${value('clientId')} and family.revoked_at is null
      and family.idle_expires_at > ${now} and family.absolute_expires_at > ${now}
      and account.sub = ${besideKey('family.sub')} and account.disabled_at is null and ${resourcesAre(value)}
    returning last_outcome as outcome, ${columns.family.all} as family, ${columns.account.all} as account`
}, 'repeatable')

/** Undefined: no such living family of that client, for such resources, and an enabled person. */
export const rotate = async (
  handle: Handle,
  request: RotationRequest,
  condition: ResourceCondition,
): Promise<Rotated | undefined> => {
  const [row] = await rotateStatement(handle, { ...request, ...condition })
  return (
    row && {
      outcome: row.outcome,
      family: toFamily(columns.family.row(row.family)),
      account: toAccount(columns.account.row(row.account)),
    }
  )
}
