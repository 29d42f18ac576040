// Client authentication: how a client names itself and proves it (RFC 6749 §2.3, RFC 7591 §2).
import type { TokenEndpointAuthMethod } from '../model/client.ts'
import { invalidClient, invalidRequest } from './errors.ts'
import type { Params } from './params.ts'

/** What the request claims; flows/authenticate-client.ts checks it. `secret` is null for a public client. */
export type ClientCredentials = Readonly<{
  clientId: string
  secret: string | null
  method: TokenEndpointAuthMethod
}>

type Method = Readonly<{
  name: TokenEndpointAuthMethod
  read(authorization: string | undefined, params: Params): ClientCredentials | undefined
}>

/** In the order in which they are tried; the metadata document lists the same array. */
export const clientAuthenticationMethods: readonly Method[] = [
  { name: 'client_secret_basic', read: (authorization) => basic(authorization) },
  { name: 'client_secret_post', read: (_, params) => post(params) },
  { name: 'none', read: (_, params) => none(params) },
]

/** @throws OAuthError invalid_request where two methods are used at once, invalid_client where none is. */
export const readClientCredentials = (authorization: string | undefined, params: Params): ClientCredentials => {
  const secretInBody = params.get('client_secret') !== undefined
  // RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."
  if (authorization !== undefined && secretInBody)
    throw invalidRequest('Two client authentication methods in one request.')
  for (const method of clientAuthenticationMethods) {
    const credentials = method.read(authorization, params)
    if (credentials === undefined) continue
    const named = params.get('client_id')
    if (named !== undefined && named !== credentials.clientId)
      throw invalidRequest('client_id differs from the client that authenticated.')
    return credentials
  }
  throw invalidClient('The request names no client: neither Authorization: Basic nor client_id.', {
    cure: 'Send client_id, and the secret where there is one.',
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
  return { clientId, secret: secret === '' ? null : secret, method: secret === '' ? 'none' : 'client_secret_basic' }
}

const post = (params: Params): ClientCredentials | undefined => {
  const secret = params.get('client_secret')
  if (secret === undefined) return undefined
  const clientId = params.get('client_id')
  if (clientId === undefined) throw invalidClient('client_secret without client_id.')
  return { clientId, secret, method: 'client_secret_post' }
}

const none = (params: Params): ClientCredentials | undefined => {
  const clientId = params.get('client_id')
  return clientId === undefined ? undefined : { clientId, secret: null, method: 'none' }
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
