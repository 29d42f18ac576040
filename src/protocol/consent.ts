// Remembered consent: what needs no second question (OAuth 2.1 §7.3, RFC 8252 §8.6, RFC 6819 §5.2.3.2).
import type { AuthorizationRequest } from '../model/authorization-request.ts'
import { isPublic } from '../model/client.ts'
import type { Consent } from '../model/consent.ts'
import { scopesOfClaims } from './claims-request.ts'
import { clientVersion } from './client-version.ts'
import { redirectKind, redirectOrigin } from './redirect-uri.ts'
import { missingFrom } from './scope.ts'

/** What a person is asked for: the scope, and the scopes whose words tell what single claims reveal (OIDC Core §5.5). */
export const revealedScope = ({ scope, requestedClaims }: AuthorizationRequest): readonly string[] => [
  ...new Set([...scope, ...scopesOfClaims(requestedClaims)]),
]

/** Whether what was once allowed answers this request without a page. */
export const consentCovers = (request: AuthorizationRequest, consent: Consent | undefined): boolean =>
  consent !== undefined &&
  mayBeRemembered(request) &&
  isSameApp(request, consent) &&
  missingFrom(consent.scope, revealedScope(request)).length === 0 &&
  missingFrom(consent.resources, request.resources).length === 0

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

/** What to remember after "allow": what was allowed before under the same name and origin stays allowed. */
export const rememberedConsent = (
  request: AuthorizationRequest,
  sub: string,
  before: Consent | undefined,
  now: Date,
): Consent => {
  const kept = before !== undefined && isSameApp(request, before) ? before : { scope: [], resources: [] }
  return {
    sub,
    clientId: request.client.clientId,
    redirectOrigin: redirectOrigin(request.redirectUri),
    scope: [...new Set([...kept.scope, ...revealedScope(request)])],
    resources: [...new Set([...kept.resources, ...request.resources])],
    clientName: request.client.name,
    clientVersion: clientVersion(request.client),
    grantedAt: now,
  }
}

/** Where the code goes, in words for people: a host, or a program on this computer. */
export const destinationOf = (redirectUri: string): Readonly<{ kind: 'host'; host: string } | { kind: 'program' }> =>
  redirectKind(redirectUri) === 'web' ? { kind: 'host', host: new URL(redirectUri).host } : { kind: 'program' }
