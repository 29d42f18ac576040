// Logging out: the session, and everything that lives only as long as it does (OAuth 2.1 §7.5; README, Decisions).
import type { Session } from '../../model/session.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import { endSession } from './endings.ts'

export type LogOut = (session: Session, now: Date) => Promise<void>

type Parts = Readonly<{
  store: Pick<Store, 'transaction'>
  record: RecordEvent
  /** Tells the apps, and waits a moment for them. */
  tellApps: () => Promise<void>
}>

export const loggingOut =
  ({ store, record, tellApps }: Parts): LogOut =>
  async (session, now) => {
    const { families, toTell } = await store.transaction((tx) => endSession(tx, session.id, 'logged_out', now))
    record({
      kind: 'logged_out',
      sub: session.sub,
      operatorText: `Logged out; ${families} families ended with the session, ${toTell} apps are told.`,
    })
    // Before the person is back at an app, it should know (RP-Initiated Logout §2, §3).
    if (toTell > 0) await tellApps()
  }
