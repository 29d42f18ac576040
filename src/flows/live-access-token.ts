// Live access tokens: issued here, not over, and nothing that they stand on has ended (RFC 9068 §4, RFC 7662 §4, RFC 7009 §2).
import { accessTokenType, familyOf } from '../protocol/access-token.ts'
import type { LiveFamily } from '../store/families.ts'
import type { Store } from '../store/index.ts'

/** What its signature vouches for. */
export type AccessToken = Readonly<{
  kind: 'ours'
  claims: Readonly<Record<string, unknown>>
  jti: string
  expiresAt: Date
  clientId: string
  scope: readonly string[]
  /** Null for the token of a client that acts for itself. */
  familyPublicId: string | null
}>

/** Why it is worth nothing, for operators. */
export type DeadToken = Readonly<{ kind: 'dead'; why: string }>

export type LiveAccessTokens = Readonly<{
  /** What the token says and proves by itself; the database is not asked. */
  read: (token: string, now: Date) => Promise<AccessToken | DeadToken>
  /** Whether it still stands; and its family, if somebody logged in for it. */
  check: (token: AccessToken) => Promise<Readonly<{ kind: 'alive'; family: LiveFamily | null }> | DeadToken>
}>

type Parts = Readonly<{
  store: Pick<Store, 'families' | 'revokedTokens' | 'knownClient'>
  issuer: string
  verify: (token: string, typ: string) => Promise<Readonly<Record<string, unknown>> | undefined>
}>

export const knowingAccessTokens = ({ store, issuer, verify }: Parts): LiveAccessTokens => ({
  read: async (token, now) => {
    const claims = await verify(token, accessTokenType)
    if (claims === undefined || claims.iss !== issuer) return dead('It is not an access token that was issued here.')
    const { jti, client_id: clientId, exp } = claims
    if (typeof jti !== 'string' || typeof clientId !== 'string')
      return dead('It does not say which token it is, or whose.')
    if (typeof exp !== 'number' || exp * 1000 <= now.getTime()) return dead('It has expired.')
    return {
      kind: 'ours',
      ...{ claims, jti, clientId, expiresAt: new Date(exp * 1000), familyPublicId: familyOf(jti) },
      scope: String(claims.scope ?? '').split(' '),
    }
  },

  check: async ({ jti, clientId, familyPublicId }) => {
    if (familyPublicId !== null) {
      const family = await store.families.ofLiveToken(familyPublicId, jti)
      return family === undefined ? revoked : { kind: 'alive', family }
    }
    if (await store.revokedTokens.has(jti)) return revoked
    const own = await store.knownClient(clientId)
    return own?.client.disabledAt === null ? { kind: 'alive', family: null } : revoked
  },
})

const dead = (why: string): DeadToken => ({ kind: 'dead', why })
const revoked = dead('It was revoked, or its person or its client was disabled.')
