// Session row: between the table session and the model.
import type { Session } from '../model/session.ts'

export const sessionColumns = [
  'id',
  'sub',
  'sid_seed',
  'authenticated_at',
  'amr',
  'created_at',
  'last_seen_at',
  'idle_expires_at',
  'absolute_expires_at',
] as const
export const sessionBytes = ['sid_seed'] as const

export type SessionRow = {
  id: string
  sub: string
  sid_seed: Buffer
  authenticated_at: Date
  amr: readonly string[]
  created_at: Date
  last_seen_at: Date
  idle_expires_at: Date
  absolute_expires_at: Date
}

export const toSession = (row: SessionRow): Session => ({
  id: row.id,
  sub: row.sub,
  sidSeed: row.sid_seed,
  authenticatedAt: row.authenticated_at,
  amr: row.amr,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  idleExpiresAt: row.idle_expires_at,
  absoluteExpiresAt: row.absolute_expires_at,
})
