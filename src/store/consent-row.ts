// Consent row: between the table consent and the model.
import type { Consent } from '../model/consent.ts'
import type { ConsentTable } from './schema.ts'

export const consentColumns = [
  'sub',
  'client_id',
  'redirect_origin',
  'scope',
  'resources',
  'client_name',
  'client_version',
  'granted_at',
  'declined',
  'ends_at',
] as const

export const toConsent = (row: ConsentTable): Consent => ({
  sub: row.sub,
  clientId: row.client_id,
  redirectOrigin: row.redirect_origin,
  scope: row.scope,
  resources: row.resources,
  clientName: row.client_name,
  clientVersion: row.client_version,
  grantedAt: row.granted_at,
  declined: row.declined,
  endsAt: row.ends_at,
})
