// UserInfo: what an access token's holder may read of the person (OpenID Connect Core §5.3).
import type { Client } from '../model/client.ts'
import { OAuthError } from '../protocol/errors.ts'
import { idTokenType } from '../protocol/id-token.ts'
import { claimsOf, claimsOfScopes, claimsWithin } from '../protocol/standard-claims.ts'
import type { Store } from '../store/index.ts'
import type { Sign } from './issue.ts'
import type { LiveAccessTokens } from './live-access-token.ts'

export type UserInfo =
  | Readonly<{ kind: 'json'; claims: Readonly<Record<string, unknown>> }>
  | Readonly<{ kind: 'jwt'; token: string }>

/** @throws OAuthError invalid_token or insufficient_scope (RFC 6750 §3.1) */
export type ReadUserInfo = (accessToken: string, now: Date) => Promise<UserInfo>

type Parts = Readonly<{
  store: Pick<Store, 'accounts' | 'knownClient'>
  issuer: string
  sign: Sign
  accessTokens: LiveAccessTokens
}>

/** Whatever API the token is for: an app that has one token may use it here too. */
export const readingUserInfo =
  ({ store, issuer, sign, accessTokens }: Parts): ReadUserInfo =>
  async (accessToken, now) => {
    const token = await accessTokens.read(accessToken, now)
    if (token.kind === 'dead') throw invalidToken(token.why)
    if (!token.scope.includes('openid')) throw insufficientScope('It was issued without openid.')
    const life = await accessTokens.check(token)
    if (life.kind === 'dead') throw invalidToken(life.why)
    const { family } = life
    if (family === null) throw insufficientScope('Nobody logged in for it.')
    const account = await store.accounts.bySub(family.sub)
    const client = (await store.knownClient(family.clientId))?.client
    if (account === undefined || client === undefined) throw invalidToken('Its person or its client is gone.')
    // RFC 9700 §2.3: no more than is needed. A token says what was allowed when it was issued; what was taken from its client
    // since then ends here at once.
    if (!client.scope.includes('openid')) throw insufficientScope('openid was taken from its client.')
    const names = [...claimsOfScopes(token.scope), ...family.requestedClaims.userinfo]
    const claims = {
      ...claimsOf(account, claimsWithin(names, client.scope)),
      // §5.3.2: always there, and the same as in the ID token.
      sub: token.claims.sub,
    }
    return answering(sign, issuer, now)(client, claims)
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

const insufficientScope = (operator: string): OAuthError =>
  new OAuthError('insufficient_scope', 'The access token needs the scope openid.', { operator })

const invalidToken = (operator: string): OAuthError =>
  new OAuthError('invalid_token', 'The access token is malformed, expired or revoked.', { operator })
