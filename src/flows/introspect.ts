// Token introspection (RFC 7662, RFC 9701): is this token alive, told only to whom it concerns.
import type { Client } from '../model/client.ts'
import { isPublic } from '../model/client.ts'
import type { Resource } from '../model/resource.ts'
import { readClientCredentials } from '../protocol/client-authentication.ts'
import { invalidClient } from '../protocol/errors.ts'
import {
  introspectionAlgorithm,
  introspectionResponseClaims,
  introspectionResponseType,
} from '../protocol/introspection-response.ts'
import { type Params, required } from '../protocol/params.ts'
import type { ParsedRefreshToken } from '../protocol/refresh-token.ts'
import { formatScope } from '../protocol/scope.ts'
import type { Store } from '../store/index.ts'
import type { AuthenticateClient } from './authenticate-client.ts'
import type { Sign } from './issue.ts'
import type { KnownResources } from './known-resources.ts'
import type { AccessToken, LiveAccessTokens } from './live-access-token.ts'
import type { RefreshTokens } from './refresh-tokens.ts'
import type { SubjectOf } from './subjects.ts'

/** §2.2: exactly this, for every token that is not alive or is not the caller's business. */
const inactive = { active: false } as const
export type Introspection = typeof inactive | (Readonly<Record<string, unknown>> & { readonly active: true })
export type Introspect = (params: Params, authorization: string | undefined, now: Date) => Promise<Introspection>
/** The same as a JWT for the client that asked. */
export type IntrospectSigned = (params: Params, authorization: string | undefined, now: Date) => Promise<string>

type Parts = Readonly<{
  store: Pick<Store, 'families'>
  issuer: string
  authenticateClient: AuthenticateClient
  accessTokens: LiveAccessTokens
  refreshTokens: Pick<RefreshTokens, 'read'>
  subjectOf: SubjectOf
  sign: Sign
  resources: Pick<KnownResources, 'list'>
}>

export const introspecting = (
  parts: Parts,
): Readonly<{ introspect: Introspect; introspectSigned: IntrospectSigned }> => {
  const ask = asking(parts)
  return {
    introspect: async (params, authorization, now) => (await ask(params, authorization, now)).introspection,
    introspectSigned: async (params, authorization, now) => {
      const { client, introspection } = await ask(params, authorization, now)
      const claims = introspectionResponseClaims(parts.issuer, client.clientId, introspection, now)
      return parts.sign(introspectionAlgorithm, introspectionResponseType, claims)
    },
  }
}

const asking = (parts: Parts) => async (params: Params, authorization: string | undefined, now: Date) => {
  const client = await parts.authenticateClient(readClientCredentials(authorization, params), now)
  // §2.1: the endpoint must not be a scanner for tokens, and a public client proves nothing.
  if (isPublic(client)) throw invalidClient('A public client may not introspect tokens.')
  const token = required(params, 'token')
  const refreshToken = parts.refreshTokens.read(token)
  const introspection =
    refreshToken === undefined
      ? await introspectAccessToken(parts, token, client, now)
      : await introspectRefreshToken(parts, refreshToken, client, now)
  return { client, introspection }
}

const introspectAccessToken = async (
  { accessTokens, resources }: Parts,
  token: string,
  client: Client,
  now: Date,
): Promise<Introspection> => {
  const accessToken = await accessTokens.read(token, now)
  if (accessToken.kind === 'dead' || !concerns(client, accessToken, resources.list())) return inactive
  if ((await accessTokens.check(accessToken)).kind === 'dead') return inactive
  return { active: true, token_type: 'Bearer', ...accessToken.claims }
}

/** A resource server may be registered by what its tokens have as `aud`, or by the identifier of its resource. */
const concerns = (client: Client, { claims, clientId }: AccessToken, registered: readonly Resource[]): boolean => {
  const audiences = [claims.aud].flat()
  const mine = registered.filter(({ identifier }) => client.audiences.includes(identifier))
  return (
    clientId === client.clientId ||
    client.audiences.some((audience) => audiences.includes(audience)) ||
    mine.some(({ audience }) => audiences.includes(audience))
  )
}

/** A refresh token is nobody's business but its own client's. */
const introspectRefreshToken = async (
  { store, issuer, subjectOf }: Parts,
  token: ParsedRefreshToken,
  client: Client,
  now: Date,
): Promise<Introspection> => {
  const family = await store.families.living(token.familyId)
  if (family === undefined || family.clientId !== client.clientId) return inactive
  if (family.idleExpiresAt <= now || family.absoluteExpiresAt <= now) return inactive
  if (token.generation < family.generation) return inactive
  const expiresAt = Math.min(family.idleExpiresAt.getTime(), family.absoluteExpiresAt.getTime())
  return {
    active: true,
    iss: issuer,
    client_id: family.clientId,
    sub: await subjectOf(client, family.sub),
    scope: formatScope(family.scope),
    exp: Math.floor(expiresAt / 1000),
    iat: Math.floor(family.createdAt.getTime() / 1000),
  }
}
