// Updates of a registration: what the request must say, and whether whoever vouched for the client still does (RFC 7592 §2.2).
import { type Client, isPublic } from '../model/client.ts'
import type { ClientMetadata } from './client-metadata.ts'
import { invalidMetadata } from './metadata-fields.ts'

const setByServer = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
]

/**
 * The request names its client, its own secret if any, and no field that only the server sets.
 * @throws OAuthError invalid_client_metadata
 */
export const checkUpdate = (clientId: string, body: unknown, isSecret: (text: string) => boolean): void => {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (fields.client_id !== clientId) throw invalidMetadata('client_id must be the client that is updated.')
  const { client_secret: secret } = fields
  if (secret !== undefined && !(typeof secret === 'string' && isSecret(secret)))
    throw invalidMetadata('client_secret must be the current one, or be left out.')
  const wrong = setByServer.find((field) => fields[field] !== undefined)
  if (wrong !== undefined) throw invalidMetadata(`${wrong} must not be sent.`)
}

/**
 * Whoever vouched for the client meant this name, and these places to which people and news of them are sent; and a
 * program that proves itself, if it did. New keys and secrets are no reason: to change them is good practice.
 */
export const stillVouchedFor = (before: Client, after: ClientMetadata): boolean => {
  const vouched = (client: Client | ClientMetadata) => [
    client.name,
    client.redirectUris,
    client.postLogoutRedirectUris,
    client.backchannelLogoutUri,
    isPublic(client),
  ]
  return JSON.stringify(vouched(before)) === JSON.stringify(vouched(after))
}
