// The tables as Kysely sees them; column for column what migrations/ made.
import type { ColumnType, GeneratedAlways, Kysely } from 'kysely'
import type { Account } from '../model/account.ts'
import type { AuthorizationCode } from '../model/authorization-code.ts'
import type { Client, ClientDisplay } from '../model/client.ts'
import type { Event } from '../model/event.ts'
import type { RevocationReason, Rotation } from '../model/family.ts'
import type { RequestedClaims } from '../model/requested-claims.ts'
import type { Resource } from '../model/resource.ts'
import type { SigningKey } from '../model/signing-key.ts'

type Texts = readonly string[]
/** Written as JSON text: pg would take an array for a PostgreSQL array. */
type Json<T> = ColumnType<T, string, string>

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
  disabled_at: Date | null
  created_at: Date
}

export type ClientTable = {
  client_id: string
  name: string
  origin: Client['origin']
  token_endpoint_auth_method: Client['tokenEndpointAuthMethod']
  redirect_uris: Texts
  grant_types: Client['grantTypes']
  scope: Texts
  audiences: Texts
  pkce_required: boolean
  display: Json<ClientDisplay>
  jwks: ColumnType<Client['jwks'], string | null, string | null>
  jwks_uri: string | null
  web_origins: Texts
  post_logout_redirect_uris: Texts
  backchannel_logout_uri: string | null
  subject_type: Client['subjectType']
  sector: string | null
  id_token_alg: Client['idTokenAlg']
  userinfo_alg: Client['userinfoAlg']
  default_max_age_seconds: number | null
  refresh_retry_seconds: number | null
  registration_token_digest: Buffer | null
  verified_at: Date | null
  disabled_at: Date | null
  created_at: Date
  first_login_at: Date | null
}

export type ClientSecretTable = {
  id: string
  client_id: string
  position: GeneratedAlways<string>
  digest: Buffer
  created_at: Date
  last_used_at: Date | null
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
  granted_at: Date
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
  sweep_on: GeneratedAlways<string>
}

export type RevokedTokenTable = { jti: string; expires_at: Date }

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

export type ScopeTable = { name: string; words: string; optional: boolean; privileged: boolean }

export type Schema = {
  account: AccountTable
  client: ClientTable
  client_secret: ClientSecretTable
  session: SessionTable
  consent: ConsentTable
  authorization_code: AuthorizationCodeTable
  family: FamilyTable
  revoked_token: RevokedTokenTable
  attempt: AttemptTable
  event: EventTable
  signing_key: SigningKeyTable
  sealed_secret: SealedSecretTable
  scope: ScopeTable
  resource: ResourceTable
}

/** The database, or one transaction in it. */
export type Handle = Kysely<Schema>
