// Fetching a client's metadata document: once, bounded, and read by the rules (draft-ietf-oauth-client-id-metadata-document §5, §9.6, §9.7).
import type { Scope } from '../model/scope.ts'
import type { GuardedFetch } from '../outbound/guarded-fetch.ts'
import { readClientDocument } from '../protocol/client-document.ts'
import { clientIdHost } from '../protocol/client-id-url.ts'
import type { ClientMetadata } from '../protocol/client-metadata.ts'
import { freshness } from '../protocol/document-freshness.ts'
import { isRefusal, OAuthError, orRefusal, type Refusal } from '../protocol/errors.ts'
import { printable } from '../protocol/params.ts'
import type { ClientDocument } from '../store/client-documents.ts'
import type { FetchAllowance } from './fetch-allowance.ts'

export type Fetched = Readonly<{ document: ClientDocument; metadata: ClientMetadata }>
/** `passing`: it may be otherwise in a while, so a document that was good lately may stand in. */
export type Failure = Readonly<{ refusal: Refusal; passing: boolean }>
export type FetchClientDocument = (
  clientId: string,
  address: string,
  isKnown: boolean,
  now: Date,
) => Promise<Fetched | Failure>

const bounds = { maxBytes: 5 * 1024, timeoutSeconds: 5 } as const

type Parts = Readonly<{
  guardedFetch: GuardedFetch
  allowance: FetchAllowance
  scopes: () => readonly Scope[]
  fetchLoopback: boolean
}>

export const fetchingClientDocuments =
  ({ guardedFetch, allowance, scopes, fetchLoopback }: Parts): FetchClientDocument =>
  async (clientId, address, isKnown, now) => {
    const host = clientIdHost(clientId)
    const tooMany = await allowance.claim(address, host, isKnown, now)
    if (tooMany !== undefined) return { refusal: tooMany, passing: true }
    const answer = await guardedFetch(clientId, { method: 'GET', accept: 'application/json', ...bounds })
    if (answer.kind === 'failed') return { refusal: unreadable(clientId, answer.reason), passing: true }
    const { status, headers, body } = answer
    if (status !== 200)
      return { refusal: unreadable(clientId, statusWords(status)), passing: status >= 500 || status === 429 }
    if (!isJson(headers['content-type']))
      return { refusal: unreadable(clientId, 'the answer is not JSON'), passing: false }
    const metadata = await orRefusal(() => readClientDocument(body, clientId, { scopes: scopes(), fetchLoopback }))
    if (isRefusal(metadata)) return { refusal: metadata, passing: false }
    return { metadata, document: { clientId, host, fetchedAt: now, ...freshness(headers, now) } }
  }

const unreadable = (clientId: string, why: string): Refusal =>
  new OAuthError(
    'invalid_client',
    `What this application says of itself could not be read at ${clientIdHost(clientId)}: ${why}.`,
    {
      operator: `The client metadata document ${printable(clientId, 300)} could not be read: ${why}.`,
      cure: 'It must be reachable from this server by https at a public address, and answer 200 and JSON, without redirects.',
    },
  )

const statusWords = (status: number): string =>
  status >= 300 && status < 400 ? `it redirects (status ${status})` : `the answer has the status ${status}`

/** §4: application/json, or a JSON format of its own. */
const isJson = (contentType = ''): boolean =>
  /^application\/(json|[\w.!#$&^+-]+\+json)$/i.test(contentType.split(';')[0]?.trim() ?? '')
