// What should happen when a refresh token is presented: rotation, honest retries, recovery, reuse (RFC 9700 §4.14.2).
import { confidentialRetrySeconds, end, publicRetrySeconds, refreshIdleSeconds, type Turn } from '../model.ts'
import { authenticate, type Credentials, isRefused, type Refused, refused } from './apps.ts'
import { audienceOf, type Tokens } from './redeem.ts'

export type Refresh = Credentials &
  Readonly<{
    /** Which token it is; undefined for a forged one. */
    token: Readonly<{ family: string; generation: number }> | undefined
    scope: readonly string[] | undefined
    resources: readonly string[]
  }>

export const refresh = (turn: Turn, request: Refresh): Tokens | Refused => {
  const { model, now, masterKey } = turn
  const app = authenticate(turn, request)
  if (isRefused(app)) return app
  if (!app.grants.includes('refresh_token'))
    return refused('a grant is for the clients that have it', 'unauthorized_client')
  const { token } = request
  if (token === undefined) return refused('a forged refresh token yields nothing', 'invalid_grant')
  const family = model.families.get(token.family)
  if (family === undefined) return refused('a family that is gone yields nothing', 'invalid_grant')
  if (family.clientId !== app.clientId) return refused("another client's refresh token yields nothing", 'invalid_grant')
  const tooMuch = tooMuchOf(turn, request, family)
  // Asking for too much is judged before the family's life; either answer tells the client no more than it knows.
  const dead = (rule: string): Refused => refused(rule, 'invalid_grant', ...(tooMuch?.codes ?? []))
  if (family.ended !== null) return dead(`a dead family stays dead (${family.ended.reason})`)
  if (now >= family.idleUntil || now >= family.absoluteUntil)
    return dead('nothing lives past its expiry: the refresh token')
  if (model.people.get(family.sub)?.disabled !== false) return dead("a disabled person's refresh tokens yield nothing")
  if (tooMuch !== undefined) return tooMuch

  const windowSeconds = app.isPublic ? publicRetrySeconds : confidentialRetrySeconds
  const isRetry = token.generation === family.generation - 1 && now <= family.rotatedAt + windowSeconds * 1000
  if (token.generation < family.generation && !isRetry) {
    end(family, 'refresh_reused', now)
    return refused('reuse of a replaced refresh token yields nothing', 'invalid_grant')
  }
  if (!isRetry) {
    family.generation = token.generation + 1
    family.rotatedAt = now
    family.idleUntil = Math.min(now + refreshIdleSeconds * 1000, family.absoluteUntil)
    family.masterKey = masterKey
  }
  const audience = audienceOf(turn, request, family)
  // Known only after the rotation: the next refresh is an honest retry.
  if (isRefused(audience)) return audience
  return {
    kind: 'tokens',
    app,
    subject: family.sub,
    roles: model.people.get(family.sub)?.roles ?? [],
    scope: request.scope ?? family.scope,
    audience,
    family,
    refresh: true,
  }
}

type Granted = Readonly<{ scope: readonly string[]; resources: readonly string[] }>

const tooMuchOf = (turn: Turn, request: Refresh, family: Granted): Refused | undefined => {
  if (request.scope?.some((name) => !family.scope.includes(name)))
    return refused('a refresh cannot widen the scope', 'invalid_scope')
  // Only a request that names something is looked at before.
  if (request.scope === undefined && request.resources.length === 0) return undefined
  const audience = audienceOf(turn, request, family)
  return isRefused(audience) ? audience : undefined
}
