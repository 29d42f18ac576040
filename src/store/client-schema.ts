// The tables of clients as Kysely sees them; column for column what migrations/ made.
import type { ColumnType, GeneratedAlways } from 'kysely'
import type { Client, ClientDisplay } from '../model/client.ts'
import type { Json, Texts } from './columns.ts'

export type ClientTable = {
  client_id: string
  name: string
  origin: Client['origin']
  token_endpoint_auth_method: Client['tokenEndpointAuthMethod']
  redirect_uris: Texts
  grant_types: Client['grantTypes']
  scope: Texts
  optional_scope: Texts
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
  tokens_per_minute: number | null
  registration_token_digest: Buffer | null
  verified_at: Date | null
  owner_sub: string | null
  logo_digest: string | null
  publisher_host: string | null
  publisher_verified_at: Date | null
  publisher_confirmed_at: Date | null
  publisher_checked_at: Date | null
  publisher_problem: string | null
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

export type ClientDocumentTable = {
  client_id: string
  host: string
  fetched_at: Date
  fresh_until: Date
  stale_until: Date
}
