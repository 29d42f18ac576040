// When a valid token is not enough: how and when the person must have logged in, and how the client hears it (RFC 9470 §3).
import type { JWTPayload } from 'jose'

export type Requirement = Readonly<{
  /** Any of these, the best first. */
  acrValues: readonly string[]
  /** How long ago the person may have logged in. */
  maxAgeSeconds?: number
}>

/** For the challenge: what the client shall ask the authorization server for; undefined where the token is enough. */
export const missingOf = (
  { acr, auth_time }: JWTPayload,
  { acrValues, maxAgeSeconds }: Requirement,
  now: Date,
): string | undefined => {
  const isStrong = typeof acr === 'string' && acrValues.includes(acr)
  const ageSeconds = now.getTime() / 1000 - (typeof auth_time === 'number' ? auth_time : 0)
  const isFresh = maxAgeSeconds === undefined || ageSeconds <= maxAgeSeconds
  if (isStrong && isFresh) return undefined
  return `acr_values="${acrValues.join(' ')}", ${maxAgeSeconds === undefined ? '' : `max_age="${maxAgeSeconds}", `}`
}
