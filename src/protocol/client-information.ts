// Client information: a registered client by its wire names (RFC 7591 §3.2.1, OpenID Connect Registration §3.2).
import type { Client } from '../model/client.ts'
import { formatScope } from './scope.ts'

/** All that is kept, the server's own choices too; what has no value is left out. */
export const clientInformation = (client: Client): Record<string, unknown> => ({
  client_id: client.clientId,
  client_id_issued_at: Math.floor(client.createdAt.getTime() / 1000),
  client_name: client.name,
  redirect_uris: client.redirectUris,
  grant_types: client.grantTypes,
  response_types: client.grantTypes.includes('authorization_code') ? ['code'] : [],
  token_endpoint_auth_method: client.tokenEndpointAuthMethod,
  scope: formatScope(client.scope),
  optional_scope: client.optionalScope.length === 0 ? undefined : formatScope(client.optionalScope),
  jwks: client.jwks ?? undefined,
  jwks_uri: client.jwksUri ?? undefined,
  subject_type: client.subjectType,
  sector_identifier_uri: client.display.sectorIdentifierUri,
  id_token_signed_response_alg: client.idTokenAlg,
  userinfo_signed_response_alg: client.userinfoAlg ?? undefined,
  default_max_age: client.defaultMaxAgeSeconds ?? undefined,
  // It stands in every ID token, whoever asks.
  require_auth_time: true,
  post_logout_redirect_uris: unlessEmpty(client.postLogoutRedirectUris),
  backchannel_logout_uri: client.backchannelLogoutUri ?? undefined,
  // Every logout token has a sid.
  backchannel_logout_session_required: client.backchannelLogoutUri === null ? undefined : true,
  allowed_cors_origins: unlessEmpty(client.webOrigins),
  client_uri: client.display.clientUri,
  logo_uri: client.display.logoUri,
  tos_uri: client.display.tosUri,
  policy_uri: client.display.policyUri,
  contacts: client.display.contacts,
  software_id: client.display.softwareId,
  software_version: client.display.softwareVersion,
  application_type: client.display.applicationType,
})

const unlessEmpty = (list: readonly string[]): readonly string[] | undefined => (list.length === 0 ? undefined : list)
