// Dynamic client registration and its management (RFC 7591, RFC 7592).
import { type Client, usesSecret, usualClient } from '../model/client.ts'
import type { Scope } from '../model/scope.ts'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import { type ClientMetadata, readClientMetadata } from '../protocol/client-metadata.ts'
import { concerning, OAuthError } from '../protocol/errors.ts'
import { checkUpdate, stillVouchedFor } from '../protocol/registration-update.ts'
import type { ClientRecord } from '../store/clients.ts'
import type { Store } from '../store/index.ts'
import type { CheckSector } from './check-sector.ts'
import type { RecordEvent } from './events.ts'

/** What was registered, with the secrets that are shown this once. */
export type Registered = Readonly<{ client: Client; secret?: string; registrationToken?: string }>

/** `address`: who asks, where that is known. */
export type Registration = Readonly<{
  register(bearer: string | undefined, body: unknown, now: Date, address?: string): Promise<Registered>
  read(clientId: string, bearer: string | undefined): Promise<Registered>
  replace(clientId: string, bearer: string | undefined, body: unknown, now: Date, address?: string): Promise<Registered>
  remove(clientId: string, bearer: string | undefined): Promise<void>
}>

type Parts = Readonly<{
  store: Pick<Store, 'clients' | 'transaction'>
  scopes: () => readonly Scope[]
  policy: 'open' | 'token' | 'off'
  initialAccessToken: string | undefined
  fetchLoopback: boolean
  checkSector: CheckSector
  /** Makes the first key of an algorithm, so that it is published before it signs. */
  prepareKey: (alg: SigningAlgorithm) => Promise<void>
  random: { id(prefix: string): string; token(prefix: string): string }
  sha256: (text: string) => Buffer
  sameDigest: (a: Buffer, b: Buffer) => boolean
  record: RecordEvent
}>

export const registering = (parts: Parts): Registration => {
  const { store, random, sha256, sameDigest, record } = parts
  const { clients } = store

  const readMetadata = async (body: unknown, address: string, now: Date): Promise<ClientMetadata> => {
    const metadata = readClientMetadata(body, { ...parts, asker: 'registration', scopes: parts.scopes() })
    await parts.checkSector(metadata, address, now)
    for (const alg of [metadata.idTokenAlg, metadata.userinfoAlg]) if (alg !== null) await parts.prepareKey(alg)
    return metadata
  }

  const register: Registration['register'] = async (bearer, body, now, address = '') => {
    admit(parts, bearer)
    const metadata = await readMetadata(body, address, now)
    const registrationToken = random.token('cs_reg_')
    const client: Client = { ...fresh(random.id('app_'), now), ...metadata }
    const secret = usesSecret(client) ? random.token('cs_sec_') : undefined
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

  const replace: Registration['replace'] = async (clientId, bearer, body, now, address = '') => {
    const { secrets } = await own(clientId, bearer)
    checkUpdate(clientId, body, (secret) => secrets.some(({ digest }) => sameDigest(digest, sha256(secret))))
    const metadata = await readMetadata(body, address, now)
    const registered = await store.transaction(async (tx) => {
      // Read again, and locked: what an operator changed meanwhile must not be written back.
      const before = (await tx.clients.lock(clientId))?.client
      if (before === undefined) throw wrongToken()
      const client: Client = {
        ...before,
        ...metadata,
        verifiedAt: stillVouchedFor(before, metadata) ? before.verifiedAt : null,
        pkceRequired: before.pkceRequired || metadata.tokenEndpointAuthMethod === 'none',
      }
      await tx.clients.update(client)
      // Of a client that needs no secret any more, none may come back to life.
      if (!usesSecret(client)) await tx.clients.dropSecrets(clientId)
      if (!usesSecret(client) || usesSecret(before)) return { client }
      const secret = random.token('cs_sec_')
      const row = { id: random.id('sec_'), digest: sha256(secret), createdAt: now, lastUsedAt: null }
      await tx.clients.addSecret(clientId, row)
      return { client, secret }
    })
    record({ kind: 'client_changed', operatorText: 'The client changed its registration.', clientId })
    return registered
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
      throw concerning(wrongToken(), { ...(record !== undefined && { clientId }) })
    return record
  }

  return { register, read, replace, remove }
}

const wrongToken = (): OAuthError => new OAuthError('invalid_token', 'The registration access token is not valid.')

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
