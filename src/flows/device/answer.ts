// Answering a device: whose code this is, and what a person who is logged in says to it (RFC 8628 §3.3, §5.1, §5.4).
import type { Account } from '../../model/account.ts'
import type { Interaction } from '../../model/authorization-request.ts'
import type { Client } from '../../model/client.ts'
import type { DeviceAnswer, DeviceAuthorization } from '../../model/device-authorization.ts'
import type { Scope } from '../../model/scope.ts'
import type { Session } from '../../model/session.ts'
import { addressGroup } from '../../protocol/address.ts'
import { noClaims } from '../../protocol/claims-request.ts'
import { endOf, optionalScope, type Terms, usualTerms } from '../../protocol/consent.ts'
import { isTooOldFor } from '../../protocol/next-step.ts'
import { missingFrom } from '../../protocol/scope.ts'
import { sidFor } from '../../protocol/sid.ts'
import { formatUserCode, readUserCode } from '../../protocol/user-code.ts'
import type { Store } from '../../store/index.ts'
import type { ClaimAttempts } from '../account/attempts.ts'
import type { Visitor } from '../authorize.ts'
import type { RecordEvent } from '../events.ts'
import type { UserCodes } from './user-codes.ts'

/** What was typed, by whom, and from where. */
export type Typed = Readonly<{
  code: string
  visitor: Visitor
  interaction: Interaction | null
  address: string
}>

/** What the page asks, as it was when the page was shown. */
export type DeviceQuestion = Readonly<{
  kind: 'question'
  /** As the device shows it. */
  userCode: string
  authorization: DeviceAuthorization
  client: Client
  session: Session
  account: Account
  /** What the person may leave out. */
  optional: readonly string[]
}>

export type DeviceOutcome =
  /** No code can look like this. */
  | Readonly<{ kind: 'malformed' }>
  /** Nothing is looked up for nobody, so that guesses count for somebody. */
  | Readonly<{ kind: 'log-in'; mustBeNew: boolean }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>
  /** Never made, expired, or answered by somebody else: one outcome, so that guessing tells nothing. */
  | Readonly<{ kind: 'unknown'; cause: string; clientId: string | null }>
  /** By this very person: their reload and their second press are no mistakes. */
  | Readonly<{ kind: 'answered'; decision: DeviceAnswer['decision']; client: Client }>
  | DeviceQuestion

export type DeviceFlow = Readonly<{
  ask(typed: Typed, now: Date): Promise<DeviceOutcome>
  /** Records the answer, unless there was one already, the code has expired or the session has ended. */
  answer(
    question: DeviceQuestion,
    decision: DeviceAnswer['decision'],
    from: Readonly<{ address: string }>,
    now: Date,
    terms?: Terms,
  ): Promise<void>
}>

type Parts = Readonly<{
  store: Pick<Store, 'deviceAuthorizations' | 'clients'>
  userCodes: UserCodes
  claimAttempts: ClaimAttempts
  scopes: () => readonly Scope[]
  record: RecordEvent
}>

/** Codes of which nothing came, within a quarter of an hour. */
const limits = { account: 10, address: 100 } as const

export const answeringDevices = ({ store, userCodes, claimAttempts, scopes, record }: Parts): DeviceFlow => {
  const ask: DeviceFlow['ask'] = async ({ code: typed, visitor, interaction, address }, now) => {
    const code = readUserCode(typed)
    if (code === undefined) return { kind: 'malformed' }
    if (visitor === undefined) return { kind: 'log-in', mustBeNew: false }
    const { session, account } = visitor
    const claim = await claimAttempts(
      [
        { kind: 'device-address', value: addressGroup(address), limit: limits.address },
        { kind: 'device-account', value: account.sub, limit: limits.account },
      ],
      now,
    )
    if (claim.kind === 'too-many') return claim
    const authorization = await store.deviceAuthorizations.byUserCode(userCodes.digests(code))
    const client = authorization && (await store.clients.find(authorization.clientId))?.client
    if (authorization === undefined || client === undefined) return unknown('Nobody was given this code.', null)
    const { answer, expiresAt } = authorization
    const isOwn = answer?.sub === account.sub
    if (answer !== null && !isOwn) return unknown('Somebody else has answered for this code.', client)
    if (answer === null && expiresAt <= now) return unknown('The code has expired.', client)
    if (client.disabledAt !== null) return unknown('The client of this code is disabled.', client)
    await claim.forgive()
    if (answer !== null) return { kind: 'answered', decision: answer.decision, client }
    if (isTooOldFor(client.defaultMaxAgeSeconds, { interaction, now }, session))
      return { kind: 'log-in', mustBeNew: true }
    const optional = optionalScope({ client, scope: authorization.scope, requestedClaims: noClaims }, scopes())
    return { kind: 'question', userCode: formatUserCode(code), authorization, client, session, account, optional }
  }

  const answer: DeviceFlow['answer'] = async (question, decision, from, now, terms = usualTerms) => {
    const { authorization, client, session, account, optional } = question
    const { digest, address, familyPublicId } = authorization
    const { sub } = account
    if (decision === 'denied') {
      await store.deviceAuthorizations.deny({ digest, sub, now })
      return
    }
    const sid = sidFor(session.sidSeed, client.clientId)
    const allowed = await store.deviceAuthorizations.allow({
      ...{ digest, sub, sessionId: session.id, sid, now },
      scope: missingFrom(
        terms.declined.filter((name) => optional.includes(name)),
        authorization.scope,
      ),
      accessEndsAt: endOf(terms.duration, undefined, now),
    })
    if (!allowed) return
    const about = { clientId: client.clientId, sub, familyPublicId }
    const operatorText = `The person allowed a device that asked from ${address}.`
    record({ kind: 'device_allowed', operatorText, ...about, ...from })
  }

  return { ask, answer }
}

/** A device asks for scopes alone. */
const unknown = (cause: string, client: Client | null): DeviceOutcome => ({
  kind: 'unknown',
  cause,
  clientId: client?.clientId ?? null,
})
