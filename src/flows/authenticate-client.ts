// Client authentication: is this the client it says it is (RFC 6749 §2.3, §3.2.1, OpenID Connect Core §9)?
import type { Client, ClientSecret } from '../model/client.ts'
import type { ClientCredentials } from '../protocol/client-authentication.ts'
import { concerning, invalidClient, OAuthError } from '../protocol/errors.ts'
import type { Store } from '../store/index.ts'
import type { CheckAssertion } from './client-assertion.ts'

export type AuthenticateClient = (credentials: ClientCredentials, now: Date) => Promise<Client>

type Parts = Readonly<{
  clients: Pick<Store['clients'], 'find' | 'touchSecret'>
  checkAssertion: CheckAssertion
  sha256: (text: string) => Buffer
  sameDigest: (a: Buffer, b: Buffer) => boolean
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
}>

/** Why it is not that client, for its owner; undefined if it is. */
type Wrong = Readonly<{ cause: string; cure: string }> | undefined

/** @throws OAuthError invalid_client; unauthorized_client for a disabled client, so that it does not register anew. */
export const clientAuthentication =
  (parts: Parts): AuthenticateClient =>
  async (credentials, now) => {
    const record = await parts.clients.find(credentials.clientId)
    if (record === undefined)
      throw invalidClient(`No client has this client_id.`, { cure: 'Check the client_id, or register the client.' })
    const { client } = record
    const about = { clientId: client.clientId }
    const wrong = await wrongIn(parts, credentials, record, now)
    if (wrong !== undefined)
      throw concerning(invalidClient(wrong.cause, { owner: wrong.cause, cure: wrong.cure }), about)
    if (client.disabledAt !== null)
      throw concerning(new OAuthError('unauthorized_client', 'The client is disabled.'), about)
    return client
  }

type Found = Readonly<{ client: Client; secrets: readonly ClientSecret[] }>

/** Each client by its own kind of proof, and no other: what is weaker than registered proves nothing. */
const wrongIn = async (
  parts: Parts,
  credentials: ClientCredentials,
  { client, secrets }: Found,
  now: Date,
): Promise<Wrong> => {
  switch (client.tokenEndpointAuthMethod) {
    case 'none':
      if (credentials.method === 'none') return undefined
      return credentials.method === 'private_key_jwt'
        ? {
            cause: 'A public client sent an assertion.',
            cure: 'Leave it out, or register the client for private_key_jwt.',
          }
        : { cause: 'A public client sent a secret.', cure: 'Leave the secret out, or register a confidential client.' }
    case 'private_key_jwt':
      if (credentials.method === 'private_key_jwt') return parts.checkAssertion(client, credentials.assertion, now)
      return {
        cause: 'A client of private_key_jwt sent no assertion.',
        cure: 'Send client_assertion and its type, and no secret.',
      }
    default:
      if (credentials.method === 'none')
        return { cause: 'A confidential client sent no secret.', cure: 'Send the secret by Basic or in the body.' }
      if (credentials.method === 'private_key_jwt')
        return {
          cause: 'A client with a secret sent an assertion.',
          cure: 'Send the secret, or register the client for private_key_jwt.',
        }
      return wrongSecret(parts, credentials.secret, secrets, now)
  }
}

const wrongSecret = (
  { clients, sha256, sameDigest, later }: Parts,
  text: string,
  secrets: readonly ClientSecret[],
  now: Date,
): Wrong => {
  const presented = sha256(text)
  const [secret] = secrets.filter(({ digest }) => sameDigest(digest, presented))
  if (secret === undefined)
    return {
      cause: 'The client secret is wrong.',
      cure: 'Compare it with the one that was shown; rotate it if it is lost.',
    }
  later(() => clients.touchSecret(secret.id, now))
  return undefined
}
