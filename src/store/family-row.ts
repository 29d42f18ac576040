// Family row: between the table family and the model.
import type { Selectable } from 'kysely'
import type { Family } from '../model/family.ts'
import type { FamilyTable } from './schema.ts'

export const familyColumns = [
  'id',
  'public_id',
  'client_id',
  'sub',
  'session_id',
  'sid',
  'scope',
  'resources',
  'requested_claims',
  'authenticated_at',
  'amr',
  'generation',
  'rotated_at',
  'last_outcome',
  'master_key',
  'created_at',
  'idle_expires_at',
  'absolute_expires_at',
  'revoked_at',
  'revoked_reason',
] as const
export const familyBytes = ['id'] as const

export type FamilyRow = Pick<Selectable<FamilyTable>, (typeof familyColumns)[number]>

export const toFamily = (row: FamilyRow): Family => ({
  id: row.id,
  publicId: row.public_id,
  clientId: row.client_id,
  sub: row.sub,
  sessionId: row.session_id,
  sid: row.sid,
  scope: row.scope,
  resources: row.resources,
  requestedClaims: row.requested_claims,
  authenticatedAt: row.authenticated_at,
  amr: row.amr,
  generation: row.generation,
  rotatedAt: row.rotated_at,
  masterKey: row.master_key,
  createdAt: row.created_at,
  idleExpiresAt: row.idle_expires_at,
  absoluteExpiresAt: row.absolute_expires_at,
  revokedAt: row.revoked_at,
  revokedReason: row.revoked_reason,
})
