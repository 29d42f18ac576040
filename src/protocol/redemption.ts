// Redeeming an authorization code: what the token request must match (RFC 6749 §4.1.3, RFC 7636 §4.6).
import type { AuthorizationCode } from '../model/authorization-code.ts'
import { invalidGrant, type Refusal } from './errors.ts'
import { verifyChallenge } from './pkce.ts'
import { explainChange } from './redirect-uri.ts'

export type RedemptionAttempt = Readonly<{ redirectUri: string | undefined; codeVerifier: string | undefined }>

/** Why this attempt, by the right client, gets nothing; undefined if it gets its tokens. The code is spent either way. */
export const redemptionProblem = (
  code: AuthorizationCode,
  attempt: RedemptionAttempt,
  now: Date,
): Refusal | undefined => {
  const about = { clientId: code.clientId, sub: code.sub, familyPublicId: code.familyPublicId }
  const refuse = (cause: string, cure: string): Refusal => invalidGrant(cause, { owner: cause, cure, about })
  const lateMillis = now.getTime() - code.expiresAt.getTime()
  if (lateMillis >= 0)
    return refuse(
      `The code came ${Math.max(1, Math.ceil(lateMillis / 1000))} s too late.`,
      'Exchange the code as soon as it arrives; check the clock and queues between.',
    )
  if (code.accessEndsAt !== null && code.accessEndsAt <= now)
    return refuse('The person allowed this until a moment ago; that time is over.', 'The person must allow it again.')
  if (!redirectUriMatches(code, attempt.redirectUri))
    return refuse(
      `redirect_uri at the token endpoint is not the one of the authorization request. ${changeWords(code, attempt)}`,
      'Send exactly the same redirect_uri in both requests.',
    )
  switch (verifyChallenge(code.codeChallenge, attempt.codeVerifier)) {
    case 'right':
      return undefined
    case 'missing':
      return refuse(
        'code_verifier is missing although a code_challenge was sent.',
        'Send the code_verifier that this login began with: keep it in the session, or where state is kept.',
      )
    case 'unexpected':
      return refuse('code_verifier was sent although the request had no code_challenge.', 'Send code_challenge too.')
    case 'malformed':
      return refuse(
        'code_verifier is not 43 to 128 characters of A-Z a-z 0-9 - . _ ~',
        'Make the verifier as RFC 7636 §4.1 says.',
      )
    case 'wrong':
      return refuse(
        'code_verifier does not belong to the code_challenge.',
        'Keep one verifier for each login that is under way, beside its state: a second tab must not overwrite it. The challenge is the base64url of the verifier’s SHA-256, without = at its end.',
      )
  }
}

const changeWords = ({ redirectUri }: AuthorizationCode, { redirectUri: sent }: RedemptionAttempt): string =>
  sent === undefined ? `Here it is missing; there it was ${redirectUri}.` : `${explainChange(sent, redirectUri)}.`

/**
 * RFC 6749 §4.1.3 wants it again where it was sent. OAuth 2.1 §4.1.3 drops the parameter, since PKCE binds the code,
 * so a request with a challenge may leave it out; a value that is sent must be right.
 */
const redirectUriMatches = (code: AuthorizationCode, sent: string | undefined): boolean =>
  sent === undefined ? !code.redirectUriSent || code.codeChallenge !== null : sent === code.redirectUri

/** Whether a second use proves that the code leaked: the client is right and so is the verifier (RFC 6749 §4.1.2). */
export const isReplayByItsClient = (code: AuthorizationCode, attempt: RedemptionAttempt): boolean =>
  code.spentAt !== null && verifyChallenge(code.codeChallenge, attempt.codeVerifier) === 'right'
