// Code row: between the table authorization_code and the model.
import type { Selectable } from 'kysely'
import type { AuthorizationCode } from '../model/authorization-code.ts'
import type { AuthorizationCodeTable } from './schema.ts'

export const codeColumns = [
  'digest',
  'client_id',
  'sub',
  'session_id',
  'sid',
  'redirect_uri',
  'redirect_uri_sent',
  'code_challenge',
  'scope',
  'resources',
  'requested_claims',
  'nonce',
  'authenticated_at',
  'amr',
  'family_id',
  'family_public_id',
  'issued_at',
  'expires_at',
  'spent_at',
  'access_ends_at',
] as const
export const codeBytes = ['digest', 'family_id'] as const

export type CodeRow = Selectable<AuthorizationCodeTable>

export const toCode = (row: CodeRow): AuthorizationCode => ({
  digest: row.digest,
  clientId: row.client_id,
  sub: row.sub,
  sessionId: row.session_id,
  sid: row.sid,
  redirectUri: row.redirect_uri,
  redirectUriSent: row.redirect_uri_sent,
  codeChallenge: row.code_challenge,
  scope: row.scope,
  resources: row.resources,
  requestedClaims: row.requested_claims,
  nonce: row.nonce,
  authenticatedAt: row.authenticated_at,
  amr: row.amr,
  familyId: row.family_id,
  familyPublicId: row.family_public_id,
  issuedAt: row.issued_at,
  expiresAt: row.expires_at,
  spentAt: row.spent_at,
  accessEndsAt: row.access_ends_at,
})
