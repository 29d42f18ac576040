// Clients: what an operator may do with applications and resource servers (RFC 6749 §2, RFC 7662 §2.1).
import type { Client } from '../../model/client.ts'
import { isPublic, usualClient } from '../../model/client.ts'
import { printable } from '../../protocol/params.ts'
import type { ClientRecord } from '../../store/clients.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import { checkNewClient, type NewClientRequest } from './new-client.ts'
import { failed } from './problem.ts'
import type { Page } from './users.ts'

export type ClientsParts = Readonly<{
  store: Pick<Store, 'clients' | 'scopes' | 'transaction'>
  random: { id(prefix: string): string; token(prefix: string): string }
  sha256: (text: string) => Buffer
  clock: () => Date
  record: RecordEvent
}>

export const clientOperations = ({ store, random, sha256, clock, record }: ClientsParts) => {
  const find = async (clientId: string): Promise<ClientRecord> => {
    const found = await store.clients.find(clientId)
    if (found === undefined) throw failed(`there is no client ${printable(clientId, 100)}`)
    return found
  }
  const changed = (clientId: string, operatorText: string): void => {
    record({ kind: 'client_changed', clientId, operatorText })
  }

  /** The secret is shown this once; a public client has none. */
  const create = async (
    request: NewClientRequest,
  ): Promise<Readonly<{ client: Client; secret: string | undefined }>> => {
    const { grantTypes, scope } = checkNewClient(request, await store.scopes.list())
    const now = clock()
    const client: Client = {
      ...usualClient,
      clientId: random.id('app_'),
      name: request.name.trim(),
      origin: 'operator',
      tokenEndpointAuthMethod: request.public ? 'none' : 'client_secret_basic',
      redirectUris: [...new Set(request.redirectUris)],
      grantTypes,
      scope,
      audiences: [...new Set(request.audiences)],
      pkceRequired: request.pkceRequired,
      verifiedAt: now,
      createdAt: now,
    }
    const secret = isPublic(client) ? undefined : random.token('cs_sec_')
    const secretDigest = secret === undefined ? null : sha256(secret)
    await store.clients.create({ client, secretDigest, secretId: random.id('sec_'), registrationTokenDigest: null })
    changed(client.clientId, 'The operator created the client.')
    return { client, secret }
  }

  const disable = async (clientId: string): Promise<Readonly<{ client: Client; families: number }>> => {
    await find(clientId)
    const now = clock()
    const families = await store.transaction(async (tx) => {
      await tx.clients.setDisabled(clientId, now)
      await tx.codes.removeForClient(clientId)
      return tx.families.revokeForClient(clientId, 'client_disabled', now)
    })
    changed(clientId, `The operator disabled the client; ${families} families ended.`)
    return { client: (await find(clientId)).client, families }
  }

  /** What was ended stays ended. */
  const enable = async (clientId: string): Promise<Client> => {
    await find(clientId)
    await store.clients.setDisabled(clientId, null)
    changed(clientId, 'The operator enabled the client.')
    return (await find(clientId)).client
  }

  const confidential = async (clientId: string): Promise<void> => {
    const { client } = await find(clientId)
    if (isPublic(client)) throw failed(`${clientId} is a public client: it has no secret`)
  }

  /** The newest two live, so that the application can change over without a gap. */
  const rotateSecret = async (clientId: string, dropsOld: boolean): Promise<string> => {
    await confidential(clientId)
    const secret = random.token('cs_sec_')
    const entry = { id: random.id('sec_'), digest: sha256(secret), createdAt: clock(), lastUsedAt: null }
    await store.transaction(async (tx) => {
      await tx.clients.addSecret(clientId, entry)
      if (dropsOld) await tx.clients.dropOldSecrets(clientId)
    })
    changed(clientId, `The operator made a new secret; ${dropsOld ? 'all others ended' : 'the last one lives on'}.`)
    return secret
  }

  const dropOld = async (clientId: string): Promise<number> => {
    await confidential(clientId)
    const dropped = await store.clients.dropOldSecrets(clientId)
    if (dropped === 0) throw failed(`${clientId} has one secret only`)
    changed(clientId, 'The operator ended all secrets but the newest.')
    return dropped
  }

  return {
    create,
    list: (page: Page): Promise<readonly Client[]> => store.clients.list(page),
    show: find,
    disable,
    enable,
    rotateSecret,
    dropOld,
  }
}
