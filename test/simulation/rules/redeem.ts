// What should happen when a code is redeemed: tokens once, for its client, address and verifier (RFC 6749 §4.1.3, RFC 7636 §4.6).
import { createHash } from 'node:crypto'
import {
  type App,
  accessTokenSeconds,
  type Code,
  end,
  type Family,
  refreshAbsoluteSeconds,
  refreshIdleSeconds,
  type Turn,
} from '../model.ts'
import { authenticate, type Credentials, isRefused, type Refused, refused } from './apps.ts'

export type Redemption = Credentials &
  Readonly<{
    code: string
    redirectUri: string | undefined
    verifier: string | undefined
    resources: readonly string[]
  }>

/** What the answer must hold. */
export type Tokens = Readonly<{
  kind: 'tokens'
  app: App
  subject: string
  roles: readonly string[]
  scope: readonly string[]
  audience: readonly string[]
  family: Family | null
  refresh: boolean
}>

export const redeem = (turn: Turn, request: Redemption): Tokens | Refused => {
  const { model, now, stage } = turn
  const app = authenticate(turn, request)
  if (isRefused(app)) return app
  if (!app.grants.includes('authorization_code'))
    return refused('a grant is for the clients that have it', 'unauthorized_client')
  const code = model.codes.get(request.code)
  if (code === undefined) return refused('an unknown or ended code yields nothing', 'invalid_grant')
  if (code.clientId !== app.clientId) return refused("another client's code yields nothing", 'invalid_grant')
  if (code.spentAt !== null) {
    // Only who knows the verifier proves that the code leaked; anyone else must not be able to end the family.
    if (verifies(code, request.verifier)) end(model.families.get(code.familyName), 'code_replayed', now)
    return refused('a code yields tokens once', 'invalid_grant')
  }
  // The wrong API is judged before anything is spent.
  const audience = audienceOf(turn, request, code)
  if (isRefused(audience) && now < code.expiresAt && request.resources.length > 0) return audience
  code.spentAt = now
  const refresh = app.grants.includes('refresh_token')
  const family = found(turn, code, refresh)
  model.families.set(family.name, family)
  if (app.usedAt === null) app.usedAt = now
  stage()

  const problem = problemOf(code, request, now) ?? (isRefused(audience) ? audience : undefined)
  if (problem !== undefined) {
    end(family, 'code_refused', now)
    return problem
  }
  if (isRefused(audience)) return audience
  const { scope, sub: subject } = code
  const roles = model.people.get(subject)?.roles ?? []
  return {
    kind: 'tokens',
    app,
    subject,
    roles,
    scope,
    audience,
    family,
    refresh,
  }
}

const problemOf = (code: Code, request: Redemption, now: number): Refused | undefined => {
  if (now >= code.expiresAt) return refused('nothing lives past its expiry: the code', 'invalid_grant')
  const { redirectUri } = request
  // Without PKCE the address must be repeated; every request of these histories names it.
  if (redirectUri === undefined ? code.challenge === null : redirectUri !== code.redirectUri)
    return refused('a code is bound to its redirect URI', 'invalid_grant')
  if (!verifies(code, request.verifier)) return refused('a code is bound to its verifier', 'invalid_grant')
  return undefined
}

/** What is asked for of what was granted, or all of that, as far as some living app still serves it. */
export const audienceOf = (
  { model, issuer: defaultAudience }: Turn,
  request: Readonly<{ resources: readonly string[] }>,
  granted: Readonly<{ resources: readonly string[] }>,
): readonly string[] | Refused => {
  const allowed = granted.resources.length > 0 ? granted.resources : [defaultAudience]
  if (request.resources.some((resource) => !allowed.includes(resource)))
    return refused('a token request cannot widen the audience', 'invalid_target')
  const known = [defaultAudience, ...[...model.apps.values()].flatMap((app) => (app.disabled ? [] : app.audiences))]
  const wanted = request.resources.length > 0 ? request.resources : allowed
  const living = wanted.filter((resource) => known.includes(resource))
  if (living.length === 0 || (request.resources.length > 0 && living.length < wanted.length))
    return refused('nothing is issued for an API that is not known any more', 'invalid_target')
  return living
}

const verifies = ({ challenge }: Code, verifier: string | undefined): boolean =>
  challenge === null ? verifier === undefined : verifier !== undefined && s256(verifier) === challenge

export const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

const found = ({ now, masterKey }: Turn, code: Code, refresh: boolean): Family => {
  const absoluteUntil = now + (refresh ? refreshAbsoluteSeconds : accessTokenSeconds) * 1000
  const { clientId, sub, sessionId, scope, resources, authenticatedAt } = code
  return {
    name: code.familyName,
    id: code.familyId,
    ...{ clientId, sub, sessionId, scope, resources, authenticatedAt, masterKey, absoluteUntil },
    generation: 0,
    rotatedAt: now,
    createdAt: now,
    idleUntil: now + (refresh ? refreshIdleSeconds : accessTokenSeconds) * 1000,
    ended: null,
  }
}
