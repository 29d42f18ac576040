// Token introspection (RFC 7662, RFC 9701): is this token alive, told only to whom it concerns.
import type { Client } from '../model/client.ts'
import { isPublic } from '../model/client.ts'
import type { Resource } from '../model/resource.ts'
import { accessTokenType, familyOf } from '../protocol/access-token.ts'
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
import type { RefreshTokens } from './refresh-tokens.ts'
import type { SubjectOf } from './subjects.ts'

/** §2.2: exactly this, for every token that is not alive or is not the caller's business. */
const inactive = { active: false } as const
export type Introspection = typeof inactive | (Readonly<Record<string, unknown>> & { readonly active: true })
export type Introspect = (params: Params, authorization: string | undefined, now: Date) => Promise<Introspection>
/** The same as a JWT for the client that asked. */
export type IntrospectSigned = (params: Params, authorization: string | undefined, now: Date) => Promise<string>

type Parts = Readonly<{
  store: Pick<Store, 'families' | 'revokedTokens' | 'clients'>
  issuer: string
  authenticateClient: AuthenticateClient
  refreshTokens: Pick<RefreshTokens, 'read'>
  subjectOf: SubjectOf
  verify: (token: string, typ: string) => Promise<Readonly<Record<string, unknown>> | undefined>
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
  { store, issuer, verify, resources }: Parts,
  token: string,
  client: Client,
  now: Date,
): Promise<Introspection> => {
  const claims = await verify(token, accessTokenType)
  if (claims === undefined || claims.iss !== issuer || typeof claims.jti !== 'string') return inactive
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= now.getTime()) return inactive
  if (!concerns(client, claims, resources.list())) return inactive
  const familyPublicId = familyOf(claims.jti)
  if (await store.revokedTokens.has(claims.jti)) return inactive
  if (familyPublicId === null ? !(await ownClientLives(store, claims)) : !(await familyLives(store, familyPublicId)))
    return inactive
  return { active: true, token_type: 'Bearer', ...claims }
}

/** A resource server may be registered by what its tokens have as `aud`, or by the identifier of its resource. */
const concerns = (
  client: Client,
  claims: Readonly<Record<string, unknown>>,
  registered: readonly Resource[],
): boolean => {
  const audiences = [claims.aud].flat()
  const mine = registered.filter(({ identifier }) => client.audiences.includes(identifier))
  return (
    claims.client_id === client.clientId ||
    client.audiences.some((audience) => audiences.includes(audience)) ||
    mine.some(({ audience }) => audiences.includes(audience))
  )
}

const familyLives = async (store: Parts['store'], publicId: string): Promise<boolean> => {
  const status = await store.families.byPublicId(publicId)
  return status !== undefined && status.family.revokedAt === null && !status.accountDisabled && !status.clientDisabled
}

const ownClientLives = async (store: Parts['store'], claims: Readonly<Record<string, unknown>>): Promise<boolean> => {
  const record = await store.clients.find(String(claims.client_id))
  return record !== undefined && record.client.disabledAt === null
}

/** A refresh token is nobody's business but its own client's. */
const introspectRefreshToken = async (
  { store, issuer, subjectOf }: Parts,
  token: ParsedRefreshToken,
  client: Client,
  now: Date,
): Promise<Introspection> => {
  const family = await store.families.find(token.familyId)
  if (family === undefined || family.clientId !== client.clientId || family.revokedAt !== null) return inactive
  if (family.idleExpiresAt <= now || family.absoluteExpiresAt <= now) return inactive
  if (token.generation < family.generation || !(await familyLives(store, family.publicId))) return inactive
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
