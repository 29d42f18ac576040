// The second factor: a half login waits for it, and a session may be made stronger by it (NIST SP 800-63B-4 §2.2, RFC 9470 §5).
import type { Account, AccountWithPassword } from '../../model/account.ts'
import type { Session } from '../../model/session.ts'
import { addressGroup } from '../../protocol/address.ts'
import { type Factor, passwordMethods, verifiedPasskeyMethods, withFactor } from '../../protocol/amr.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import { type Claim, type ClaimAttempts, type Counted, checkingFor } from './attempts.ts'
import type { CheckFactor, FactorProof, FactorVerdict } from './check-factor.ts'
import type { Arrival, Opened, OpenSession, StrengthenSession } from './open-session.ts'

/** A right password of somebody who has a second factor. It opens nothing, and dies with the password that was typed. */
export type HalfLogin = Readonly<{ sub: string; passwordChangedAt: Date | null; at: Date }>

/** Long enough to find the phone. */
export const halfLoginSeconds = 600

/** Undefined where the password is enough; `changed`: it is another one than was looked at. */
export type BeginHalfLogin = (
  account: Pick<AccountWithPassword, 'sub' | 'passwordHash'>,
  now: Date,
) => Promise<HalfLogin | 'changed' | undefined>

export type FactorOutcome =
  | Opened
  | Readonly<{ kind: 'wrong'; cause: string }>
  | Readonly<{ kind: 'used' }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>
  /** Too late, or the account is no more as it was: the login begins anew. */
  | Readonly<{ kind: 'over' }>

type Person = Readonly<{ session: Session; account: Account }>

export type SecondFactor = Readonly<{
  /** Whose half login it is; undefined once it is worth nothing. */
  standing(half: HalfLogin, now: Date): Promise<Account | undefined>
  finish(half: HalfLogin, proof: FactorProof, arrival: Arrival, now: Date): Promise<FactorOutcome>
  /** For somebody who is logged in: the session proves more from then on. */
  stepUp(person: Person, proof: FactorProof, arrival: Arrival, now: Date): Promise<FactorOutcome>
}>

type Parts = Readonly<{
  store: Pick<Store, 'accounts'>
  checkFactor: CheckFactor
  claimAttempts: ClaimAttempts
  openSession: OpenSession
  strengthenSession: StrengthenSession
  record: RecordEvent
}>

export const beginningHalfLogins =
  ({ store }: Pick<Parts, 'store'>): BeginHalfLogin =>
  async ({ sub, passwordHash }, now) => {
    const state = await store.accounts.passwordState(sub)
    // Looking at a password takes long enough for another one to be set meanwhile.
    if (state !== undefined && state.passwordHash !== passwordHash) return 'changed'
    return state?.hasFactor ? { sub, passwordChangedAt: state.passwordChangedAt, at: now } : undefined
  }

export const secondFactor = (parts: Parts): SecondFactor => {
  const { store, openSession, strengthenSession, record } = parts

  const stateOf = async ({ sub, passwordChangedAt, at }: HalfLogin, now: Date) => {
    if (now.getTime() - at.getTime() > halfLoginSeconds * 1000) return undefined
    const state = await store.accounts.passwordState(sub)
    const isSame = state?.passwordChangedAt?.getTime() === passwordChangedAt?.getTime()
    return state === undefined || state.account.disabledAt !== null || !isSame ? undefined : state
  }

  /** Counted before it is looked at, so that parallel guesses cannot slip past the limit. */
  const proven = async (sub: string, proof: FactorProof, { address, browser }: Arrival, now: Date) => {
    const claim = await claimFor(parts.claimAttempts, { sub, proof, address, browser }, now)
    if (claim.kind === 'too-many') return claim
    const verdict = await checkingFor(claim, () => parts.checkFactor(sub, proof, now))
    // Whoever typed a right code twice guessed nothing.
    if (verdict.kind !== 'wrong') await claim.forgive()
    return verdict
  }

  return {
    standing: async (half, now) => (await stateOf(half, now))?.account,

    finish: async (half, proof, arrival, now) => {
      const state = await stateOf(half, now)
      if (state === undefined) return { kind: 'over' }
      const { account } = state
      const verdict = await proven(account.sub, proof, arrival, now)
      if (verdict.kind !== 'right') return verdict
      const amr = withFactor(passwordMethods, verdict.factor)
      const passwordHash = state.passwordHash ?? undefined
      const proved = { account, amr, passwordHash, by: `a password and ${namesOfFactors[verdict.factor]}` }
      return (await openSession(arrival, proved, now)) ?? { kind: 'over' }
    },

    stepUp: async ({ session, account }, proof, arrival, now) => {
      const verdict = await proven(account.sub, proof, arrival, now)
      if (verdict.kind !== 'right') return verdict
      const opened = await strengthenSession(session, strengthened(session, verdict, now), now)
      if (opened === undefined) return { kind: 'over' }
      const operatorText = `Proved ${namesOfFactors[verdict.factor]} besides.`
      record({ kind: 'logged_in', sub: account.sub, address: arrival.address, operatorText })
      return { kind: 'in', account, ...opened }
    },
  }
}

/**
 * The password was proved when the session began: `auth_time` stays that, the older of the two. A passkey whose device was sure
 * of its owner is a whole proof of now.
 */
const strengthened = (
  { amr, authenticatedAt }: Session,
  { factor, userVerified }: Extract<FactorVerdict, { kind: 'right' }>,
  now: Date,
): Pick<Session, 'amr' | 'authenticatedAt'> =>
  userVerified
    ? { amr: verifiedPasskeyMethods, authenticatedAt: now }
    : { amr: withFactor(amr, factor), authenticatedAt }

const namesOfFactors: Readonly<Record<Factor, string>> = {
  totp: 'a code of an app',
  'recovery-code': 'a recovery code',
  passkey: 'a passkey',
}

/**
 * Of a million codes three are good at a time. Ten guesses in a quarter of an hour, and a hundred in a day (NIST SP 800-63B-4
 * §3.2.2), are one chance in 3000 for a day of whoever has the password. Passkeys and recovery codes stay open to the person then.
 */
const limits = { address: 100, account: 10, day: 100, known: 300 } as const
const daySeconds = 24 * 3600

type Attempt = Readonly<{ sub: string; proof: FactorProof } & Pick<Arrival, 'address' | 'browser'>>

const claimFor = (claim: ClaimAttempts, { sub, proof, address, browser }: Attempt, now: Date): Promise<Claim> => {
  // A stranger who knows the password uses up the allowance of strange browsers, not the person's own.
  const isKnown = browser.knownSubs.includes(sub)
  const whose = isKnown ? `${browser.id} ${sub}` : sub
  const { kind } = proof
  const counted: readonly Counted[] = [
    { kind: 'factor-address', value: addressGroup(address), limit: limits.address },
    { kind: `factor-${kind}`, value: whose, limit: limits.account },
    { kind: `factor-day-${kind}`, value: whose, limit: limits.day, seconds: daySeconds },
    // Whoever had the password before there was a factor may have logged in with any number of browsers.
    ...(isKnown ? [{ kind: `factor-known-${kind}`, value: sub, limit: limits.known, seconds: daySeconds }] : []),
  ]
  return claim(counted, now)
}
