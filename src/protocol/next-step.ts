// The next step of an authorization request: refuse, log in, choose an account, consent or respond; one table decides (OpenID Connect Core §3.1.2, RFC 9470 §5).
import type { AuthorizationRequest, Interaction } from '../model/authorization-request.ts'
import type { Consent } from '../model/consent.ts'
import type { Session } from '../model/session.ts'
import { acrOf, canBeReached, reachesOneOf, reachesWish } from './acr.ts'
import { consentCovers } from './consent.ts'
import { type ErrorCode, OAuthError, type Refusal } from './errors.ts'

export type NextStep =
  | Readonly<{ step: 'log-in' | 'second-factor' | 'set-up-factor' | 'select-account' | 'consent' | 'respond' }>
  | Readonly<{ step: 'refuse'; refusal: Refusal }>

/** What the decision rests on. */
export type Situation = Readonly<{
  request: AuthorizationRequest
  session: Session | undefined
  /** Whether the session's person has a second factor. */
  hasFactor: boolean
  consent: Consent | undefined
  /** What the person may leave out of what is asked for. */
  optional: readonly string[]
  /** When the session's person is not the one whom the request names (id_token_hint, claims `sub`). */
  isSomebodyElse: boolean
  /** A login or a choice in this interaction answers its prompt, where a reload would ask for ever. */
  interaction: Interaction | null
  now: Date
}>

/** A login answers `prompt=login` and `max_age` for this long: time to read the consent page, too short for an old tab. */
const freshSeconds = 600

/** The first row that applies decides (§3.1.2.1, §3.1.2.3, §3.1.2.4, §3.1.2.6). */
export const nextStep = (situation: Situation): NextStep => {
  const { request, session, isSomebodyElse } = situation
  const silent = request.prompt.includes('none')
  if (cannotReachAcr(request))
    return refuse('unmet_authentication_requirements', 'No way to log in here reaches the acr that is asked for.')
  if (session === undefined || mustLogInAgain(situation, session))
    return silent ? refuse('login_required', 'The person is not logged in.', aloud) : { step: 'log-in' }
  if (isSomebodyElse || (silent && isGuess(situation)))
    return silent || isFreshLogin(situation, session)
      ? refuse('login_required', 'Somebody else is logged in than the request names.')
      : { step: 'log-in' }
  if (mustReachAcr(request, session))
    return silent
      ? refuse('login_required', 'The login was weaker than is asked for.', aloud)
      : stepUp(situation, session)
  // A wish is granted to whoever can, and holds up nobody else.
  if (!silent && situation.hasFactor && !reachesWish(session.amr, request.wishedAcr)) return stepUp(situation, session)
  if (request.prompt.includes('select_account') && !hasChosen(situation, session)) return { step: 'select-account' }
  if (request.prompt.includes('consent') || !consentCovers(request, situation.consent, situation.optional))
    return silent ? refuse('consent_required', 'The person has not allowed this yet.', aloud) : { step: 'consent' }
  return { step: 'respond' }
}

/**
 * A client that this person never allowed anything could learn, person by person, whether it is them who sit there: without
 * a page it hears the same whoever it is.
 */
const isGuess = ({ request, consent }: Situation): boolean => request.expectedSubject !== null && consent === undefined

const mustLogInAgain = (situation: Situation, session: Session): boolean => {
  const { prompt, maxAgeSeconds } = situation.request
  // Who wants a new account does not want to go on with this one (Initiating User Registration §4.1).
  const wantsLogin = prompt.includes('login') || prompt.includes('create')
  return (wantsLogin && !isFreshLogin(situation, session)) || isTooOldFor(maxAgeSeconds, situation, session)
}

/** When, and in the course of what, the question is asked. */
type Moment = Pick<Situation, 'interaction' | 'now'>

/** Whether the person proved themselves longer ago than is asked for, and not just now for this very request. */
export const isTooOldFor = (maxAgeSeconds: number | null, moment: Moment, session: Session): boolean =>
  maxAgeSeconds !== null && ageMillis(moment, session) > maxAgeSeconds * 1000 && !isFreshLogin(moment, session)

const isFreshLogin = (moment: Moment, session: Session): boolean => {
  const { interaction } = moment
  const isInside = interaction !== null && session.authenticatedAt.getTime() >= interaction.startedAt.getTime()
  return isInside && ageMillis(moment, session) <= freshSeconds * 1000
}

const ageMillis = ({ now }: Moment, session: Session): number => now.getTime() - session.authenticatedAt.getTime()

const hasChosen = (situation: Situation, session: Session): boolean =>
  isFreshLogin(situation, session) || situation.interaction?.selectedSub === session.sub

const cannotReachAcr = ({ essentialAcr }: AuthorizationRequest): boolean =>
  essentialAcr.length > 0 && !canBeReached(essentialAcr)

const mustReachAcr = ({ essentialAcr }: AuthorizationRequest, session: Session): boolean =>
  essentialAcr.length > 0 && !reachesOneOf(session.amr, essentialAcr)

/** NIST SP 800-63B-4 §2.2.3: a day is how long a login may count at this level. */
const longestProvenSeconds = 24 * 3600

/**
 * What is missing is asked for, and no more. Whoever has no second factor is led to set one up, and not sent away: that they
 * have none proves nothing against them, and the app asked for a stronger login, not for a stronger person.
 */
const stepUp = (situation: Situation, session: Session): NextStep => {
  // Older than the words for what was proved.
  if (acrOf(session.amr) === undefined) return { step: 'log-in' }
  if (!situation.hasFactor) return { step: 'set-up-factor' }
  return { step: ageMillis(situation, session) <= longestProvenSeconds * 1000 ? 'second-factor' : 'log-in' }
}

const refuse = (code: ErrorCode, description: string, cure?: string): NextStep => ({
  step: 'refuse',
  refusal: new OAuthError(code, description, cure === undefined ? {} : { cure }),
})

const aloud = 'This is what prompt=none is for: send the person again without it, when they want to log in.'
