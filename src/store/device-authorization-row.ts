// Device authorization row: between the table device_authorization and the model.
import type { Selectable } from 'kysely'
import type { DeviceAuthorization } from '../model/device-authorization.ts'
import type { DeviceAuthorizationTable } from './schema.ts'

export const deviceAuthorizationColumns = [
  'digest',
  'client_id',
  'scope',
  'resources',
  'address',
  'user_agent',
  'interval_seconds',
  'polled_at',
  'polled_too_soon',
  'issued_at',
  'expires_at',
  'decision',
  'decided_at',
  'sub',
  'spent_at',
  'family_public_id',
] as const

export type DeviceAuthorizationRow = Pick<
  Selectable<DeviceAuthorizationTable>,
  (typeof deviceAuthorizationColumns)[number]
>

export const toDeviceAuthorization = (row: DeviceAuthorizationRow): DeviceAuthorization => ({
  digest: row.digest,
  clientId: row.client_id,
  scope: row.scope,
  resources: row.resources,
  address: row.address,
  userAgent: row.user_agent,
  intervalSeconds: row.interval_seconds,
  polledAt: row.polled_at,
  polledTooSoon: row.polled_too_soon,
  issuedAt: row.issued_at,
  expiresAt: row.expires_at,
  answer:
    row.decision === null || row.sub === null || row.decided_at === null
      ? null
      : { decision: row.decision, sub: row.sub, at: row.decided_at },
  spentAt: row.spent_at,
  familyPublicId: row.family_public_id,
})
