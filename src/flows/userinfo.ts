// UserInfo: what an access token's holder may read of the person (OpenID Connect Core §5.3).
import type { Client } from '../model/client.ts'
import { accessTokenType, familyOf } from '../protocol/access-token.ts'
import { OAuthError } from '../protocol/errors.ts'
import { idTokenType } from '../protocol/id-token.ts'
import { claimsOf, claimsOfScopes } from '../protocol/standard-claims.ts'
import type { Store } from '../store/index.ts'
import type { Sign } from './issue.ts'

export type UserInfo =
  | Readonly<{ kind: 'json'; claims: Readonly<Record<string, unknown>> }>
  | Readonly<{ kind: 'jwt'; token: string }>

/** @throws OAuthError invalid_token or insufficient_scope (RFC 6750 §3.1) */
export type ReadUserInfo = (accessToken: string, now: Date) => Promise<UserInfo>

type Parts = Readonly<{
  store: Pick<Store, 'families' | 'revokedTokens' | 'accounts' | 'clients'>
  issuer: string
  sign: Sign
  verify: (token: string, typ: string) => Promise<Readonly<Record<string, unknown>> | undefined>
}>

/** Whatever API the token is for: an app that has one token may use it here too. */
export const readingUserInfo =
  ({ store, issuer, sign, verify }: Parts): ReadUserInfo =>
  async (accessToken, now) => {
    const answer = answering(sign, issuer, now)
    const token = await verify(accessToken, accessTokenType)
    if (token === undefined || token.iss !== issuer || typeof token.jti !== 'string')
      throw invalidToken('It is not an access token that was issued here.')
    if (typeof token.exp !== 'number' || token.exp * 1000 <= now.getTime()) throw invalidToken('It has expired.')
    const scope = String(token.scope ?? '').split(' ')
    const publicId = familyOf(token.jti)
    if (publicId === null || !scope.includes('openid'))
      throw new OAuthError('insufficient_scope', 'The access token needs the scope openid.')
    const status = await store.families.byPublicId(publicId)
    const isAlive = status?.family.revokedAt === null && !status.accountDisabled && !status.clientDisabled
    if (!isAlive || (await store.revokedTokens.has(token.jti))) throw invalidToken('It was revoked.')
    const { family } = status
    const account = await store.accounts.bySub(family.sub)
    const client = (await store.clients.find(family.clientId))?.client
    if (account === undefined || client === undefined) throw invalidToken('Its person or its client is gone.')
    const claims = {
      ...claimsOf(account, [...claimsOfScopes(scope), ...family.requestedClaims.userinfo]),
      // §5.3.2: always there, and the same as in the ID token.
      sub: token.sub,
    }
    return answer(client, claims)
  }

// §5.3.2: "the iss and aud ... SHOULD be included" in a signed response.
const answering =
  (sign: Sign, issuer: string, now: Date) =>
  async (client: Client, claims: Readonly<Record<string, unknown>>): Promise<UserInfo> => {
    if (client.userinfoAlg === null) return { kind: 'json', claims }
    const iat = Math.floor(now.getTime() / 1000)
    const about = { ...claims, iss: issuer, aud: client.clientId, iat }
    return { kind: 'jwt', token: await sign(client.userinfoAlg, idTokenType, about) }
  }

const invalidToken = (operator: string): OAuthError =>
  new OAuthError('invalid_token', 'The access token is malformed, expired or revoked.', { operator })
