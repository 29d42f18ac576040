// Device authorization: what a device is told, first and at each poll (RFC 8628 §3.2, §3.5).
import type { DeviceAuthorization } from '../model/device-authorization.ts'
import { invalidGrant, OAuthError, type Refusal } from './errors.ts'
import { formatUserCode } from './user-code.ts'

export const deviceCodePrefix = 'cs_dev_'

/** How polls are paced: the first interval, what each hasty poll adds to it, and how early is not hasty yet. */
export const pollIntervalSeconds = 5
export const slowDownSeconds = 5
export const pollToleranceMillis = 500

type Made = Readonly<{ issuer: string; deviceCode: string; userCode: string; lifetimeSeconds: number }>

/** The body of §3.2, by its wire names. */
export type DeviceAuthorizationResponse = Readonly<{
  device_code: string
  user_code: string
  verification_uri: string
  verification_uri_complete: string
  expires_in: number
  interval: number
}>

export const deviceAuthorizationResponse = (made: Made): DeviceAuthorizationResponse => {
  const userCode = formatUserCode(made.userCode)
  const page = `${made.issuer}/device`
  return {
    device_code: made.deviceCode,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${userCode}`,
    expires_in: made.lifetimeSeconds,
    interval: pollIntervalSeconds,
  }
}

/** Why this poll gets no tokens, as its own statement recorded it; undefined if it may have them (§3.5). */
export const pollProblem = (authorization: DeviceAuthorization, now: Date): Refusal | undefined => {
  const { clientId, familyPublicId, answer, spentAt, expiresAt, polledTooSoon, intervalSeconds } = authorization
  const about = { clientId, ...(answer !== null && { sub: answer.sub }), ...(spentAt !== null && { familyPublicId }) }
  if (spentAt !== null) {
    const cause = 'The device code was already turned into tokens.'
    return invalidGrant(cause, { owner: cause, cure: 'Stop polling once tokens have come.', about })
  }
  if (answer?.decision === 'denied')
    return new OAuthError('access_denied', 'The person did not allow it.', { about, cure: 'Stop polling.' })
  if (expiresAt.getTime() <= now.getTime())
    return new OAuthError('expired_token', 'The device code has expired.', {
      owner:
        answer === null ? 'Nobody answered in time.' : 'The person allowed it, and no poll came in time after that.',
      cure: 'Ask for a new device code, once the person wants to try again.',
      about,
    })
  if (answer !== null) return undefined
  if (polledTooSoon)
    return new OAuthError('slow_down', `Polled too soon: wait ${intervalSeconds} seconds between polls from now on.`, {
      owner: `The poll came too soon; the interval is ${intervalSeconds} s now.`,
      cure: `Add ${slowDownSeconds} seconds to the interval after each slow_down.`,
      about,
    })
  return new OAuthError('authorization_pending', 'The person has not answered yet.', { about })
}
