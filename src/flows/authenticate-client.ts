// Client authentication: is this the client it says it is (RFC 6749 §2.3, §3.2.1, OpenID Connect Core §9)?
import { isDeepStrictEqual } from 'node:util'
import type { Client, ClientSecret } from '../model/client.ts'
import type { ClientCredentials } from '../protocol/client-authentication.ts'
import { concerning, invalidClient, OAuthError } from '../protocol/errors.ts'
import type { Store } from '../store/index.ts'
import type { CheckAssertion } from './client-assertion.ts'

export type AuthenticateClient = (credentials: ClientCredentials, now: Date) => Promise<Client>

type Parts = Readonly<{
  store: Pick<Store, 'knownClient'> & Readonly<{ clients: Pick<Store['clients'], 'find' | 'touchSecret'> }>
  checkAssertion: CheckAssertion
  sha256: (text: string) => Buffer
  sameDigest: (a: Buffer, b: Buffer) => boolean
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
  noteUse: NoteUse
}>

type NoteUse = (secret: ClientSecret, now: Date) => void

const useMillis = 60_000
const mostNoted = 1000

/** A secret's last use is kept to the minute: no write for every request of a busy client. */
const notingUses = ({ store, later }: Pick<Parts, 'store' | 'later'>): NoteUse => {
  const noted = new Map<string, number>()
  return ({ id, lastUsedAt }, now) => {
    const at = now.getTime()
    if (at - Math.max(lastUsedAt?.getTime() ?? 0, noted.get(id) ?? 0) < useMillis) return
    if (noted.size >= mostNoted) noted.clear()
    noted.set(id, at)
    later(() => store.clients.touchSecret(id, now))
  }
}

/** Why it is not that client, for its owner; undefined if it is. */
type Wrong = Readonly<{ cause: string; cure: string }> | undefined

/** @throws OAuthError invalid_client; unauthorized_client for a disabled client, so that it does not register anew. */
export const clientAuthentication = (given: Omit<Parts, 'noteUse'>): AuthenticateClient => {
  const parts = { ...given, noteUse: notingUses(given) }
  return async (credentials, now) => {
    const known = await parts.store.knownClient(credentials.clientId)
    if (known === undefined)
      throw invalidClient(`No client has this client_id.`, { cure: 'Check the client_id, or register the client.' })
    const { client, wrong } = await judge(parts, credentials, known, now)
    const about = { clientId: client.clientId }
    if (wrong !== undefined)
      throw concerning(invalidClient(wrong.cause, { owner: wrong.cause, cure: wrong.cure }), about)
    if (client.disabledAt !== null)
      throw concerning(new OAuthError('unauthorized_client', 'The client is disabled.'), about)
    return client
  }
}

type Found = Readonly<{ client: Client; secrets: readonly ClientSecret[] }>

/** Nobody is refused for what was remembered: a secret that was made a moment ago at another server is right here too. */
const judge = async (
  parts: Parts,
  credentials: ClientCredentials,
  known: Found,
  now: Date,
): Promise<Readonly<{ client: Client; wrong: Wrong }>> => {
  const wrong = await wrongIn(parts, credentials, known, now)
  if (wrong === undefined && known.client.disabledAt === null) return { client: known.client, wrong }
  const found = await parts.store.clients.find(credentials.clientId)
  // A proof that may be used once is not tried twice, unless the client has changed.
  if (found === undefined || isDeepStrictEqual(credentialsOf(found), credentialsOf(known)))
    return { client: known.client, wrong }
  return { client: found.client, wrong: await wrongIn(parts, credentials, found, now) }
}

/** What a change of which may make right what was wrong. */
const credentialsOf = ({ client, secrets }: Found) => ({ client, digests: secrets.map(({ digest }) => digest) })

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
  { sha256, sameDigest, noteUse }: Parts,
  text: string,
  secrets: readonly ClientSecret[],
  now: Date,
): Wrong => {
  const presented = sha256(text)
  const [secret] = secrets.filter(({ digest }) => sameDigest(digest, presented))
  if (secret === undefined)
    return {
      cause: 'The client secret is wrong.',
      cure: 'Compare it with the one that was shown; make a second one if it is lost. A secret that was retired does not come back.',
    }
  noteUse(secret, now)
  return undefined
}
