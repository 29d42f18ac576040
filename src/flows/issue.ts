// Issuing: the only place that mints tokens (RFC 6749 §5.1, RFC 9068).
import type { Issuance } from '../model/issuance.ts'
import { accessTokenClaims, accessTokenType } from '../protocol/access-token.ts'
import { formatScope } from '../protocol/scope.ts'
import type { RefreshTokens } from './refresh-tokens.ts'

/** The body of RFC 6749 §5.1, by its wire names. */
export type TokenResponse = Readonly<{
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  scope: string
  refresh_token?: string
}>

export type Issue = (issuance: Issuance, now: Date) => Promise<TokenResponse>

type Parts = Readonly<{
  issuer: string
  accessTokenSeconds: number
  sign: (alg: 'RS256', typ: string, claims: Record<string, unknown>) => Promise<string> | string
  unique: () => string
  refreshTokens: Pick<RefreshTokens, 'write'>
}>

export const issuing =
  ({ issuer, accessTokenSeconds, sign, unique, refreshTokens }: Parts): Issue =>
  async (issuance, now) => {
    const claims = accessTokenClaims(issuance, issuer, unique(), accessTokenSeconds, now)
    const { family } = issuance
    return {
      access_token: await sign('RS256', accessTokenType, claims),
      token_type: 'Bearer',
      expires_in: accessTokenSeconds,
      scope: formatScope(issuance.scope),
      ...(family !== null && issuance.refresh && { refresh_token: refreshTokens.write(family) }),
    }
  }
