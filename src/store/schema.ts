// The tables as Kysely sees them; column for column what migrations/ made.
import type { ColumnType, GeneratedAlways, Kysely } from 'kysely'
import type { Account } from '../model/account.ts'
import type { AuthorizationCode } from '../model/authorization-code.ts'
import type { DeviceAnswer } from '../model/device-authorization.ts'
import type { Event } from '../model/event.ts'
import type { RevocationReason, Rotation } from '../model/family.ts'
import type { DeliveryState } from '../model/logout-delivery.ts'
import type { RequestedClaims } from '../model/requested-claims.ts'
import type { Resource } from '../model/resource.ts'
import type { SigningKey } from '../model/signing-key.ts'
import type { AppliedTable, FigureTable } from './administration-schema.ts'
import type { AppOfferTable, ClientLogoTable } from './app-schema.ts'
import type { ClientDocumentTable, ClientSecretTable, ClientTable } from './client-schema.ts'
import type { Json, Texts } from './columns.ts'
import type { PasskeyTable, RecoveryCodeTable, TotpTable, UsedChallengeTable } from './factor-schema.ts'
import type { MailLinkTable } from './mail-link-schema.ts'
import type { TheftNoticeTable } from './theft-notice-row.ts'

export type AccountTable = {
  sub: string
  email: string
  email_normalized: string
  email_verified_at: Date | null
  name: string | null
  profile: Json<Account['profile']>
  profile_updated_at: Date
  roles: Texts
  attributes: Json<Account['attributes']>
  password_hash: string | null
  password_changed_at: ColumnType<Date | null, never, Date>
  app_quota: ColumnType<number | null, never, number | null>
  language: string | null
  disabled_at: Date | null
  created_at: Date
}

export type SessionTable = {
  id: string
  cookie_digest: Buffer
  sub: string
  sid_seed: Buffer
  authenticated_at: Date
  amr: Texts
  created_at: Date
  last_seen_at: Date
  idle_expires_at: Date
  absolute_expires_at: Date
  user_agent: string | null
  address: string | null
  sweep_on: GeneratedAlways<string>
}

export type ConsentTable = {
  sub: string
  client_id: string
  redirect_origin: string
  scope: Texts
  resources: Texts
  client_name: string
  client_version: string | null
  granted_at: Date
  declined: Texts
  ends_at: Date | null
}

export type AuthorizationCodeTable = {
  digest: Buffer
  client_id: string
  sub: string
  session_id: string
  sid: string
  redirect_uri: string
  redirect_uri_sent: boolean
  code_challenge: AuthorizationCode['codeChallenge']
  scope: Texts
  resources: Texts
  requested_claims: Json<RequestedClaims>
  nonce: string | null
  authenticated_at: Date
  amr: Texts
  family_id: Buffer
  family_public_id: string
  issued_at: Date
  expires_at: Date
  spent_at: Date | null
  access_ends_at: Date | null
}

export type DeviceAuthorizationTable = {
  digest: Buffer
  user_code_digest: Buffer
  client_id: string
  scope: Texts
  resources: Texts
  address: string
  user_agent: string | null
  interval_seconds: number
  polled_at: Date | null
  polled_too_soon: boolean
  issued_at: Date
  expires_at: Date
  decision: DeviceAnswer['decision'] | null
  decided_at: Date | null
  sub: string | null
  session_id: string | null
  sid: string | null
  authenticated_at: Date | null
  amr: Texts | null
  spent_at: Date | null
  family_id: Buffer
  family_public_id: string
  access_ends_at: Date | null
}

export type FamilyTable = {
  id: Buffer
  public_id: string
  client_id: string
  sub: string
  session_id: string | null
  sid: string
  scope: Texts
  resources: Texts
  requested_claims: Json<RequestedClaims>
  authenticated_at: Date
  amr: Texts
  generation: number
  rotated_at: Date
  last_outcome: Rotation | null
  master_key: string
  created_at: Date
  idle_expires_at: Date
  absolute_expires_at: Date
  revoked_at: Date | null
  revoked_reason: RevocationReason | null
  access_ends_at: Date | null
  sweep_on: GeneratedAlways<string>
}

export type RevokedTokenTable = { jti: string; expires_at: Date }

export type ClientAssertionTable = { digest: Buffer; expires_at: Date }

export type AttemptTable = { key: string; count: number; expires_at: Date }

export type EventTable = {
  reference: string
  at: Date
  kind: Event['kind']
  code: string | null
  endpoint: string | null
  client_id: string | null
  sub: string | null
  family_public_id: string | null
  address: string | null
  owner_text: string | null
  operator_text: string
  cure: string | null
  actor: string | null
  before: ColumnType<Event['before'], string | null>
  after: ColumnType<Event['after'], string | null>
}

export type SigningKeyTable = {
  kid: string
  alg: SigningKey['alg']
  ordinal: number
  public_jwk: Json<SigningKey['publicJwk']>
  sealed_private: Buffer | null
  sealed_by: string
  created_at: Date
  active_from: Date
  covers_until: Date
  compromised_at: Date | null
}

export type SealedSecretTable = { name: string; sealed: Buffer; sealed_by: string }

export type ResourceTable = {
  identifier: string
  audience: string
  name: string
  scope: Texts
  access_token_seconds: number | null
  signing_alg: Resource['signingAlg']
  claims: Json<Resource['claims']>
  created_at: Date
}

export type LogoutDeliveryTable = {
  id: GeneratedAlways<string>
  client_id: string
  sid: string
  sub: string
  state: DeliveryState
  attempts: number
  created_at: Date
  due_at: Date
  leased_until: Date | null
  last_attempt_at: Date | null
  finished_at: Date | null
  last_error: string | null
  expires_at: Date
}

export type ScopeTable = { name: string; words: string; optional: boolean; privileged: boolean }

export type Schema = {
  account: AccountTable
  client: ClientTable
  client_secret: ClientSecretTable
  client_document: ClientDocumentTable
  client_logo: ClientLogoTable
  app_offer: AppOfferTable
  session: SessionTable
  consent: ConsentTable
  authorization_code: AuthorizationCodeTable
  device_authorization: DeviceAuthorizationTable
  family: FamilyTable
  revoked_token: RevokedTokenTable
  client_assertion: ClientAssertionTable
  attempt: AttemptTable
  event: EventTable
  signing_key: SigningKeyTable
  sealed_secret: SealedSecretTable
  totp: TotpTable
  recovery_code: RecoveryCodeTable
  passkey: PasskeyTable
  used_challenge: UsedChallengeTable
  scope: ScopeTable
  resource: ResourceTable
  logout_delivery: LogoutDeliveryTable
  mail_link: MailLinkTable
  theft_notice: TheftNoticeTable
  figure: FigureTable
  applied: AppliedTable
}

/** The database, or one transaction in it. */
export type Handle = Kysely<Schema>
