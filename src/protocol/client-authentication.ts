// Client authentication: how a client names itself and proves it (RFC 6749 §2.3, RFC 7521 §4.2, OpenID Connect Core §9).
import type { TokenEndpointAuthMethod } from '../model/client.ts'
import { type ClientAssertion, clientAssertionType, parseClientAssertion } from './client-assertion.ts'
import { clientSigningAlgorithms } from './client-keys.ts'
import { invalidClient, invalidRequest } from './errors.ts'
import type { Params } from './params.ts'

/** What the request claims; flows/authenticate-client.ts checks it. */
export type ClientCredentials =
  | Readonly<{ method: 'client_secret_basic' | 'client_secret_post'; clientId: string; secret: string }>
  | Readonly<{ method: 'private_key_jwt'; clientId: string; assertion: ClientAssertion }>
  | Readonly<{ method: 'none'; clientId: string }>

type Method = Readonly<{
  name: TokenEndpointAuthMethod
  /** What its signatures may be made with, where it has any. */
  algorithms?: readonly string[]
  read(authorization: string | undefined, params: Params): ClientCredentials | undefined
}>

/** In the order in which they are tried; the metadata document lists the same array. */
export const clientAuthenticationMethods: readonly Method[] = [
  { name: 'client_secret_basic', read: (authorization) => basic(authorization) },
  { name: 'client_secret_post', read: (_, params) => post(params) },
  { name: 'private_key_jwt', algorithms: clientSigningAlgorithms, read: (_, params) => assertion(params) },
  { name: 'none', read: (_, params) => none(params) },
]

/** @throws OAuthError invalid_request where two methods are used at once, invalid_client where none is. */
export const readClientCredentials = (authorization: string | undefined, params: Params): ClientCredentials => {
  // RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."
  const inBody = ['client_secret', 'client_assertion'].filter((name) => params.get(name) !== undefined)
  if (inBody.length + (authorization === undefined ? 0 : 1) > 1)
    throw invalidRequest('Two client authentication methods in one request.', {
      cure: 'Send the secret once: by Basic, or as client_secret in the body.',
    })
  for (const method of clientAuthenticationMethods) {
    const credentials = method.read(authorization, params)
    if (credentials === undefined) continue
    const named = params.get('client_id')
    if (named !== undefined && named !== credentials.clientId)
      throw invalidRequest('client_id differs from the client that authenticated.')
    return credentials
  }
  throw invalidClient('The request names no client: neither Authorization: Basic nor client_id.', {
    cure: 'Send client_id, and the secret or the assertion that proves it.',
  })
}

const basic = (authorization: string | undefined): ClientCredentials | undefined => {
  if (authorization === undefined) return undefined
  const encoded = /^basic +([A-Za-z0-9+/_-]+={0,2}) *$/i.exec(authorization)?.[1]
  if (encoded === undefined) throw invalidClient('The Authorization header is not a well-formed Basic header.')
  const pair = decodeUtf8(Buffer.from(encoded, 'base64'))
  const colon = pair?.indexOf(':') ?? -1
  if (pair === undefined || colon < 1) throw invalidClient('The Basic credentials are not "id:secret" in UTF-8.')
  const clientId = percentDecode(pair.slice(0, colon))
  const secret = percentDecode(pair.slice(colon + 1))
  if (clientId === undefined || secret === undefined || /\0/.test(clientId))
    throw invalidClient('The Basic credentials are not form-encoded (RFC 6749 §2.3.1).')
  // Some libraries of public clients send "id:" with an empty secret: that proves nothing, and claims nothing.
  return secret === '' ? { method: 'none', clientId } : { method: 'client_secret_basic', clientId, secret }
}

const post = (params: Params): ClientCredentials | undefined => {
  const secret = params.get('client_secret')
  if (secret === undefined) return undefined
  const clientId = params.get('client_id')
  if (clientId === undefined) throw invalidClient('client_secret without client_id.')
  return { method: 'client_secret_post', clientId, secret }
}

const assertion = (params: Params): ClientCredentials | undefined => {
  const [jwt, type] = [params.get('client_assertion'), params.get('client_assertion_type')]
  if (jwt === undefined && type === undefined) return undefined
  if (jwt === undefined || type === undefined)
    throw invalidRequest('client_assertion and client_assertion_type belong together.')
  if (type !== clientAssertionType)
    throw invalidClient('The client_assertion_type is not known here.', { cure: `Send ${clientAssertionType}.` })
  const parsed = parseClientAssertion(jwt)
  if (parsed === undefined) throw invalidClient('The client_assertion is not a signed JWT with a sub.')
  return { method: 'private_key_jwt', clientId: parsed.clientId, assertion: parsed }
}

const none = (params: Params): ClientCredentials | undefined => {
  const clientId = params.get('client_id')
  return clientId === undefined ? undefined : { method: 'none', clientId }
}

const decodeUtf8 = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Our secrets have no character that encoding changes, so clients that encode and clients that do not are both right. */
const percentDecode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
