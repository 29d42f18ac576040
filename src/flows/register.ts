// Dynamic client registration and its management (RFC 7591, RFC 7592).
import { type Client, isPublic, usualClient } from '../model/client.ts'
import type { Scope } from '../model/scope.ts'
import { type ClientMetadata, readClientMetadata } from '../protocol/client-metadata.ts'
import { concerning, OAuthError } from '../protocol/errors.ts'
import type { ClientRecord } from '../store/clients.ts'
import type { Store } from '../store/index.ts'
import type { RecordEvent } from './events.ts'

/** What was registered, with the secrets that are shown this once. */
export type Registered = Readonly<{ client: Client; secret?: string; registrationToken?: string }>

export type Registration = Readonly<{
  register(bearer: string | undefined, body: unknown, now: Date): Promise<Registered>
  read(clientId: string, bearer: string | undefined): Promise<Registered>
  replace(clientId: string, bearer: string | undefined, body: unknown, now: Date): Promise<Registered>
  remove(clientId: string, bearer: string | undefined): Promise<void>
}>

type Parts = Readonly<{
  store: Pick<Store, 'clients' | 'transaction'>
  scopes: () => readonly Scope[]
  policy: 'open' | 'token' | 'off'
  initialAccessToken: string | undefined
  random: { id(prefix: string): string; token(prefix: string): string }
  sha256: (text: string) => Buffer
  sameDigest: (a: Buffer, b: Buffer) => boolean
  record: RecordEvent
}>

export const registering = (parts: Parts): Registration => {
  const { store, random, sha256, sameDigest, record } = parts
  const { clients } = store

  const register: Registration['register'] = async (bearer, body, now) => {
    admit(parts, bearer)
    const metadata = readClientMetadata(body, parts.scopes())
    const registrationToken = random.token('cs_reg_')
    const client: Client = {
      ...fresh(random.id('app_'), now),
      ...metadata,
    }
    const secret = newSecret(client)
    await clients.create({
      client,
      secretId: random.id('sec_'),
      secretDigest: secret === undefined ? null : sha256(secret),
      registrationTokenDigest: sha256(registrationToken),
    })
    record({ kind: 'client_changed', operatorText: 'The client registered itself.', clientId: client.clientId })
    return { client, registrationToken, ...(secret !== undefined && { secret }) }
  }

  const read: Registration['read'] = async (clientId, bearer) => ({
    client: (await own(clientId, bearer)).client,
  })

  const replace: Registration['replace'] = async (clientId, bearer, body, now) => {
    const { client: before, secrets } = await own(clientId, bearer)
    checkUpdate(before, body, (secret) => secrets.some(({ digest }) => sameDigest(digest, sha256(secret))))
    const metadata = readClientMetadata(body, parts.scopes())
    const pkceRequired = before.pkceRequired || metadata.tokenEndpointAuthMethod === 'none'
    const client: Client = { ...before, ...metadata, ...vouching(before, metadata), pkceRequired }
    // A client that turns confidential needs its first secret; of one that turns public, none may come back to life.
    const secret = isPublic(before) ? newSecret(client) : undefined
    await store.transaction(async (tx) => {
      await tx.clients.update(client)
      if (isPublic(client)) await tx.clients.dropSecrets(clientId)
      if (secret === undefined) return
      const row = { id: random.id('sec_'), digest: sha256(secret), createdAt: now, lastUsedAt: null }
      await tx.clients.addSecret(clientId, row)
    })
    record({ kind: 'client_changed', operatorText: 'The client changed its registration.', clientId })
    return { client, ...(secret !== undefined && { secret }) }
  }

  const remove: Registration['remove'] = async (clientId, bearer) => {
    await own(clientId, bearer)
    await clients.remove(clientId)
    record({ kind: 'client_changed', operatorText: 'The client removed its registration.', clientId })
  }

  /** RFC 7592 §2.1: an unknown client and a wrong token look the same. */
  const own = async (clientId: string, bearer: string | undefined): Promise<ClientRecord> => {
    const record = await clients.find(clientId)
    const digest = record?.registrationTokenDigest ?? null
    const right = bearer !== undefined && digest !== null && sameDigest(digest, sha256(bearer))
    if (record === undefined || !right || record.client.disabledAt !== null)
      throw concerning(new OAuthError('invalid_token', 'The registration access token is not valid.'), {
        ...(record !== undefined && { clientId }),
      })
    return record
  }

  const newSecret = (client: Client): string | undefined => (isPublic(client) ? undefined : random.token('cs_sec_'))

  return { register, read, replace, remove }
}

const admit = ({ policy, initialAccessToken, sha256, sameDigest }: Parts, bearer: string | undefined): void => {
  if (policy === 'off') throw new OAuthError('not_found', 'Registration is switched off here.')
  if (policy === 'open') return
  const right = initialAccessToken !== undefined && bearer !== undefined
  if (!right || !sameDigest(sha256(initialAccessToken), sha256(bearer)))
    throw new OAuthError('invalid_token', 'Registration needs an initial access token.', {
      cure: 'Send INITIAL_ACCESS_TOKEN as a bearer token, or set REGISTRATION=open.',
    })
}

const fresh = (clientId: string, now: Date) =>
  ({
    ...usualClient,
    clientId,
    origin: 'self-registered',
    createdAt: now,
  }) as const

/** Whoever was verified under another name or address is not verified under the new one. */
const vouching = (before: Client, after: ClientMetadata): Pick<Client, 'verifiedAt'> => {
  const same = before.name === after.name && String(before.redirectUris) === String(after.redirectUris)
  return { verifiedAt: same ? before.verifiedAt : null }
}

/** RFC 7592 §2.2: the request names its client, its own secret if any, and no field that only the server sets. */
const checkUpdate = (client: Client, body: unknown, isSecret: (text: string) => boolean): void => {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (fields.client_id !== client.clientId)
    throw new OAuthError('invalid_client_metadata', 'client_id must be the client that is updated.')
  const { client_secret: secret } = fields
  if (secret !== undefined && !(typeof secret === 'string' && isSecret(secret)))
    throw new OAuthError('invalid_client_metadata', 'client_secret must be the current one, or be left out.')
  const set = [
    'registration_access_token',
    'registration_client_uri',
    'client_secret_expires_at',
    'client_id_issued_at',
  ]
  const wrong = set.find((field) => fields[field] !== undefined)
  if (wrong !== undefined) throw new OAuthError('invalid_client_metadata', `${wrong} must not be sent.`)
}
