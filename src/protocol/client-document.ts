// Client ID metadata documents: what the document at a client's own address may say (draft-ietf-oauth-client-id-metadata-document §4, §6).
import type { TokenEndpointAuthMethod } from '../model/client.ts'
import { clientAuthenticationMethods } from './client-authentication.ts'
import { clientIdHost } from './client-id-url.ts'
import { jwksProblem } from './client-keys.ts'
import { type ClientMetadata, type MetadataRules, readClientMetadata } from './client-metadata.ts'
import { isRefusal, OAuthError } from './errors.ts'
import { printable } from './params.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The rules of registration, and the draft's own on top. The document is public, so what is wrong with it may be told.
 * @throws OAuthError invalid_client or unauthorized_client
 */
export const readClientDocument = (
  text: string,
  clientId: string,
  rules: Omit<MetadataRules, 'asker'>,
): ClientMetadata => {
  const fields = parse(text)
  if (fields === undefined) throw unusable(clientId, 'it is not a JSON object')
  // §4: compared as strings, so that no document speaks for another address.
  if (fields.client_id !== clientId) throw unusable(clientId, 'its client_id is not the address that it is at')
  const secret = ['client_secret', 'client_secret_expires_at'].find((name) => isGiven(fields[name]))
  if (secret !== undefined) throw unusable(clientId, `it has a ${secret}, and everybody can read it`)
  // §4.1 holds whether the keys are used or not: a private key that everybody can read has to be replaced.
  const keysProblem = isGiven(fields.jwks) ? jwksProblem(fields.jwks) : undefined
  if (keysProblem !== undefined) throw unusable(clientId, `its jwks ${keysProblem}`)
  const method = negotiate(fields, clientId)
  const usable = {
    ...fields,
    client_name: isGiven(fields.client_name) ? fields.client_name : clientIdHost(clientId),
    token_endpoint_auth_method: method,
    token_endpoint_auth_methods_supported: undefined,
    // Whoever is believed here could learn the pairwise subjects of another host's people (OIDC Core §8.1).
    sector_identifier_uri: undefined,
  }
  try {
    return readClientMetadata(usable, { ...rules, asker: 'metadata-document' })
  } catch (error) {
    if (!isRefusal(error)) throw error
    throw unusable(clientId, error.message.replace(/\.$/, ''))
  }
}

/** Many senders write null for nothing. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const parse = (text: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}

/**
 * The document was written for every server there is, so it lists what the client can do (OpenID Connect RP Metadata
 * Choices §2) beside what it likes best. The strongest that both sides know is taken: §9.2 demands a proof from whoever
 * declares keys. RFC 7591's default is a secret method, and does not hold here.
 */
const negotiate = (fields: Fields, clientId: string): TokenEndpointAuthMethod => {
  const { token_endpoint_auth_method: first, token_endpoint_auth_methods_supported: more } = fields
  const named = [first, ...(Array.isArray(more) ? more : [])].filter((name) => typeof name === 'string')
  // §4.1: a shared secret cannot be shared through a public document.
  const shared = named.find((name) => name.startsWith('client_secret_'))
  if (shared !== undefined)
    throw unusable(clientId, `it names ${printable(shared)}, and no secret can be agreed through it`)
  const possible = isGiven(first) || isGiven(more) ? named : ['none']
  const hasKeys = isGiven(fields.jwks) || isGiven(fields.jwks_uri)
  const provesItself = clientAuthenticationMethods.some(({ name }) => name === 'private_key_jwt')
  if (possible.includes('private_key_jwt') && hasKeys && provesItself) return 'private_key_jwt'
  if (possible.includes('none')) return 'none'
  throw new OAuthError(
    'unauthorized_client',
    `This application at ${clientIdHost(clientId)} cannot prove itself in a way that is known here.`,
    {
      operator: `The document ${printable(clientId, 300)} offers the authentication methods ${printable(possible.join(' '), 200)}${hasKeys ? '' : ', and has no keys'}.`,
      cure: 'The application must list none, or private_key_jwt with jwks or jwks_uri.',
    },
  )
}

const unusable = (clientId: string, why: string): OAuthError =>
  new OAuthError(
    'invalid_client',
    `What this application says of itself at ${clientIdHost(clientId)} cannot be used: ${why}.`,
    {
      operator: `The client metadata document ${printable(clientId, 300)} cannot be used: ${why}.`,
      cure: 'Whoever makes the application must change the document.',
    },
  )
