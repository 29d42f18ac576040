// The device code grant: a device polls until its person has answered (RFC 8628 §3.4, §3.5).
import { deviceCodeGrantType } from '../../model/client.ts'
import { pollProblem, pollToleranceMillis, slowDownSeconds } from '../../protocol/device-authorization.ts'
import { invalidGrant } from '../../protocol/errors.ts'
import { required } from '../../protocol/params.ts'
import type { Store } from '../../store/index.ts'
import type { KnownResources } from '../known-resources.ts'
import type { RefreshTokens } from '../refresh-tokens.ts'
import type { Grant } from './grant.ts'

type Parts = Readonly<{
  store: Pick<Store, 'deviceAuthorizations'>
  sha256: (text: string) => Buffer
  refreshTokens: Pick<RefreshTokens, 'newestKey'>
  resources: Pick<KnownResources, 'chosen' | 'longestTokenSeconds'>
  refreshIdleSeconds: number
  refreshAbsoluteSeconds: number
}>

export const deviceCodeGrant = (parts: Parts): Grant => ({
  name: deviceCodeGrantType,
  async decide({ params, client, now }) {
    const devices = parts.store.deviceAuthorizations
    const mine = { digest: parts.sha256(required(params, 'device_code')), clientId: client.clientId, now }
    const polled = await devices.poll({
      ...mine,
      toleranceMillis: pollToleranceMillis,
      stepSeconds: slowDownSeconds,
    })
    if (polled === undefined)
      return invalidGrant('The device code is unknown: of another client, ended by a logout, or long expired.', {
        owner: 'The device code is not known for this client.',
        cure: 'Ask for a new device code.',
      })
    const problem = pollProblem(polled, now)
    if (problem !== undefined) return problem

    // Judged before anything is spent: a request that asks for too much may be repeated with less.
    const resources = await parts.resources.chosen(params.all('resource'), polled.resources)
    const refresh = client.grantTypes.includes('refresh_token')
    const tokenSeconds = parts.resources.longestTokenSeconds()
    const redeemed = await devices.redeem({
      ...mine,
      idleSeconds: refresh ? parts.refreshIdleSeconds : tokenSeconds,
      absoluteSeconds: refresh ? parts.refreshAbsoluteSeconds : tokenSeconds,
      masterKey: parts.refreshTokens.newestKey(),
    })
    if (redeemed === undefined)
      return invalidGrant('A parallel poll got the tokens, or what was allowed has just been ended.', {
        owner: 'Another poll with the same device code got the tokens.',
        cure: 'Poll once at a time.',
        about: { clientId: client.clientId },
      })
    const { family, account } = redeemed
    return { client, account, family, scope: family.scope, resources, nonce: null, refresh }
  },
})
