// A client's published keys: fetched, kept for a while, asked for again where a signature names a new one (RFC 7517 §5, OpenID Connect Core §10.1.1).
import type { JSONWebKeySet } from 'jose'
import type { Client } from '../model/client.ts'
import type { GuardedFetch } from '../outbound/guarded-fetch.ts'
import { jwksProblem } from '../protocol/client-keys.ts'
import { freshness } from '../protocol/document-freshness.ts'

export type KeysOfClient = Readonly<{ kind: 'keys'; jwks: JSONWebKeySet }> | Readonly<{ kind: 'none'; reason: string }>

/** `kid`: what the signature names; a set without it may be older than the key. */
export type FindClientKeys = (client: Client, kid: string | undefined, now: Date) => Promise<KeysOfClient>

const maxBytes = 65_536
const timeoutSeconds = 5
const mostFreshMillis = 3_600_000
const failureMillis = 15_000
const refetchMillis = 60_000
/** The addresses used last; a stranger who registers many clients pushes others out, and they are fetched again. */
const mostKept = 500
/**
 * Fetches under way: anyone can register clients whose keys never come. They must fill neither the places that documents and
 * logouts need too, nor those of clients elsewhere.
 */
const mostUnderWay = { all: 200, host: 20 } as const

type Kept = Readonly<{ outcome: KeysOfClient; freshUntil: number; fetchedAt: number }>

export const findingClientKeys = ({ guardedFetch }: { guardedFetch: GuardedFetch }): FindClientKeys => {
  const kept = new Map<string, Kept>()
  const fetching = new Map<string, Readonly<{ host: string; keys: Promise<KeysOfClient> }>>()

  const keep = (uri: string, entry: Kept): void => {
    kept.delete(uri)
    kept.set(uri, entry)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  }

  const fetchKeys = async (uri: string, now: Date): Promise<KeysOfClient> => {
    const answer = await guardedFetch(uri, { method: 'GET', accept: jsonTypes, maxBytes, timeoutSeconds })
    const outcome = answer.kind === 'failed' ? none(answer.reason) : readJwks(answer.status, answer.body)
    const fetchedAt = now.getTime()
    const known = kept.get(uri)
    if (answer.kind === 'answer' && outcome.kind === 'keys') {
      const freshUntil = Math.min(freshness(answer.headers, now).freshUntil.getTime(), fetchedAt + mostFreshMillis)
      keep(uri, { outcome, freshUntil, fetchedAt })
    } else if (known?.outcome.kind === 'keys' && known.freshUntil > fetchedAt) {
      // Asked early, for a kid that may be a stranger's invention: what is still fresh stays.
      keep(uri, { ...known, fetchedAt })
    } else keep(uri, { outcome, freshUntil: fetchedAt + failureMillis, fetchedAt })
    return outcome
  }

  const fetchOnce = (uri: string, now: Date): Promise<KeysOfClient> => {
    const running = fetching.get(uri)
    if (running !== undefined) return running.keys
    const host = URL.parse(uri)?.host ?? ''
    const ofHost = [...fetching.values()].filter((other) => other.host === host).length
    if (fetching.size >= mostUnderWay.all || ofHost >= mostUnderWay.host)
      return Promise.resolve(none('too many requests for keys are under way'))
    const keys = fetchKeys(uri, now).finally(() => fetching.delete(uri))
    fetching.set(uri, { host, keys })
    return keys
  }

  return async ({ jwks, jwksUri }, kid, now) => {
    if (jwks !== null) return { kind: 'keys', jwks }
    if (jwksUri === null) return none('The client has neither keys nor an address of keys.')
    const known = kept.get(jwksUri)
    if (known === undefined || known.freshUntil <= now.getTime()) return fetchOnce(jwksUri, now)
    keep(jwksUri, known)
    const { outcome, fetchedAt } = known
    if (outcome.kind === 'none' || kid === undefined || outcome.jwks.keys.some((key) => key.kid === kid)) return outcome
    return now.getTime() - fetchedAt < refetchMillis ? outcome : fetchOnce(jwksUri, now)
  }
}

/** RFC 7517 §8.5: its own media type; most servers send plain JSON. */
const jsonTypes = 'application/jwk-set+json, application/json'

const none = (what: string): KeysOfClient => ({ kind: 'none', reason: what })

const readJwks = (status: number, body: string): KeysOfClient => {
  if (status !== 200) return none(`its answer has status ${status}`)
  const jwks = parse(body)
  const problem = jwksProblem(jwks)
  return problem === undefined
    ? { kind: 'keys', jwks: slim(jwks as JSONWebKeySet) }
    : none(`what it publishes ${problem}`)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Certificates and whatever else stands in a key would only take room. */
const slim = ({ keys }: JSONWebKeySet): JSONWebKeySet => ({
  keys: keys.map(({ kty, crv, x, y, n, e, kid, alg, use, key_ops }) =>
    Object.fromEntries(
      Object.entries({ kty, crv, x, y, n, e, kid, alg, use, key_ops }).filter(([, value]) => value !== undefined),
    ),
  ) as JSONWebKeySet['keys'],
})
