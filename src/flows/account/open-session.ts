// Opening a session for somebody who has just proved who they are, in whichever way (OWASP ASVS 7.2).
import type { Account } from '../../model/account.ts'
import type { Session } from '../../model/session.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import { endSession } from './endings.ts'

/** From where somebody comes. */
export type Arrival = Readonly<{
  address: string
  userAgent: string | undefined
  /** Subjects that this browser has logged in to before, and its name for counting. */
  browser: Readonly<{ id: string; knownSubs: readonly string[] }>
  /** The session that this browser has now. */
  current: Readonly<{ session: Session; account: Account }> | undefined
}>

export type Proved = Readonly<{
  account: Account
  amr: readonly string[]
  /** The hash that the password was checked against, where it was: no session if the password was changed meanwhile. */
  passwordHash?: string | undefined
  /** For the event: with what. */
  by: string
}>

export type Opened = Readonly<{ kind: 'in'; cookie: string; session: Session; account: Account }>

/** Undefined where the account was disabled, or the password changed, between the proof and here. */
export type OpenSession = (arrival: Arrival, proved: Proved, now: Date) => Promise<Opened | undefined>

/** The same session, of which more is proved now, under a new cookie. Undefined where it has ended. */
export type StrengthenSession = (
  session: Session,
  proof: Pick<Session, 'amr' | 'authenticatedAt'>,
  now: Date,
) => Promise<Readonly<{ cookie: string; session: Session }> | undefined>

type Parts = Readonly<{
  store: Pick<Store, 'sessions' | 'transaction'>
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

/** A new cookie each time, so that none planted before the login is worth anything (session fixation). */
export const openingSessions =
  ({ store, random, sha256, record, later, tellApps, ...parts }: Parts): OpenSession =>
  async ({ current, userAgent, address }, { account, amr, passwordHash, by }, now) => {
    const { sub } = account
    const cookie = random.token('cs_ses_')
    const proof = {
      amr,
      authenticatedAt: now,
      lastSeenAt: now,
      idleExpiresAt: after(now, parts.sessionIdleSeconds),
      absoluteExpiresAt: after(now, parts.sessionAbsoluteSeconds),
    }
    // The same person proving it again keeps the session, so that what hangs on it lives on; anyone else ends it.
    if (current !== undefined && current.account.sub === sub) {
      if (await store.sessions.reauthenticate(current.session.id, sha256(cookie), now, proof, passwordHash)) {
        record({ kind: 'logged_in', operatorText: `Logged in again with ${by}.`, sub, address })
        return { kind: 'in', cookie, session: { ...current.session, ...proof }, account }
      }
    }
    const session: Session = {
      id: random.id('ses_'),
      sub,
      sidSeed: random.bytes(32),
      createdAt: now,
      ...proof,
    }
    const opened = await store.transaction(async (tx) => {
      if (current !== undefined) await endSession(tx, current.session.id, 'session_ended', now)
      return tx.sessions.create(sha256(cookie), session, { userAgent, address, passwordHash })
    })
    if (current !== undefined) later(tellApps)
    if (!opened) return undefined
    record({ kind: 'logged_in', operatorText: `Logged in with ${by}.`, sub, address })
    return { kind: 'in', cookie, session, account }
  }

/** What lives longer for it is decided by the whole login, which this is not. */
export const strengtheningSessions =
  ({ store, random, sha256 }: Pick<Parts, 'store' | 'random' | 'sha256'>): StrengthenSession =>
  async (session, { amr, authenticatedAt }, now) => {
    const cookie = random.token('cs_ses_')
    const proof = { ...session, amr, authenticatedAt, lastSeenAt: now }
    const isKept = await store.sessions.reauthenticate(session.id, sha256(cookie), now, proof)
    return isKept ? { cookie, session: proof } : undefined
  }

const after = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000)
