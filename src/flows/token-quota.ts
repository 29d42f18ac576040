// Token quotas: how many tokens a client may fetch in a minute, where an operator said so (RFC 6585 §4).
import type { Client } from '../model/client.ts'
import { OAuthError } from '../protocol/errors.ts'

/** @throws OAuthError too_many_requests */
export type CheckQuota = (client: Client, now: Date) => void

const minuteMillis = 60_000
/** Of clients with a quota; more are not told apart, and start anew. */
const mostClients = 10_000

/** Each worker has its share, each server its own count: a quota is for runaway programs, and no request waits for a count. */
export const checkingQuotas = ({ workers }: Readonly<{ workers: number }>): CheckQuota => {
  const used = new Map<string, number>()
  let minute = 0
  return ({ clientId, tokensPerMinute }, now) => {
    if (tokensPerMinute === null) return
    const current = Math.floor(now.getTime() / minuteMillis)
    if (current !== minute || used.size >= mostClients) used.clear()
    minute = current
    const count = (used.get(clientId) ?? 0) + 1
    used.set(clientId, count)
    if (count <= Math.ceil(tokensPerMinute / workers)) return
    const retryAfterSeconds = Math.max(1, Math.ceil(((minute + 1) * minuteMillis - now.getTime()) / 1000))
    const why = `The app asked for more than the ${tokensPerMinute} tokens a minute that it may fetch.`
    const cure = 'Keep each access token until it expires. The operator can raise the quota.'
    throw new OAuthError(
      'too_many_requests',
      'Too many requests of this app. Wait a moment.',
      { operator: why, owner: why, cure, about: { clientId } },
      retryAfterSeconds,
    )
  }
}
