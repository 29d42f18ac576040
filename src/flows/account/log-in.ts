// Logging in with e-mail and password: the same words and the same work for every failure (OWASP ASVS 6.3).

import type { Passwords } from '../../crypto/passwords.ts'
import type { Account, AccountWithPassword } from '../../model/account.ts'
import type { Session } from '../../model/session.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import type { Attempts } from './attempts.ts'
import { endSession } from './endings.ts'

export type LogInAttempt = Readonly<{
  email: string
  password: string
  address: string
  userAgent: string | undefined
  /** Subjects that this browser has logged in to before, and its name for counting. */
  browser: Readonly<{ id: string; knownSubs: readonly string[] }>
  /** The session that this browser has now. */
  current: Readonly<{ session: Session; account: Account }> | undefined
}>

export type LogInOutcome =
  | Readonly<{ kind: 'in'; cookie: string; session: Session; account: Account }>
  | Readonly<{ kind: 'wrong' }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

export type LogIn = (attempt: LogInAttempt, now: Date) => Promise<LogInOutcome>

type Parts = Readonly<{
  store: Store
  passwords: Passwords
  attempts: Attempts
  record: RecordEvent
  random: { bytes(count: number): Buffer; token(prefix: string): string; id(prefix: string): string }
  sha256: (text: string) => Buffer
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
  /** Tells the apps of sessions that ended. */
  tellApps: () => Promise<void>
  sessionIdleSeconds: number
  sessionAbsoluteSeconds: number
}>

export const loggingIn =
  (parts: Parts): LogIn =>
  async (attempt, now) => {
    const checked = await check(parts, attempt, now)
    if (checked.kind !== 'right') return checked
    const { account, isWeak } = checked
    const outcome = await openSession(parts, attempt, account, now)
    const { sub, passwordHash } = account
    if (isWeak && passwordHash !== null) {
      const rehash = async () =>
        parts.store.accounts.replaceHash(sub, passwordHash, await parts.passwords.hash(attempt.password))
      parts.later(rehash)
    }
    return outcome
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
    const verdict = await verifying(claim, () => turn.verify(account?.passwordHash ?? null, attempt.password))
    if (account === undefined || verdict === 'wrong' || account.disabledAt !== null) return { kind: 'wrong' }
    await claim.forgive()
    return { kind: 'right', account, isWeak: verdict === 'right-rehash' }
  } finally {
    turn.end()
  }
}

/** What could not be checked is not held against anybody. */
const verifying = async <T>(claim: { forgive: () => Promise<void> }, verify: () => Promise<T>): Promise<T> => {
  try {
    return await verify()
  } catch (error) {
    await claim.forgive()
    throw error
  }
}

/** A new cookie each time, so that none planted before the login is worth anything (session fixation). */
const openSession = async (
  { store, random, sha256, record, later, tellApps, sessionIdleSeconds, sessionAbsoluteSeconds }: Parts,
  { current, userAgent, address }: LogInAttempt,
  account: AccountWithPassword,
  now: Date,
): Promise<LogInOutcome> => {
  const cookie = random.token('cs_ses_')
  const proof = {
    amr: ['pwd'],
    authenticatedAt: now,
    lastSeenAt: now,
    idleExpiresAt: after(now, sessionIdleSeconds),
    absoluteExpiresAt: after(now, sessionAbsoluteSeconds),
  }
  // The same person proving it again keeps the session, so that what hangs on it lives on; anyone else ends it.
  if (current !== undefined && current.account.sub === account.sub) {
    if (await store.sessions.reauthenticate(current.session.id, sha256(cookie), now, proof)) {
      record({ kind: 'logged_in', operatorText: 'Logged in again with a password.', sub: account.sub, address })
      return { kind: 'in', cookie, session: { ...current.session, ...proof }, account }
    }
  }
  const session: Session = {
    id: random.id('ses_'),
    sub: account.sub,
    sidSeed: random.bytes(32),
    createdAt: now,
    ...proof,
  }
  const opened = await store.transaction(async (tx) => {
    if (current !== undefined) await endSession(tx, current.session.id, 'session_ended', now)
    const { passwordHash } = account
    return tx.sessions.create(sha256(cookie), session, { userAgent, address, passwordHash: passwordHash ?? undefined })
  })
  if (current !== undefined) later(tellApps)
  // Disabled, or the password changed, between the check and here.
  if (!opened) return { kind: 'wrong' }
  record({ kind: 'logged_in', operatorText: 'Logged in with a password.', sub: account.sub, address })
  return { kind: 'in', cookie, session, account }
}

const after = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000)
