// Client authentication: is this the client it says it is (RFC 6749 §2.3, §3.2.1)?
import type { Client } from '../model/client.ts'
import { isPublic } from '../model/client.ts'
import type { ClientCredentials } from '../protocol/client-authentication.ts'
import { concerning, invalidClient, OAuthError } from '../protocol/errors.ts'
import type { Store } from '../store/index.ts'

export type AuthenticateClient = (credentials: ClientCredentials, now: Date) => Promise<Client>

type Parts = Readonly<{
  clients: Pick<Store['clients'], 'find' | 'touchSecret'>
  sha256: (text: string) => Buffer
  sameDigest: (a: Buffer, b: Buffer) => boolean
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
}>

/** @throws OAuthError invalid_client; unauthorized_client for a disabled client, so that it does not register anew. */
export const clientAuthentication =
  ({ clients, sha256, sameDigest, later }: Parts): AuthenticateClient =>
  async (credentials, now) => {
    const record = await clients.find(credentials.clientId)
    if (record === undefined)
      throw invalidClient(`No client has this client_id.`, { cure: 'Check the client_id, or register the client.' })
    const { client, secrets } = record
    const about = { clientId: client.clientId }
    const refuse = (cause: string, cure: string): OAuthError =>
      concerning(invalidClient(cause, { owner: cause, cure }), about)

    if (isPublic(client)) {
      if (credentials.secret !== null)
        throw refuse('A public client sent a secret.', 'Leave the secret out, or register a confidential client.')
    } else {
      if (credentials.secret === null)
        throw refuse('A confidential client sent no secret.', 'Send the secret by Basic or in the body.')
      const presented = sha256(credentials.secret)
      const matching = secrets.filter((secret) => sameDigest(secret.digest, presented))
      const [secret] = matching
      if (secret === undefined)
        throw refuse('The client secret is wrong.', 'Compare it with the one that was shown; rotate it if it is lost.')
      later(() => clients.touchSecret(secret.id, now))
    }
    if (client.disabledAt !== null)
      throw concerning(new OAuthError('unauthorized_client', 'The client is disabled.'), about)
    return client
  }
