// Telling apps that a session is over: every server takes what is due, one at a time of each app (OpenID Connect Back-Channel Logout §2.5).
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliveryResult, LogoutDelivery } from '../model/logout-delivery.ts'
import type { GuardedFetch } from '../outbound/guarded-fetch.ts'
import { deliveryResult, mostAttempts } from '../protocol/logout-delivery.ts'
import { logoutTokenClaims, logoutTokenType } from '../protocol/logout-token.ts'
import type { Store } from '../store/index.ts'
import type { RecordEvent } from './events.ts'
import type { Sign } from './issue.ts'
import type { SubjectOf } from './subjects.ts'

const timeoutSeconds = 5
/** Longer than an attempt can take: after it, whoever held the delivery is dead, and another server takes it. */
const leaseSeconds = 30
const mostUnderWay = 20
/** An app that answers at once knows before its person is back; one that is slow or dead holds nobody up. */
const patienceMillis = 1000
/** Some apps answer with a whole page. */
const longestAnswer = 256 * 1024

export type TellApps = Readonly<{
  /** Begins whatever is due; resolves once it has begun. */
  begin(): Promise<unknown>
  /** The same, and waits a moment for the answers. Never throws. */
  soon(): Promise<void>
  /** Begins nothing more, and waits for what is under way. */
  settle(): Promise<void>
}>

type Parts = Readonly<{
  store: Pick<Store, 'clients' | 'logoutDeliveries'>
  issuer: string
  clock: () => Date
  sign: Sign
  subjectOf: SubjectOf
  unique: () => string
  guardedFetch: GuardedFetch
  record: RecordEvent
  /** No signing key is published for longer than this after it signed. */
  longestTokenSeconds: () => number
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
}>

export const tellingApps = (parts: Parts): TellApps => {
  const { store, clock, later } = parts
  const underWay = new Set<Promise<void>>()
  let isOver = false
  let lastClaim: Promise<unknown> = Promise.resolve()

  // One claim after the other, so that each knows how many places are free.
  const begin = (): Promise<readonly Promise<void>[]> => {
    const claimed = lastClaim.then(async () => {
      const free = mostUnderWay - underWay.size
      if (isOver || free <= 0) return []
      return (await store.logoutDeliveries.claim(clock(), free, leaseSeconds)).map(start)
    })
    lastClaim = claimed.catch(() => {})
    return claimed
  }

  const start = (delivery: LogoutDelivery): Promise<void> => {
    const work = attempt(parts, delivery).finally(() => underWay.delete(work))
    underWay.add(work)
    // Where something was due, more may be: for the same app, or for want of a place.
    later(() => work.then(begin))
    return work
  }

  const soon = async (): Promise<void> => {
    const answered = begin().then((begun) => Promise.allSettled(begun))
    later(() => answered)
    await Promise.race([answered.catch(() => {}), sleep(patienceMillis, undefined, { ref: false })])
  }

  const settle = async (): Promise<void> => {
    isOver = true
    await lastClaim
    await Promise.allSettled(underWay)
  }
  return { begin, soon, settle }
}

const attempt = async (parts: Parts, delivery: LogoutDelivery): Promise<void> => {
  const { store, clock, record } = parts
  const { uri, result } = await tell(parts, delivery)
  const isOurs = await store.logoutDeliveries.finish(delivery, result, clock())
  if (isOurs && result.kind === 'failed') record(undelivered(delivery, uri, result.error))
}

const tell = async (
  parts: Parts,
  { clientId, sid, sub, attempts }: LogoutDelivery,
): Promise<Readonly<{ uri: string | null; result: DeliveryResult }>> => {
  const { store, issuer, sign, subjectOf, unique, clock, guardedFetch, longestTokenSeconds } = parts
  const client = (await store.clients.find(clientId))?.client
  const uri = client?.backchannelLogoutUri ?? null
  if (client === undefined || client.disabledAt !== null || uri === null)
    return { uri, result: { kind: 'failed', error: 'the app is disabled, or has no backchannel_logout_uri any more' } }
  const subject = await subjectOf(client, sub)
  const facts = { issuer, clientId, subject, sid, unique: unique(), lifetimeSeconds: longestTokenSeconds() }
  const token = await sign(client.idTokenAlg, logoutTokenType, logoutTokenClaims({ ...facts, now: clock() }))
  const outcome = await guardedFetch(uri, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }).toString(),
    maxBytes: longestAnswer,
    timeoutSeconds,
  })
  return { uri, result: deliveryResult(outcome, attempts) }
}

const undelivered = ({ clientId, sub, attempts }: LogoutDelivery, uri: string | null, error: string) => {
  const tries = attempts < mostAttempts ? `attempt ${attempts}` : `${attempts} attempts`
  const text = `A person logged out, and the app could not be told at ${uri ?? 'its address'}; ${tries}: ${error}.`
  return {
    kind: 'logout_undelivered',
    clientId,
    sub,
    ownerText: text,
    operatorText: text,
    cure: 'Make the backchannel_logout_uri answer 200 to a valid logout token, and 400 to no valid one.',
  } as const
}
