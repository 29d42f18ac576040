// What comes next at /authorize: the one decision to which every step of the interactive flow returns.
import type { AuthorizationRequest } from '../model/authorization-request.ts'
import type { Consent } from '../model/consent.ts'
import type { Session } from '../model/session.ts'
import { consentCovers } from './consent.ts'
import { OAuthError, type Refusal } from './errors.ts'

export type NextStep =
  | Readonly<{ step: 'log-in' }>
  | Readonly<{ step: 'consent' }>
  | Readonly<{ step: 'respond' }>
  | Readonly<{ step: 'refuse'; refusal: Refusal }>

/** A login answers `prompt=login` and `max_age` for this long: time to read the consent page, too short for an old tab. */
const freshSeconds = 600

/**
 * @param interactionStartedAt when this interaction began: a login after it answers prompt=login, where a reload would ask for ever.
 *
 * The first row that applies decides (OpenID Connect Core §3.1.2.1, §3.1.2.3, §3.1.2.4).
 */
export const nextStep = (
  request: AuthorizationRequest,
  session: Session | undefined,
  consent: Consent | undefined,
  interactionStartedAt: Date | null,
  now: Date,
): NextStep => {
  const silent = request.prompt.includes('none')
  if (session === undefined || mustLogInAgain(request, session, interactionStartedAt, now))
    return silent ? refuse('login_required', 'The person is not logged in.') : { step: 'log-in' }
  if (mustConsent(request, consent))
    return silent ? refuse('consent_required', 'The person has not allowed this yet.') : { step: 'consent' }
  return { step: 'respond' }
}

const mustLogInAgain = (
  request: AuthorizationRequest,
  session: Session,
  interactionStartedAt: Date | null,
  now: Date,
): boolean => {
  const authenticatedAt = session.authenticatedAt.getTime()
  const ageMillis = now.getTime() - authenticatedAt
  const inThisInteraction = interactionStartedAt !== null && authenticatedAt >= interactionStartedAt.getTime()
  if (inThisInteraction && ageMillis <= freshSeconds * 1000) return false
  if (request.prompt.includes('login')) return true
  return request.maxAgeSeconds !== null && ageMillis > request.maxAgeSeconds * 1000
}

const mustConsent = (request: AuthorizationRequest, consent: Consent | undefined): boolean =>
  request.prompt.includes('consent') || !consentCovers(request, consent)

const refuse = (code: 'login_required' | 'consent_required', description: string): NextStep => ({
  step: 'refuse',
  refusal: new OAuthError(code, description),
})
