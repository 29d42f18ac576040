// Delivering a logout token: what the client's answer means, and when to try again (OpenID Connect Back-Channel Logout §2.5, §2.8).
import type { DeliveryResult } from '../model/logout-delivery.ts'
import { printable } from './params.ts'

/** After each attempt that may be repeated; ten attempts in a day. */
const pausesSeconds = [5, 30, 2 * 60, 10 * 60, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 8 * 3600] as const
export const mostAttempts = pausesSeconds.length + 1

type Outcome = Readonly<{ kind: 'answer'; status: number; body: string }> | Readonly<{ kind: 'failed'; reason: string }>

/** @param attempts with the one that had this outcome */
export const deliveryResult = (outcome: Outcome, attempts: number): DeliveryResult => {
  if (outcome.kind === 'failed') return again(outcome.reason, attempts)
  const { status, body } = outcome
  // §2.8: 200, and "some Web frameworks will substitute an HTTP 204 No Content response".
  if (status === 200 || status === 204) return { kind: 'delivered' }
  const error = `it answered ${status}${errorOf(body)}`
  // §2.8: 400 says that the token was looked at and refused; the next one would say the same.
  return status === 400 ? { kind: 'failed', error } : again(error, attempts)
}

const again = (error: string, attempts: number): DeliveryResult => {
  const afterSeconds = pausesSeconds[attempts - 1]
  return afterSeconds === undefined ? { kind: 'failed', error } : { kind: 'retry', error, afterSeconds }
}

/** §2.8: the answer may explain itself as OAuth errors do. */
const errorOf = (body: string): string => {
  let answer: unknown
  try {
    answer = JSON.parse(body)
  } catch {
    return ''
  }
  const { error, error_description: description } = Object(answer) as Record<string, unknown>
  const words = [error, description].filter((word) => typeof word === 'string' && word !== '')
  return words.length === 0 ? '' : ` (${printable(words.join(': '), 200)})`
}
