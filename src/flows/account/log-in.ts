// Logging in with e-mail and password: the same words and the same work for every failure (OWASP ASVS 6.3).

import type { Passwords } from '../../crypto/passwords.ts'
import type { AccountWithPassword } from '../../model/account.ts'
import { passwordMethods } from '../../protocol/amr.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import type { Store } from '../../store/index.ts'
import { type Attempts, checkingFor } from './attempts.ts'
import type { Arrival, Opened, OpenSession } from './open-session.ts'
import type { BeginHalfLogin, HalfLogin } from './second-factor.ts'

export type LogInAttempt = Arrival & Readonly<{ email: string; password: string }>

export type LogInOutcome =
  | Opened
  /** The password was right, and is not enough: nobody is logged in yet. */
  | Readonly<{ kind: 'half'; half: HalfLogin }>
  | Readonly<{ kind: 'wrong' }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

export type LogIn = (attempt: LogInAttempt, now: Date) => Promise<LogInOutcome>

type Parts = Readonly<{
  store: Store
  passwords: Passwords
  attempts: Attempts
  openSession: OpenSession
  beginHalfLogin: BeginHalfLogin
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
}>

export const loggingIn =
  (parts: Parts): LogIn =>
  async (attempt, now) => {
    const checked = await check(parts, attempt, now)
    if (checked.kind !== 'right') return checked
    const { account, isWeak } = checked
    const outcome = await goOn(parts, attempt, account, now)
    const { sub, passwordHash } = account
    if (isWeak && passwordHash !== null) {
      const rehash = async () =>
        parts.store.accounts.replaceHash(sub, passwordHash, await parts.passwords.hash(attempt.password))
      parts.later(rehash)
    }
    return outcome
  }

const goOn = async (
  { beginHalfLogin, openSession }: Parts,
  attempt: LogInAttempt,
  account: AccountWithPassword,
  now: Date,
): Promise<LogInOutcome> => {
  const half = await beginHalfLogin(account, now)
  if (half === 'changed') return { kind: 'wrong' }
  if (half !== undefined) return { kind: 'half', half }
  const passwordHash = account.passwordHash ?? undefined
  const proved = { account, amr: passwordMethods, passwordHash, by: 'a password' }
  // Disabled, or the password changed, between the check and here.
  return (await openSession(attempt, proved, now)) ?? { kind: 'wrong' }
}

type Checked =
  | Exclude<LogInOutcome, { kind: 'in' }>
  | Readonly<{ kind: 'right'; account: AccountWithPassword; isWeak: boolean }>

const check = async ({ store, passwords, attempts }: Parts, attempt: LogInAttempt, now: Date): Promise<Checked> => {
  const turn = await passwords.turn()
  try {
    const email = normalizeEmail(attempt.email) ?? ''
    const account = email === '' ? undefined : await store.accounts.byEmail(email)
    const known = account !== undefined && attempt.browser.knownSubs.includes(account.sub)
    // Counted before the password is looked at, so that parallel guesses cannot slip past the limit.
    const knownBrowser = known ? attempt.browser.id : undefined
    const claim = await attempts.claim({ email, address: attempt.address, knownBrowser }, now)
    if (claim.kind === 'too-many') return claim
    const verdict = await checkingFor(claim, () => turn.verify(account?.passwordHash ?? null, attempt.password))
    if (account === undefined || verdict === 'wrong' || account.disabledAt !== null) return { kind: 'wrong' }
    await claim.forgive()
    return { kind: 'right', account, isWeak: verdict === 'right-rehash' }
  } finally {
    turn.end()
  }
}
