// Client version: which description of a client a person agreed to (draft-ietf-oauth-client-id-metadata-document §9.4).
import { createHash } from 'node:crypto'
import type { Client } from '../model/client.ts'

/**
 * Null where nobody but the operator, or whoever holds the client's registration token, can change the client. An app of a
 * person is another one, to the people who allowed it, once somebody else stands behind it. A document
 * changes whenever whoever holds its address likes: any change of what it says asks people again. Its scope is left out:
 * people agree to scopes one by one, and which there are is up to this server.
 */
export const clientVersion = (client: Client): string | null => {
  if (client.origin === 'person') return digestOf([client.ownerSub])
  if (client.origin !== 'metadata-document') return null
  const said = [
    ...[client.name, client.redirectUris, client.grantTypes, client.display],
    ...[client.tokenEndpointAuthMethod, client.jwks, client.jwksUri],
    ...[client.postLogoutRedirectUris, client.backchannelLogoutUri, client.webOrigins],
    ...[client.subjectType, client.sector, client.idTokenAlg, client.userinfoAlg],
  ]
  return digestOf(said)
}

const digestOf = (said: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(said, inOrder)).digest('base64url')

/** The order of an object's keys says nothing, and a database may change it. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
