// Client row: between the tables client and client_secret and the model.
import type { Selectable } from 'kysely'
import type { Client, ClientSecret } from '../model/client.ts'
import type { ClientTable } from './client-schema.ts'

export type ClientRow = Selectable<ClientTable>

export const toClient = (row: ClientRow): Client => ({
  clientId: row.client_id,
  name: row.name,
  origin: row.origin,
  tokenEndpointAuthMethod: row.token_endpoint_auth_method,
  redirectUris: row.redirect_uris,
  grantTypes: row.grant_types,
  scope: row.scope,
  optionalScope: row.optional_scope,
  audiences: row.audiences,
  pkceRequired: row.pkce_required,
  display: row.display,
  jwks: row.jwks,
  jwksUri: row.jwks_uri,
  webOrigins: row.web_origins,
  postLogoutRedirectUris: row.post_logout_redirect_uris,
  backchannelLogoutUri: row.backchannel_logout_uri,
  subjectType: row.subject_type,
  sector: row.sector,
  idTokenAlg: row.id_token_alg,
  userinfoAlg: row.userinfo_alg,
  defaultMaxAgeSeconds: row.default_max_age_seconds,
  refreshRetrySeconds: row.refresh_retry_seconds,
  tokensPerMinute: row.tokens_per_minute,
  verifiedAt: row.verified_at,
  ownerSub: row.owner_sub,
  logoDigest: row.logo_digest,
  publisher: toPublisher(row),
  disabledAt: row.disabled_at,
  createdAt: row.created_at,
  firstLoginAt: row.first_login_at,
})

const toPublisher = (row: ClientRow): Client['publisher'] =>
  row.publisher_host === null
    ? null
    : {
        host: row.publisher_host,
        verifiedAt: row.publisher_verified_at,
        checkedAt: row.publisher_checked_at,
        problem: row.publisher_problem,
      }

/** What a change of metadata replaces: not what the server itself decided since, which the caller may have read too early. */
export const fromMetadata = (client: Client) => ({
  name: client.name,
  token_endpoint_auth_method: client.tokenEndpointAuthMethod,
  redirect_uris: client.redirectUris,
  grant_types: client.grantTypes,
  scope: client.scope,
  optional_scope: client.optionalScope,
  audiences: client.audiences,
  pkce_required: client.pkceRequired,
  display: JSON.stringify(client.display),
  jwks: client.jwks && JSON.stringify(client.jwks),
  jwks_uri: client.jwksUri,
  web_origins: client.webOrigins,
  post_logout_redirect_uris: client.postLogoutRedirectUris,
  backchannel_logout_uri: client.backchannelLogoutUri,
  subject_type: client.subjectType,
  sector: client.sector,
  id_token_alg: client.idTokenAlg,
  userinfo_alg: client.userinfoAlg,
  default_max_age_seconds: client.defaultMaxAgeSeconds,
  refresh_retry_seconds: client.refreshRetrySeconds,
  tokens_per_minute: client.tokensPerMinute,
  verified_at: client.verifiedAt,
})

export const fromClient = (client: Client) => ({
  ...fromMetadata(client),
  client_id: client.clientId,
  origin: client.origin,
  owner_sub: client.ownerSub,
  disabled_at: client.disabledAt,
  created_at: client.createdAt,
  first_login_at: client.firstLoginAt,
})

export type SecretRow = { id: string; digest: Buffer; created_at: Date; last_used_at: Date | null }

export const toSecret = (row: SecretRow): ClientSecret => ({
  id: row.id,
  digest: row.digest,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})
