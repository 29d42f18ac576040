// The refresh token grant: rotation, honest retries, reuse (RFC 6749 §6, RFC 9700 §4.14.2).

import { type Client, isPublic } from '../../model/client.ts'
import type { Family, Rotation } from '../../model/family.ts'
import { anyResources, type ResourceCondition } from '../../model/resource.ts'
import { invalidGrant, type Refusal } from '../../protocol/errors.ts'
import { required } from '../../protocol/params.ts'
import type { ParsedRefreshToken } from '../../protocol/refresh-token.ts'
import { narrowScope } from '../../protocol/scope.ts'
import type { Store } from '../../store/index.ts'
import type { NoticeTheft } from '../account/thefts.ts'
import type { RecordEvent } from '../events.ts'
import type { KnownResources } from '../known-resources.ts'
import type { RefreshTokens } from '../refresh-tokens.ts'
import type { Grant } from './grant.ts'

type Parts = Readonly<{
  families: Pick<Store['families'], 'rotate' | 'find' | 'chosenEnd'>
  refreshTokens: Pick<RefreshTokens, 'read' | 'newestKey'>
  record: RecordEvent
  noticeTheft: NoticeTheft
  resources: Pick<KnownResources, 'chosen' | 'harmless'>
  refreshIdleSeconds: number
  /** Unset: 60 s for public clients, a day for clients that authenticate. */
  refreshRetrySeconds: number | undefined
}>

export const refreshTokenGrant = (parts: Parts): Grant => ({
  name: 'refresh_token',
  async decide({ params, client, address, now }) {
    const token = parts.refreshTokens.read(required(params, 'refresh_token'))
    if (token === undefined)
      return invalidGrant('The refresh token is not one of ours, or its master key is gone.', {
        owner: 'The refresh token is malformed, cut or not issued here.',
        cure: 'Keep all of it: a column that is too short cuts it. If it is whole, the person must log in again.',
      })
    const scope = params.get('scope')
    const wanted = params.all('resource')
    // A request that asks for too much must not cost the client its token, so it is judged before anything rotates: by the
    // statement itself, where it can, else by a look before it.
    const judge = async (): Promise<void> => {
      const family = await parts.families.find(token.familyId)
      if (family?.clientId === client.clientId) await narrowed(parts, family, scope, wanted)
    }
    const rotate = (condition: ResourceCondition) =>
      parts.families.rotate(
        {
          ...{ id: token.familyId, generation: token.generation, clientId: client.clientId, now },
          retrySeconds: retrySecondsOf(parts, client),
          idleSeconds: parts.refreshIdleSeconds,
          masterKey: parts.refreshTokens.newestKey(),
        },
        condition,
      )
    const harmless = scope === undefined ? parts.resources.harmless(wanted) : null
    let rotation = harmless === null ? undefined : await rotate(harmless)
    if (rotation === undefined && harmless !== anyResources) {
      await judge()
      rotation = await rotate(anyResources)
    }
    if (rotation === undefined) return explain(parts, await parts.families.find(token.familyId), client, now)
    const { family, account, outcome } = rotation
    if (outcome === 'reused') {
      parts.noticeTheft({ family, client, reason: 'refresh_reused', address }, now)
      return reused(family, token, now)
    }
    if (outcome !== 'rotated') parts.record({ ...unusual(outcome, family, token), address, endpoint: 'POST /token' })
    return {
      client,
      ...(await narrowed(parts, family, scope, wanted)),
      account,
      family,
      nonce: null,
      refresh: true,
    }
  },
})

/** §6: no scope means the original scope; a narrower one narrows this access token, not the family. */
const narrowed = async (
  { resources }: Parts,
  family: Family,
  scope: string | undefined,
  wanted: readonly string[],
): Promise<{ scope: readonly string[]; resources: readonly string[] }> => ({
  scope: narrowScope(scope, family.scope, 'what was granted'),
  resources: await resources.chosen(wanted, family.resources),
})

const retrySecondsOf = ({ refreshRetrySeconds }: Parts, client: Client): number =>
  client.refreshRetrySeconds ?? refreshRetrySeconds ?? (isPublic(client) ? 60 : 86_400)

const aboutFamily = (family: Family) => ({
  clientId: family.clientId,
  sub: family.sub,
  familyPublicId: family.publicId,
})

const reused = (family: Family, token: ParsedRefreshToken, now: Date): Refusal => {
  const age = Math.round((now.getTime() - family.rotatedAt.getTime()) / 1000)
  const cause = `A replaced refresh token was used again: generation ${token.generation} of ${family.publicId}, while ${family.generation} was issued ${age} s before, at ${family.rotatedAt.toISOString()}.`
  return invalidGrant(`${cause} Its family is revoked.`, {
    owner: `${cause} Its family is revoked, because one of two holders may be a thief, and the person is told.`,
    cure: 'Keep only the newest refresh token, in one place, and let one process at a time refresh it. If that is so already, a copy was stolen: look where refresh tokens are kept and logged. The person must log in again.',
    kind: 'refresh_reused',
    about: aboutFamily(family),
  })
}

const unusual = (outcome: Exclude<Rotation, 'rotated' | 'reused'>, family: Family, token: ParsedRefreshToken) => ({
  kind: outcome === 'retried' ? ('refresh_retried' as const) : ('refresh_recovered' as const),
  operatorText:
    outcome === 'retried'
      ? `Generation ${token.generation} was presented again and got the same successor (lost reply, second tab or worker).`
      : `Generation ${token.generation} is newer than the database knew: it went back in time (restore, failover).`,
  ...aboutFamily(family),
})

const explain = async (
  { families }: Parts,
  family: Family | undefined,
  client: Client,
  now: Date,
): Promise<Refusal> => {
  if (family === undefined)
    return invalidGrant('The refresh token’s family is gone: expired and swept, or its client or person was removed.', {
      owner: 'The refresh token is not known any more: its login ended long ago.',
      cure: 'The person must log in again.',
    })
  if (family.clientId !== client.clientId)
    return invalidGrant(`The refresh token was issued to another client (${family.clientId}).`, {
      owner: 'The refresh token was issued to another app.',
      cure: 'Send the client_id that it was issued to.',
    })
  const about = aboutFamily(family)
  if (family.revokedAt !== null) {
    const cause = `The refresh token was revoked at ${family.revokedAt.toISOString()} (${family.revokedReason}).`
    return invalidGrant(cause, { owner: cause, cure: 'The person must log in again.', about })
  }
  const chosenEnd = await families.chosenEnd(family.id)
  if (chosenEnd !== null && chosenEnd <= now) {
    const cause = `The person allowed this until ${chosenEnd.toISOString()}; that time is over.`
    return invalidGrant(cause, { owner: cause, cure: 'The person must allow it again.', about })
  }
  const expired = family.absoluteExpiresAt <= now ? 'reached its absolute end' : 'was not used for too long'
  const cause =
    family.idleExpiresAt <= now || family.absoluteExpiresAt <= now
      ? `The refresh token ${expired}.`
      : 'The person’s account is disabled.'
  return invalidGrant(cause, { owner: 'The refresh token has expired.', cure: 'The person must log in again.', about })
}
