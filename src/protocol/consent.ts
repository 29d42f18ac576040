// Remembered consent: what needs no second question (OAuth 2.1 §7.3, RFC 8252 §8.6, RFC 6819 §5.2.3.2).
import type { AuthorizationRequest } from '../model/authorization-request.ts'
import { isPublic } from '../model/client.ts'
import type { Consent } from '../model/consent.ts'
import type { Scope } from '../model/scope.ts'
import { scopesOfClaims } from './claims-request.ts'
import { clientVersion } from './client-version.ts'
import { redirectKind, redirectOrigin } from './redirect-uri.ts'
import { missingFrom } from './scope.ts'
import { claimsWithin } from './standard-claims.ts'

type Asked = Pick<AuthorizationRequest, 'scope' | 'requestedClaims'>

/** What a person is asked for: the scope, and the scopes whose words tell what single claims reveal (OIDC Core §5.5). */
export const revealedScope = ({ scope, requestedClaims }: Asked): readonly string[] => [
  ...new Set([...scope, ...scopesOfClaims(requestedClaims)]),
]

/** So many boxes at most stand on one page. */
const mostOptional = 40

/**
 * What the person may leave out: where the operator allows it, and the app says that it does without. Else it would come
 * back and ask for ever. A login without `openid` is none.
 */
export const optionalScope = (
  request: Asked & Pick<AuthorizationRequest, 'client'>,
  scopes: readonly Scope[],
): readonly string[] =>
  revealedScope(request)
    .filter((name) => name !== 'openid' && request.client.optionalScope.includes(name))
    .filter((name) => scopes.some((scope) => scope.name === name && scope.optional))
    .slice(0, mostOptional)

/** Whether what was once allowed answers this request without a page. Left out is answered too, as long as it may be left out. */
export const consentCovers = (
  request: AuthorizationRequest,
  consent: Consent | undefined,
  optional: readonly string[] = [],
): boolean =>
  consent !== undefined &&
  mayBeRemembered(request) &&
  isSameApp(request, consent) &&
  missingFrom([...consent.scope, ...leftOut(consent, optional)], revealedScope(request)).length === 0 &&
  missingFrom(consent.resources, request.resources).length === 0

/** What stays left out. */
export const leftOut = (consent: Consent | undefined, optional: readonly string[]): readonly string[] =>
  (consent?.declined ?? []).filter((name) => optional.includes(name))

/** What the app gets: all that it asks for but what was left out, and no claim that tells the same (OIDC Core §5.5). */
export const granted = <T extends AuthorizationRequest>(request: T, declined: readonly string[]): T => {
  if (declined.length === 0) return request
  const kept = missingFrom(declined, revealedScope(request))
  const { idToken, userinfo } = request.requestedClaims
  return {
    ...request,
    scope: missingFrom(declined, request.scope),
    requestedClaims: { idToken: claimsWithin(idToken, kept), userinfo: claimsWithin(userinfo, kept) },
  }
}

/** Under the same name, of the same description, sent to the same place. */
const isSameApp = ({ client, redirectUri }: AuthorizationRequest, consent: Consent): boolean =>
  consent.clientName === client.name &&
  consent.clientVersion === clientVersion(client) &&
  consent.redirectOrigin === redirectOrigin(redirectUri)

/** Any program on the computer could pose as a public client on loopback or a private scheme, so that one always asks. */
const mayBeRemembered = (request: AuthorizationRequest): boolean =>
  !isPublic(request.client) || request.redirectUri.startsWith('https://')

/** What is asked now and was not allowed before. */
export const newScope = (request: AuthorizationRequest, consent: Consent | undefined): readonly string[] =>
  missingFrom(consent?.scope ?? [], revealedScope(request))

/** Whether its time is not over. */
export const isStanding = ({ endsAt }: Pick<Consent, 'endsAt'>, now: Date): boolean => endsAt === null || endsAt > now

/** How long the person allows it; `as-before`: what they said the last time goes on. */
export const durations = ['hour', 'month', 'open', 'as-before'] as const
export type Duration = (typeof durations)[number]
const hourMillis = 3_600_000

export const endOf = (duration: Duration, before: Consent | undefined, now: Date): Date | null => {
  switch (duration) {
    case 'hour':
      return new Date(now.getTime() + hourMillis)
    case 'month':
      return new Date(now.getTime() + 30 * 24 * hourMillis)
    case 'open':
      return null
    case 'as-before':
      // Taken back a moment ago, it must not become for ever.
      return before === undefined ? endOf('hour', before, now) : before.endsAt
  }
}

/** What the person says beside "allow". */
export type Terms = Readonly<{ declined: readonly string[]; duration: Duration }>
export const usualTerms: Terms = { declined: [], duration: 'open' }

/** What to remember after "allow": what was allowed before under the same name and origin stays allowed. */
export const rememberedConsent = (
  request: AuthorizationRequest,
  sub: string,
  before: Consent | undefined,
  now: Date,
  { declined, duration }: Terms = usualTerms,
): Consent => {
  const kept = before !== undefined && isSameApp(request, before) ? before : { scope: [], resources: [], declined: [] }
  const allowed = missingFrom(declined, revealedScope(request))
  return {
    sub,
    clientId: request.client.clientId,
    redirectOrigin: redirectOrigin(request.redirectUri),
    scope: [...new Set([...missingFrom(declined, kept.scope), ...allowed])],
    resources: [...new Set([...kept.resources, ...request.resources])],
    clientName: request.client.name,
    clientVersion: clientVersion(request.client),
    grantedAt: now,
    declined: [...new Set([...missingFrom(allowed, kept.declined), ...declined])],
    endsAt: endOf(duration, before, now),
  }
}

/** Where the code goes, in words for people: a host, or a program on this computer. */
export const destinationOf = (redirectUri: string): Readonly<{ kind: 'host'; host: string } | { kind: 'program' }> =>
  redirectKind(redirectUri) === 'web' ? { kind: 'host', host: new URL(redirectUri).host } : { kind: 'program' }
