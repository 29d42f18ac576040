// The tables of second factors as Kysely sees them; column for column what migrations/ made.
import type { ColumnType } from 'kysely'
import type { Texts } from './columns.ts'

export type TotpTable = {
  id: string
  sub: string
  sealed: Buffer
  sealed_by: string
  last_step: number
  added_at: Date
  last_used_at: ColumnType<Date | null, never, Date>
}

export type RecoveryCodeTable = { sub: string; digest: Buffer; made_at: Date }

export type PasskeyTable = {
  id: Buffer
  sub: string
  user_handle: Buffer
  public_key: Buffer
  /** 32 bits without a sign: more than an integer holds, so drivers may read it as text. */
  counter: ColumnType<string | number, number, number>
  transports: Texts
  name: string
  synced: boolean
  backed_up: boolean
  added_at: Date
  last_used_at: ColumnType<Date | null, never, Date>
}

export type UsedChallengeTable = { digest: Buffer; expires_at: Date }
