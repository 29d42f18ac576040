// Client information: a registered client by its wire names (RFC 7591 §3.2.1).
import type { Client } from '../model/client.ts'
import { formatScope } from './scope.ts'

export const clientInformation = (client: Client): Record<string, unknown> => ({
  client_id: client.clientId,
  client_id_issued_at: Math.floor(client.createdAt.getTime() / 1000),
  client_name: client.name,
  redirect_uris: client.redirectUris,
  grant_types: client.grantTypes,
  response_types: client.grantTypes.includes('authorization_code') ? ['code'] : [],
  token_endpoint_auth_method: client.tokenEndpointAuthMethod,
  scope: formatScope(client.scope),
  client_uri: client.display.clientUri,
  logo_uri: client.display.logoUri,
  tos_uri: client.display.tosUri,
  policy_uri: client.display.policyUri,
  contacts: client.display.contacts,
  software_id: client.display.softwareId,
  software_version: client.display.softwareVersion,
})
