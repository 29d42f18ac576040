// The client of an authorization request: a stored one, or the one that its own address describes (draft-ietf-oauth-client-id-metadata-document §5).
import { type Client, usualClient } from '../model/client.ts'
import { clientIdHost, clientIdUrlProblem, isListedHost, isUrlShaped } from '../protocol/client-id-url.ts'
import { clientVersion } from '../protocol/client-version.ts'
import { OAuthError, type Refusal } from '../protocol/errors.ts'
import { printable } from '../protocol/params.ts'
import type { ClientDocument } from '../store/client-documents.ts'
import type { Store } from '../store/index.ts'
import type { RecordEvent } from './events.ts'
import type { Failure, FetchClientDocument, Fetched } from './fetch-client-document.ts'

/** `address`: who asks. Without one nothing is fetched, and what is stored has to do. */
export type FindAuthorizingClient = (
  clientId: string,
  address: string | undefined,
  now: Date,
) => Promise<Client | Refusal>

/** Documents of one host that nobody completed a login with: so many stay, and all that are younger than this. */
const unused = { most: 100, seconds: 3600 } as const

const retrySeconds = 60

type Parts = Readonly<{
  store: Pick<Store, 'clients' | 'clientDocuments' | 'knownClient'>
  issuer: string
  cimd: 'off' | 'list' | 'open'
  cimdHosts: readonly string[]
  fetchLoopback: boolean
  fetchDocument: FetchClientDocument
  record: RecordEvent
}>

export const findingAuthorizingClients = (parts: Parts): FindAuthorizingClient => {
  const { store, fetchDocument, record } = parts
  const underWay = new Map<string, Promise<Client | Failure>>()

  const find: FindAuthorizingClient = async (clientId, address, now) => {
    const client = (await store.knownClient(clientId))?.client
    // Who is disabled stays so, whatever the document says; nobody even asks it.
    if (client !== undefined && (client.origin !== 'metadata-document' || client.disabledAt !== null)) return client
    if (parts.cimd === 'off' || !isUrlShaped(clientId)) return unknownClient()
    const problem = admissionProblem(parts, clientId)
    if (problem !== undefined) return problem
    if (address === undefined) return client ?? unknownClient()
    const document = client && (await store.clientDocuments.find(clientId))
    return client !== undefined && isFresh(document, now) ? client : join(clientId, address, now)
  }

  /** One fetch at a time for each document: who comes meanwhile gets the same outcome. */
  const join = async (clientId: string, address: string, now: Date): Promise<Client | Refusal> => {
    for (;;) {
      const running = underWay.get(clientId)
      const outcome = await (running ?? begin(clientId, address, now))
      if (!('refusal' in outcome)) return outcome
      // That the first visitor asked too often is no reason to refuse the next.
      if (running === undefined || outcome.refusal.code !== 'too_many_requests') return outcome.refusal
    }
  }

  const begin = (clientId: string, address: string, now: Date): Promise<Client | Failure> => {
    const renewed = renew(clientId, address, now).finally(() => underWay.delete(clientId))
    underWay.set(clientId, renewed)
    return renewed
  }

  const renew = async (clientId: string, address: string, now: Date): Promise<Client | Failure> => {
    // Once more: the fetch that was under way when this request came may be over.
    const client = (await store.clients.find(clientId))?.client
    const document = client && (await store.clientDocuments.find(clientId))
    if (client !== undefined && isFresh(document, now)) return client
    const fetched = await fetchDocument(clientId, address, client !== undefined, now)
    if ('document' in fetched) return keep(client, fetched, now)
    const { refusal, passing } = fetched
    if (!passing || client === undefined || document === undefined || now >= document.staleUntil) return fetched
    // Who asks too often must not put off for others that it is read again.
    if (refusal.code === 'too_many_requests') return client
    // Its host is asked again a minute later, not by each of the next steps of this login.
    await store.clientDocuments.standIn(clientId, new Date(now.getTime() + retrySeconds * 1000))
    const operatorText = `The client's document could not be fetched again, so the last one stands in. ${refusal.detail.operator}`
    record({ kind: 'refused', clientId, address, operatorText })
    return client
  }

  const keep = async (
    before: Client | undefined,
    { document, metadata }: Fetched,
    now: Date,
  ): Promise<Client | Failure> => {
    const { clientId, host } = document
    const known = before ?? { ...usualClient, clientId, origin: 'metadata-document', createdAt: now }
    const said: Client = { ...known, ...metadata }
    const changed = before !== undefined && clientVersion(before) !== clientVersion(said)
    // Whoever was verified under another description is not verified under the new one.
    await store.clientDocuments.save(changed ? { ...said, verifiedAt: null } : said, document)
    if (changed) record({ kind: 'client_changed', clientId, operatorText: "The client's document changed." })
    if (before === undefined) {
      record({ kind: 'client_changed', clientId, operatorText: "The client's document was read for the first time." })
      await store.clientDocuments.forgetBeyond(host, unused.most, new Date(now.getTime() - unused.seconds * 1000))
    }
    // As it is now: an operator may have disabled it, and a later fetch may have won.
    const kept = await store.clients.find(clientId)
    return kept?.client ?? { refusal: unknownClient(), passing: true }
  }

  return find
}

const isFresh = (document: ClientDocument | undefined, now: Date): boolean =>
  document !== undefined && now < document.freshUntil

const admissionProblem = ({ issuer, cimd, cimdHosts, fetchLoopback }: Parts, clientId: string): Refusal | undefined => {
  const problem = clientIdUrlProblem(clientId, fetchLoopback)
  if (problem !== undefined)
    return new OAuthError('invalid_client', 'This application names itself by an address that cannot be used here.', {
      operator: `The client_id ${printable(clientId, 300)} ${problem}.`,
      cure: 'The client_id must be the https address of its document, with a path, exactly as browsers write it.',
    })
  const host = clientIdHost(clientId)
  const notAdmitted = (operator: string, cure?: string): Refusal =>
    new OAuthError('unauthorized_client', `Applications from ${host} are not admitted here.`, {
      operator,
      ...(cure !== undefined && { cure }),
    })
  if (new URL(clientId).href.startsWith(`${issuer}/`))
    return notAdmitted('The client_id is an address of this server itself.')
  if (cimd === 'list' && !isListedHost(host, cimdHosts))
    return notAdmitted(`CIMD_HOSTS does not list ${host}.`, `Add ${host} to CIMD_HOSTS if you want it.`)
  return undefined
}

const unknownClient = (): Refusal =>
  new OAuthError('invalid_client', 'This application is not known here.', {
    operator: 'No client has the client_id of the authorization request.',
    cure: 'Check the client_id, or register the client.',
  })
