// Clients: what an operator may do with applications and resource servers (RFC 6749 §2, RFC 7662 §2.1).
import type { Client } from '../../model/client.ts'
import { isPublic, usesSecret } from '../../model/client.ts'
import type { SigningAlgorithm } from '../../model/signing-key.ts'
import { printable } from '../../protocol/params.ts'
import { clientWire } from '../../protocol/wire.ts'
import type { ClientQuery, ClientRecord } from '../../store/clients.ts'
import type { Store } from '../../store/index.ts'
import { difference } from '../difference.ts'
import type { RecordEvent } from '../events.ts'
import type { Guard } from '../guard.ts'
import { type ClientChanges, changeClient, secretsAfter } from './client-changes.ts'
import { type NewClientRequest, newClient } from './new-client.ts'
import { failed, notFound } from './problem.ts'
import type { Page } from './users.ts'

export type ClientsParts = Readonly<{
  store: Pick<Store, 'clients' | 'scopes' | 'transaction' | 'patiently'>
  keyRing: { prepare(alg: SigningAlgorithm): Promise<void> }
  fetchLoopback: boolean
  random: { id(prefix: string): string; token(prefix: string): string }
  sha256: (text: string) => Buffer
  clock: () => Date
  record: RecordEvent
}>

/** `secret`: shown this once, where one was made. */
type WithSecret = Readonly<{ client: Client; secret: string | undefined }>
type Disabled = Readonly<{ client: Client; families: number }>

export const clientOperations = (parts: ClientsParts) => {
  const { store, keyRing, random, sha256, clock, record } = parts
  const find = async (clientId: string): Promise<ClientRecord> => {
    const found = await store.clients.find(clientId)
    if (found === undefined) throw noSuchClient(clientId)
    return found
  }
  const changed = (clientId: string, operatorText: string, before: Client | null, after: Client): void => {
    const facts = difference(before && clientWire(before), clientWire(after))
    record({ kind: 'client_changed', clientId, operatorText, ...facts })
  }
  /** By their ids: the secrets themselves are nobody's to read. */
  const secretsChanged = async (clientId: string, operatorText: string, old: ClientRecord): Promise<void> => {
    const ids = ({ secrets }: ClientRecord) => ({ secrets: secrets.map(({ id }) => id) })
    const facts = difference(ids(old), ids(await find(clientId)))
    record({ kind: 'client_changed', clientId, operatorText, ...facts })
  }

  const circumstances = async () => ({ ...parts, scopes: await store.scopes.list(), now: clock() })
  /** Their first keys are made now, so that they are published before they sign. */
  const prepareKeys = async ({ idTokenAlg, userinfoAlg }: Client): Promise<void> => {
    for (const alg of [idTokenAlg, userinfoAlg]) if (alg !== null) await keyRing.prepare(alg)
  }

  /** @param given a secret that its owner chose: it is not shown again */
  const create = async (
    request: NewClientRequest,
    clientId = random.id('app_'),
    given?: string,
  ): Promise<WithSecret> => {
    const client = newClient(request, clientId, await circumstances())
    await prepareKeys(client)
    const secret = usesSecret(client) ? (given ?? random.token('cs_sec_')) : undefined
    const secretDigest = secret === undefined ? null : sha256(secret)
    await store.clients.create({ client, secretDigest, secretId: random.id('sec_'), registrationTokenDigest: null })
    changed(client.clientId, 'The operator created the client.', null, client)
    return { client, secret: given === undefined ? secret : undefined }
  }

  /** What is not named stays. A client that comes to need a secret gets one; of one that needs none, none stays alive. */
  const set = async (clientId: string, changes: ClientChanges, guard?: Guard<Client>): Promise<WithSecret> => {
    const about = await circumstances()
    // Before the transaction, because a key takes its time.
    await prepareKeys(changeClient((await find(clientId)).client, changes, about))
    const result = await store.transaction(async (tx) => {
      const before = await held(tx, clientId, guard)
      const client = changeClient(before, changes, about)
      await tx.clients.update(client)
      const fate = secretsAfter(before, client)
      if (fate === 'none') await tx.clients.dropSecrets(clientId)
      if (fate !== 'new') return { before, client, secret: undefined }
      const secret = random.token('cs_sec_')
      const entry = { id: random.id('sec_'), digest: sha256(secret), createdAt: about.now, lastUsedAt: null }
      await tx.clients.addSecret(clientId, entry)
      return { before, client, secret }
    })
    const { before, client, secret } = result
    changed(clientId, `The operator changed the client: ${Object.keys(changes).join(', ')}.`, before, client)
    return { client, secret }
  }

  /**
   * From its first statement on the client gets nothing any more. What it had may be a million rows and take minutes: apart,
   * so that nobody waits for the client's row meanwhile. If that part fails the client is disabled all the same.
   */
  const disable = async (clientId: string, guard?: Guard<Client>): Promise<Disabled> => {
    const now = clock()
    const before = await store.transaction(async (tx) => {
      const before = await held(tx, clientId, guard)
      await tx.clients.setDisabled(clientId, now)
      return before
    })
    const families = await store.patiently((patient) => patient.transaction((tx) => endAccess(tx, clientId, now)))
    const { client } = await find(clientId)
    changed(clientId, `The operator disabled the client; ${families} families ended.`, before, client)
    return { client, families }
  }

  /** What was ended stays ended; what could not be ended when it was disabled is ended now. */
  const enable = async (clientId: string, guard?: Guard<Client>): Promise<Client> => {
    const before = await store.patiently((patient) =>
      patient.transaction(async (tx) => {
        const before = await held(tx, clientId, guard)
        if (before.disabledAt === null) return before
        await endAccess(tx, clientId, clock())
        await tx.clients.setDisabled(clientId, null)
        return before
      }),
    )
    const { client } = await find(clientId)
    changed(clientId, 'The operator enabled the client.', before, client)
    return client
  }

  const needsSecret = async (clientId: string): Promise<ClientRecord> => {
    const found = await find(clientId)
    if (isPublic(found.client)) throw failed(`${clientId} is a public client: it has no secret`)
    if (!usesSecret(found.client)) throw failed(`${clientId} authenticates by its keys: it has no secret`)
    return found
  }

  /** One that its owner chose, beside the last one. */
  const addSecret = async (clientId: string, secret: string): Promise<void> => {
    const before = await needsSecret(clientId)
    const entry = { id: random.id('sec_'), digest: sha256(secret), createdAt: clock(), lastUsedAt: null }
    await store.clients.addSecret(clientId, entry)
    await secretsChanged(clientId, 'The operator gave it another secret; the last one lives on.', before)
  }

  /** The newest two live, so that the application can change over without a gap. */
  const rotateSecret = async (clientId: string, dropsOld: boolean): Promise<string> => {
    const before = await needsSecret(clientId)
    const secret = random.token('cs_sec_')
    const entry = { id: random.id('sec_'), digest: sha256(secret), createdAt: clock(), lastUsedAt: null }
    await store.transaction(async (tx) => {
      await tx.clients.addSecret(clientId, entry)
      if (dropsOld) await tx.clients.dropOldSecrets(clientId)
    })
    const fate = dropsOld ? 'all others ended' : 'the last one lives on'
    await secretsChanged(clientId, `The operator made a new secret; ${fate}.`, before)
    return secret
  }

  const dropOld = async (clientId: string): Promise<number> => {
    const before = await needsSecret(clientId)
    const dropped = await store.clients.dropOldSecrets(clientId)
    if (dropped === 0) throw failed(`${clientId} has one secret only`)
    await secretsChanged(clientId, 'The operator ended all secrets but the newest.', before)
    return dropped
  }

  return {
    create,
    set,
    list: (page: Page): Promise<readonly Client[]> => store.clients.list(page),
    search: (query: ClientQuery): Promise<readonly Client[]> => store.clients.search(query),
    show: find,
    disable,
    enable,
    rotateSecret,
    addSecret,
    dropOld,
  }
}

/** Nobody else changes it before the transaction ends. */
const held = async (tx: Pick<Store, 'clients'>, clientId: string, guard?: Guard<Client>): Promise<Client> => {
  const before = (await tx.clients.lock(clientId))?.client
  if (before === undefined) throw noSuchClient(clientId)
  guard?.(before)
  return before
}

const endAccess = async (tx: Pick<Store, 'codes' | 'families'>, clientId: string, now: Date): Promise<number> => {
  await tx.codes.removeForClient(clientId)
  return tx.families.revokeForClient(clientId, 'client_disabled', now)
}

const noSuchClient = (clientId: string) => notFound(`there is no client ${printable(clientId, 100)}`)
