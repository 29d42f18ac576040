// Token revocation (RFC 7009).
import { readClientCredentials } from '../protocol/client-authentication.ts'
import { type Params, required } from '../protocol/params.ts'
import type { Store } from '../store/index.ts'
import type { AuthenticateClient } from './authenticate-client.ts'
import type { RecordEvent } from './events.ts'
import type { LiveAccessTokens } from './live-access-token.ts'
import type { RefreshTokens } from './refresh-tokens.ts'

export type Revoke = (params: Params, authorization: string | undefined, now: Date) => Promise<void>

type Parts = Readonly<{
  store: Pick<Store, 'families' | 'revokedTokens'>
  authenticateClient: AuthenticateClient
  accessTokens: Pick<LiveAccessTokens, 'read'>
  refreshTokens: Pick<RefreshTokens, 'read'>
  record: RecordEvent
}>

/** Succeeds for tokens that are unknown, dead or another client's too, and changes nothing then (§2.2). */
export const revoking =
  ({ store, authenticateClient, accessTokens, refreshTokens, record }: Parts): Revoke =>
  async (params, authorization, now) => {
    const client = await authenticateClient(readClientCredentials(authorization, params), now)
    const token = required(params, 'token')
    // §2.1: the hint is a hint; our tokens tell their kind by themselves.
    const refreshToken = refreshTokens.read(token)
    if (refreshToken !== undefined) {
      const family = await store.families.find(refreshToken.familyId)
      if (family?.clientId !== client.clientId) return
      if (await store.families.revoke(family.publicId, 'revoked_by_client', now))
        record({
          kind: 'family_revoked',
          operatorText: 'The client revoked its refresh token.',
          clientId: client.clientId,
          sub: family.sub,
          familyPublicId: family.publicId,
        })
      return
    }
    const accessToken = await accessTokens.read(token, now)
    if (accessToken.kind === 'dead' || accessToken.clientId !== client.clientId) return
    if (!(await store.revokedTokens.add(accessToken.jti, accessToken.expiresAt))) return
    record({
      kind: 'family_revoked',
      operatorText: 'The client revoked one access token.',
      clientId: client.clientId,
      familyPublicId: accessToken.familyPublicId,
    })
  }
