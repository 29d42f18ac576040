// Issuing: the only place that mints tokens (RFC 6749 §5.1, RFC 9068, OpenID Connect Core §3.1.3.3).
import type { Family } from '../model/family.ts'
import type { Issuance } from '../model/issuance.ts'
import type { Scope } from '../model/scope.ts'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import { accessTokenClaims, accessTokenType } from '../protocol/access-token.ts'
import { mappedClaims, withheldScopes } from '../protocol/claim-mapping.ts'
import { idTokenClaims, idTokenType } from '../protocol/id-token.ts'
import { formatScope } from '../protocol/scope.ts'
import type { KnownResources } from './known-resources.ts'
import type { RefreshTokens } from './refresh-tokens.ts'
import type { SubjectOf } from './subjects.ts'

/** The body of RFC 6749 §5.1, by its wire names. */
export type TokenResponse = Readonly<{
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  scope: string
  id_token?: string
  refresh_token?: string
}>

export type Issue = (issuance: Issuance, now: Date) => Promise<TokenResponse>

export type Sign = (
  alg: SigningAlgorithm,
  typ: string,
  claims: Readonly<Record<string, unknown>>,
) => Promise<string> | string

type Parts = Readonly<{
  issuer: string
  accessTokenSeconds: number
  sign: Sign
  unique: () => string
  refreshTokens: Pick<RefreshTokens, 'write'>
  resources: Pick<KnownResources, 'terms'>
  subjectOf: SubjectOf
  scopes: () => readonly Scope[]
}>

/** @throws OAuthError invalid_target where the resources cannot share a token */
export const issuing =
  ({ issuer, accessTokenSeconds, sign, unique, refreshTokens, resources, subjectOf, scopes }: Parts): Issue =>
  async (issuance, now) => {
    const { client, account, family } = issuance
    // What was taken from the client since the person allowed it is in no token any more.
    const granted = issuance.scope.filter((name) => client.scope.includes(name))
    const { audience, scope, lifetimeSeconds, alg, claims } = resources.terms(issuance.resources, granted)
    const subject = account === null ? client.clientId : await subjectOf(client, account.sub)
    const seconds = within(family, lifetimeSeconds, now)
    const facts = { issuer, clientId: client.clientId, subject, audience, scope, family, lifetimeSeconds: seconds, now }
    const mapped = account === null ? {} : mappedClaims(claims, account, withheldScopes(scopes(), client))
    const accessToken = await sign(alg, accessTokenType, accessTokenClaims({ ...facts, mapped, unique: unique() }))

    // OIDC Core §3.1.3.3 and §12.2: wherever somebody logged in for `openid`, refreshes included.
    const idToken = async (): Promise<string | undefined> => {
      if (account === null || family === null || !granted.includes('openid')) return undefined
      const { nonce } = issuance
      const about = { issuer, client, subject, account, family, scope: granted, nonce, accessToken, now }
      return sign(client.idTokenAlg, idTokenType, idTokenClaims({ ...about, lifetimeSeconds: accessTokenSeconds }))
    }
    const signed = await idToken()
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: seconds,
      scope: formatScope(scope),
      ...(signed !== undefined && { id_token: signed }),
      ...(family !== null && issuance.refresh && { refresh_token: refreshTokens.write(family) }),
    }
  }

/** No access token outlives its family: the person may have allowed it for an hour only. To the second, as its claims are. */
const within = (family: Family | null, lifetimeSeconds: number, now: Date): number => {
  if (family === null) return lifetimeSeconds
  const left = Math.floor(family.absoluteExpiresAt.getTime() / 1000) - Math.floor(now.getTime() / 1000)
  return Math.max(1, Math.min(lifetimeSeconds, left))
}
