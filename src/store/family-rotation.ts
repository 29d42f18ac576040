// Rotation: what presenting a refresh token of some generation leads to, decided and recorded by one statement (RFC 9700 §4.14.2).
import { sql } from 'kysely'
import type { Account } from '../model/account.ts'
import type { Family, Rotation } from '../model/family.ts'
import { type AccountRow, accountColumns, toAccount } from './account-row.ts'
import { type FamilyRow, familyColumns, toFamily } from './family-row.ts'
import { prefixed, unprefixed } from './prefixed-columns.ts'
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
  family: prefixed('family', 'f', familyColumns),
  account: prefixed('account', 'a', accountColumns),
}

/**
 * Every expression after `set` reads the row as it was before. Parallel requests queue at the row's lock, and each is decided
 * anew on what the one before it left (READ COMMITTED evaluates the update again on the newest version of the row).
 */
const rotateStatement = (request: RotationRequest) => {
  const presented = sql`${request.generation}::integer`
  const now = sql`${request.now}::timestamptz`
  const seconds = (count: number) => sql`make_interval(secs => ${count}::float8)`
  // As of the current generation, or of one above it: then the database went back, by a restore or a failover.
  const moves = sql`${presented} >= generation`
  const retried = sql`(${presented} = generation - 1 and rotated_at + ${seconds(request.retrySeconds)} >= ${now})`
  const reused = sql`not (${moves} or ${retried})`
  return sql<Record<string, unknown> & { f_last_outcome: Rotation }>`
    update family set
      last_outcome = case
        when ${presented} = generation then 'rotated'
        when ${presented} > generation then 'recovered'
        when ${retried} then 'retried'
        else 'reused' end,
      generation = case when ${moves} then ${presented} + 1 else generation end,
      rotated_at = case when ${moves} then ${now} else rotated_at end,
      idle_expires_at = case when ${moves}
        then least(${now} + ${seconds(request.idleSeconds)}, absolute_expires_at) else idle_expires_at end,
      master_key = case when ${moves} then ${request.masterKey} else master_key end,
      revoked_at = case when ${reused} then ${now} end,
      revoked_reason = case when ${reused} then 'refresh_reused' end
    from account
    where family.id = ${request.id} and family.client_id = ${request.clientId} and family.revoked_at is null
      and family.idle_expires_at > ${now} and family.absolute_expires_at > ${now}
      and account.sub = family.sub and account.disabled_at is null
    returning ${columns.family}, ${columns.account}`
}

/** Undefined: no such living family of that client and an enabled person. */
export const rotate = async (handle: Handle, request: RotationRequest): Promise<Rotated | undefined> => {
  const [row] = (await rotateStatement(request).execute(handle)).rows
  return (
    row && {
      outcome: row.f_last_outcome,
      family: toFamily(unprefixed<FamilyRow>(row, 'f', familyColumns)),
      account: toAccount(unprefixed<AccountRow>(row, 'a', accountColumns)),
    }
  )
}
