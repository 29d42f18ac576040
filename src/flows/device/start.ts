// The device authorization endpoint: a device asks, and gets a code to poll with and one to show (RFC 8628 §3.1, §3.2).
import { type Client, deviceCodeGrantType } from '../../model/client.ts'
import { addressGroup } from '../../protocol/address.ts'
import { readClientCredentials } from '../../protocol/client-authentication.ts'
import {
  type DeviceAuthorizationResponse,
  deviceAuthorizationResponse,
  deviceCodePrefix,
  pollIntervalSeconds,
} from '../../protocol/device-authorization.ts'
import { concerning, isRefusal, OAuthError, orRefusal } from '../../protocol/errors.ts'
import type { Params } from '../../protocol/params.ts'
import { checkResources } from '../../protocol/resource.ts'
import { narrowScope } from '../../protocol/scope.ts'
import { newUserCode } from '../../protocol/user-code.ts'
import type { Store } from '../../store/index.ts'
import type { ClaimAttempts } from '../account/attempts.ts'
import type { AuthenticateClient } from '../authenticate-client.ts'
import type { KnownResources } from '../known-resources.ts'
import type { UserCodes } from './user-codes.ts'

export type DeviceCall = Readonly<{
  params: Params
  authorization: string | undefined
  address: string
  userAgent: string | undefined
  now: Date
}>

/** @throws OAuthError */
export type StartDevice = (call: DeviceCall) => Promise<DeviceAuthorizationResponse>

type Parts = Readonly<{
  store: Pick<Store, 'deviceAuthorizations'>
  authenticateClient: AuthenticateClient
  resources: Pick<KnownResources, 'named'>
  claimAttempts: ClaimAttempts
  userCodes: UserCodes
  random: { bytes(count: number): Buffer; token(prefix: string): string; id(prefix: string): string }
  sha256: (text: string) => Buffer
  issuer: string
  deviceCodeSeconds: number
}>

const mostPerWindow = 60
const longestUserAgent = 256
/** Two codes are the same once in billions; the second try is for that once. */
const tries = 5

export const startingDevices =
  (parts: Parts): StartDevice =>
  async (call) => {
    const { authenticateClient, resources } = parts
    const { params, authorization, now } = call
    const client = await authenticateClient(readClientCredentials(authorization, params), now)
    const answer = await orRefusal(async () => {
      if (!client.grantTypes.includes(deviceCodeGrantType))
        throw new OAuthError('unauthorized_client', 'The client is not registered for the device grant.', {
          cure: `Give the client the grant ${deviceCodeGrantType}.`,
        })
      const wanted = params.all('resource')
      const scope = narrowScope(params.get('scope'), client.scope, "the client's registered scope")
      const known = checkResources(wanted, await resources.named(wanted))
      await bound(parts, client, call)
      return make(parts, client, { scope, resources: known }, call)
    })
    if (isRefusal(answer)) throw concerning(answer, { clientId: client.clientId })
    return answer
  }

/** Anyone may pose as a public client, so what is counted is one address with one client: nobody locks others out. */
const bound = async ({ claimAttempts }: Parts, client: Client, { address, now }: DeviceCall): Promise<void> => {
  const value = `${addressGroup(address)} ${client.clientId}`
  const claim = await claimAttempts([{ kind: 'device', value, limit: mostPerWindow }], now)
  if (claim.kind === 'too-many')
    throw new OAuthError(
      'too_many_requests',
      'Too many device codes were asked for. Wait a while.',
      {
        owner: `More than ${mostPerWindow} device codes were asked for from one address within a quarter of an hour.`,
        cure: 'Ask for a code when a person wants to connect the device, not before.',
      },
      claim.retryAfterSeconds,
    )
}

const make = async (
  { store, random, sha256, userCodes, issuer, deviceCodeSeconds }: Parts,
  { clientId }: Client,
  wanted: Readonly<{ scope: readonly string[]; resources: readonly string[] }>,
  { address, userAgent, now }: DeviceCall,
): Promise<DeviceAuthorizationResponse> => {
  const deviceCode = random.token(deviceCodePrefix)
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const userCode = newUserCode(random.bytes)
    const created = await store.deviceAuthorizations.create({
      ...wanted,
      digest: sha256(deviceCode),
      userCodeDigest: userCodes.digest(userCode),
      clientId,
      address,
      userAgent: userAgent?.slice(0, longestUserAgent) ?? null,
      intervalSeconds: pollIntervalSeconds,
      issuedAt: now,
      expiresAt: new Date(now.getTime() + deviceCodeSeconds * 1000),
      familyId: random.bytes(16),
      familyPublicId: random.id('fam_'),
    })
    if (created)
      return deviceAuthorizationResponse({ issuer, deviceCode, userCode, lifetimeSeconds: deviceCodeSeconds })
  }
  throw new OAuthError('temporarily_unavailable', 'No code is free at the moment. Try again.', {}, 1)
}
