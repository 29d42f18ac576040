// What should happen when a token is revoked (RFC 7009) or introspected (RFC 7662), or asked for by an app for itself (RFC 6749 §4.4).
import { end, type Turn } from '../model.ts'
import { authenticate, type Credentials, isRefused, type Refused, refused } from './apps.ts'
import type { Tokens } from './redeem.ts'

/** What a test knows of a token that it presents; neither for one that nobody issued. */
export type Presented = Readonly<{
  refresh?: Readonly<{ family: string; generation: number }> | undefined
  access?:
    | Readonly<{
        jti: string
        clientId: string
        audience: readonly string[]
        family: string | null
        expiresAt: number
        keyLives: boolean
      }>
    | undefined
}>

export type Nothing = Readonly<{ kind: 'nothing' }>

export const revoke = (turn: Turn, credentials: Credentials, { refresh, access }: Presented): Nothing | Refused => {
  const { model, now } = turn
  const app = authenticate(turn, credentials)
  if (isRefused(app)) return app
  const family = refresh && model.families.get(refresh.family)
  if (family?.clientId === app.clientId) end(family, 'revoked_by_client', now)
  if (access?.clientId === app.clientId && access.keyLives && now < access.expiresAt)
    if (!model.revokedTokens.has(access.jti)) model.revokedTokens.set(access.jti, access.expiresAt)
  return { kind: 'nothing' }
}

export type Activity = Readonly<{ kind: 'active' | 'inactive'; rule: string }>

export const introspect = (turn: Turn, credentials: Credentials, presented: Presented): Activity | Refused => {
  const app = authenticate(turn, credentials)
  if (isRefused(app)) return app
  if (app.isPublic) return refused('a public client may not introspect', 'invalid_client')
  const inactive = (rule: string): Activity => ({ kind: 'inactive', rule })
  const { model, now } = turn
  const { refresh, access } = presented
  if (refresh !== undefined) {
    const family = model.families.get(refresh.family)
    if (family?.clientId !== app.clientId) return inactive("a refresh token is its own client's business")
    if (now >= family.idleUntil || now >= family.absoluteUntil) return inactive('nothing lives past its expiry')
    if (refresh.generation < family.generation) return inactive('a replaced refresh token is not active')
    return living(turn, refresh.family) ?? { kind: 'active', rule: 'a living refresh token is active' }
  }
  if (access === undefined || !access.keyLives) return inactive('a token that nobody issued is not active')
  if (now >= access.expiresAt) return inactive('nothing lives past its expiry: the access token')
  const concerns = access.clientId === app.clientId || app.audiences.some((each) => access.audience.includes(each))
  if (!concerns) return inactive('a token is the business of its client and its audience')
  if (model.revokedTokens.has(access.jti)) return inactive('a revoked access token is not active')
  if (access.family !== null)
    return living(turn, access.family) ?? { kind: 'active', rule: 'a living access token is active' }
  return model.apps.get(access.clientId)?.disabled === false
    ? { kind: 'active', rule: 'a living access token is active' }
    : inactive('nothing works after its client was disabled')
}

const living = ({ model }: Turn, name: string): Activity | undefined => {
  const family = model.families.get(name)
  const alive =
    family?.ended === null &&
    model.people.get(family.sub)?.disabled === false &&
    model.apps.get(family.clientId)?.disabled === false
  return alive ? undefined : { kind: 'inactive', rule: 'a dead family has no active tokens' }
}

const personal: readonly string[] = ['openid', 'profile', 'email', 'offline_access']

export const ownToken = (
  turn: Turn,
  request: Credentials & Readonly<{ scope: readonly string[] | undefined }>,
): Tokens | Refused => {
  const app = authenticate(turn, request)
  if (isRefused(app)) return app
  if (!app.grants.includes('client_credentials'))
    return refused('a grant is for the clients that have it', 'unauthorized_client')
  const own = app.scope.filter((name) => !personal.includes(name))
  if (request.scope?.some((name) => !own.includes(name)))
    return refused("an app's own token has no scope about a person, nor one that it does not have", 'invalid_scope')
  const scope = request.scope ?? own
  return {
    ...{ kind: 'tokens', app, scope },
    subject: app.clientId,
    roles: [],
    audience: [turn.issuer],
    family: null,
    refresh: false,
  }
}
