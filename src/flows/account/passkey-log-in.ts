// Logging in with a passkey alone: no name, no password, and two kinds of proof in one (Web Authentication §7.2).

import { addressGroup } from '../../protocol/address.ts'
import { verifiedPasskeyMethods } from '../../protocol/amr.ts'
import type { Store } from '../../store/index.ts'
import type { ClaimAttempts } from './attempts.ts'
import type { CheckPasskey, FactorProof } from './check-factor.ts'
import type { Arrival, Opened, OpenSession } from './open-session.ts'

export type PasskeyLogInOutcome =
  | Opened
  | Readonly<{ kind: 'wrong'; cause: string; sub?: string }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

export type PasskeyLogIn = (
  proof: Extract<FactorProof, { kind: 'passkey' }>,
  arrival: Arrival,
  now: Date,
  /** Whose it must be, where that is known. */
  sub?: string,
) => Promise<PasskeyLogInOutcome>

type Parts = Readonly<{
  store: Pick<Store, 'accounts'>
  checkPasskey: CheckPasskey
  claimAttempts: ClaimAttempts
  openSession: OpenSession
}>

/** Nothing can be guessed here; this bounds the work. */
const perAddress = 100

export const loggingInByPasskey =
  ({ store, checkPasskey, claimAttempts, openSession }: Parts): PasskeyLogIn =>
  async (proof, arrival, now, sub) => {
    const { address } = arrival
    const claim = await claimAttempts([{ kind: 'passkey', value: addressGroup(address), limit: perAddress }], now)
    if (claim.kind === 'too-many') return claim
    const checked = await checkPasskey(proof, true, now, sub)
    if ('cause' in checked) return { kind: 'wrong', ...checked }
    const account = await store.accounts.bySub(checked.sub)
    const proved = account && { account, amr: verifiedPasskeyMethods, by: 'a passkey' }
    const opened = proved && account.disabledAt === null ? await openSession(arrival, proved, now) : undefined
    if (opened === undefined) return { kind: 'wrong', cause: 'The account is disabled.', sub: checked.sub }
    await claim.forgive()
    return opened
  }
