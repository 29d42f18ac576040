// The authorization code grant (RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §4.5).
import type { Client } from '../../model/client.ts'
import { anyResources, type ResourceCondition } from '../../model/resource.ts'
import { invalidGrant, isRefusal, orRefusal, type Refusal } from '../../protocol/errors.ts'
import { required } from '../../protocol/params.ts'
import { isReplayByItsClient, type RedemptionAttempt, redemptionProblem } from '../../protocol/redemption.ts'
import type { Store } from '../../store/index.ts'
import type { NoticeTheft } from '../account/thefts.ts'
import type { KnownResources } from '../known-resources.ts'
import type { RefreshTokens } from '../refresh-tokens.ts'
import type { Grant } from './grant.ts'

export const codePrefix = 'cs_code_'

type Parts = Readonly<{
  store: Pick<Store, 'codes' | 'families'>
  sha256: (text: string) => Buffer
  refreshTokens: Pick<RefreshTokens, 'newestKey'>
  resources: Pick<KnownResources, 'chosen' | 'harmless' | 'longestTokenSeconds'>
  noticeTheft: NoticeTheft
  refreshIdleSeconds: number
  refreshAbsoluteSeconds: number
}>

export const authorizationCodeGrant = (parts: Parts): Grant => ({
  name: 'authorization_code',
  async decide({ params, client, address, now }) {
    const code = required(params, 'code')
    const attempt: RedemptionAttempt = {
      redirectUri: params.get('redirect_uri'),
      codeVerifier: params.get('code_verifier'),
    }
    const digest = parts.sha256(code)
    const wanted = params.all('resource')
    // A request for the wrong API must not cost the client its code, so it is judged before anything is spent: by the
    // statement itself, where it can, else by a look before it.
    const judge = async (): Promise<void> => {
      const waiting = await parts.store.codes.find(digest)
      if (waiting?.clientId === client.clientId && waiting.spentAt === null && waiting.expiresAt > now)
        await parts.resources.chosen(wanted, waiting.resources)
    }
    const refresh = client.grantTypes.includes('refresh_token')
    const tokenSeconds = parts.resources.longestTokenSeconds()
    // One statement spends the code and founds the family, so that no crash can do half. What the request got wrong is
    // judged after it: a wrong verifier from the right client spends the code too.
    const redeem = (condition: ResourceCondition) =>
      parts.store.codes.redeem(
        {
          ...{ digest, clientId: client.clientId, now },
          idleSeconds: refresh ? parts.refreshIdleSeconds : tokenSeconds,
          absoluteSeconds: refresh ? parts.refreshAbsoluteSeconds : tokenSeconds,
          masterKey: parts.refreshTokens.newestKey(),
        },
        condition,
      )
    const harmless = parts.resources.harmless(wanted)
    let redeemed = harmless === null ? undefined : await redeem(harmless)
    if (redeemed === undefined && harmless !== anyResources) {
      await judge()
      redeemed = await redeem(anyResources)
    }
    if (redeemed === undefined) return refuseUnredeemable(parts, { digest, client, address, ...attempt }, now)

    const { family, account } = redeemed
    const resources = await orRefusal(async () => {
      const problem = redemptionProblem(redeemed.code, attempt, now)
      if (problem !== undefined) throw problem
      return parts.resources.chosen(wanted, family.resources)
    })
    if (isRefusal(resources)) {
      await parts.store.families.revoke(family.publicId, 'code_refused', now)
      return resources
    }
    return { client, account, family, scope: family.scope, resources, nonce: redeemed.code.nonce, refresh }
  },
})

/** Nothing was redeemed: unknown, another client's, or spent. Only a replay that proves a leak ends the family. */
const refuseUnredeemable = async (
  { store, noticeTheft }: Parts,
  {
    digest,
    client,
    address,
    ...attempt
  }: RedemptionAttempt & Readonly<{ digest: Buffer; client: Client; address: string }>,
  now: Date,
): Promise<Refusal> => {
  const { clientId } = client
  const code = await store.codes.find(digest)
  if (code === undefined)
    return invalidGrant('The code is unknown: never issued here, ended by a logout, or long expired.', {
      owner: 'The code is not known.',
      cure: 'Send the code as it came to the redirect URI, whole and decoded once. If it was, the login ended meanwhile or was too long ago: start it again.',
    })
  if (code.clientId !== clientId)
    return invalidGrant(`The code was issued to another client (${code.clientId}).`, {
      owner: 'The code was issued to another app.',
      cure: 'Send the client_id that the login began with.',
    })
  const about = { clientId, sub: code.sub, familyPublicId: code.familyPublicId }
  const owner = 'The code was already used.'
  if (!isReplayByItsClient(code, attempt))
    return invalidGrant('The code was already used; this second use has a wrong verifier, so nothing is revoked.', {
      owner: `${owner} This second use has another code_verifier.`,
      cure: onceCure,
      about,
    })
  const revoked = await store.families.revoke(code.familyPublicId, 'code_replayed', now)
  const family = { publicId: code.familyPublicId, sub: code.sub }
  if (revoked) noticeTheft({ family, client, reason: 'code_replayed', address }, now)
  return invalidGrant('The code was used a second time, with the right verifier: everything it led to is revoked.', {
    owner: `${owner} Everything it led to (${code.familyPublicId}) is revoked, and the person is told. It was first used at ${code.spentAt?.toISOString()}.`,
    cure: onceCure,
    // Only what changed something is news; whoever repeats it is a refusal among others.
    ...(revoked && { kind: 'code_replayed' as const }),
    about,
  })
}

const onceCure = 'Redeem each code once: look for retries in the HTTP client, or a reloaded callback page.'
