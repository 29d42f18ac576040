// Devices: the sessions of a person, ended one by one or all others at once (OWASP ASVS 7.4.5).
import type { ListedSession } from '../../model/session.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import type { Window } from './connected-apps.ts'
import { endOtherSessions, endSession } from './endings.ts'

export type Devices = Readonly<{
  list(sub: string, window: Window, now: Date): Promise<readonly ListedSession[]>
  /** False where the person has no such session (any more). */
  end(sub: string, sessionId: string, address: string, now: Date): Promise<boolean>
  /** How many ended. */
  endOthers(sub: string, keptSessionId: string, address: string, now: Date): Promise<number>
}>

type Parts = Readonly<{
  store: Pick<Store, 'transaction' | 'sessions'>
  record: RecordEvent
  tellApps: () => Promise<void>
}>

export const devices = ({ store, record, tellApps }: Parts): Devices => ({
  list: (sub, window, now) => store.sessions.listForAccount(sub, now, window),

  end: async (sub, sessionId, address, now) => {
    const ended = await store.transaction(async (tx) =>
      (await tx.sessions.lockForAccount(sub, sessionId)) ? endSession(tx, sessionId, 'session_ended', now) : undefined,
    )
    if (ended === undefined) return false
    const operatorText = `The person ended one of their sessions; ${ended.families} families ended with it.`
    record({ kind: 'logged_out', sub, address, operatorText })
    if (ended.toTell > 0) await tellApps()
    return true
  },

  endOthers: async (sub, keptSessionId, address, now) => {
    const { sessions, families, toTell } = await store.transaction((tx) =>
      endOtherSessions(tx, sub, keptSessionId, 'session_ended', now),
    )
    if (sessions === 0) return 0
    const operatorText = `The person ended all of their other sessions, ${sessions}; ${families} families ended with them.`
    record({ kind: 'logged_out', sub, address, operatorText })
    if (toTell > 0) await tellApps()
    return sessions
  },
})
