// Logging out: the session, and everything that lives only as long as it does (OAuth 2.1 §7.5; README, Decisions).
import type { Session } from '../../model/session.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'

export type LogOut = (session: Session, now: Date) => Promise<void>

type Parts = Readonly<{ store: Pick<Store, 'transaction'>; record: RecordEvent }>

/** Families with offline_access outlive the session, as the person agreed; all others end with it. */
export const loggingOut =
  ({ store, record }: Parts): LogOut =>
  async (session, now) => {
    const families = await store.transaction(async (tx) => {
      await tx.sessions.end(session.id)
      await tx.codes.removeForSession(session.id)
      return tx.families.revokeForSession(session.id, 'logged_out', now)
    })
    record({
      kind: 'logged_out',
      sub: session.sub,
      operatorText: `Logged out; ${families} families ended with the session.`,
    })
  }
