// Visitor: who sits at the browser that sent this session cookie.
import type { Store } from '../../store/index.ts'
import type { Visitor } from '../authorize.ts'

/** `clientId`: who asks for an authorization; what the person allowed it is then read along. */
export type FindVisitor = (cookie: string | undefined, now: Date, clientId?: string) => Promise<Visitor>

/** Being seen is written once in a while only: it moves the idle end, not security. */
const longestTouchSeconds = 300

type Parts = Readonly<{
  sessions: Pick<Store['sessions'], 'find' | 'touch'>
  sha256: (text: string) => Buffer
  sessionIdleSeconds: number
  later: (work: () => Promise<unknown>) => void
}>

export const findingVisitors =
  ({ sessions, sha256, sessionIdleSeconds, later }: Parts): FindVisitor =>
  async (cookie, now, clientId) => {
    if (cookie === undefined || cookie.length > 128) return undefined
    const found = await sessions.find(sha256(cookie), now, clientId)
    if (found === undefined) return undefined
    const { session, account, hasFactor, consents } = found
    const touchSeconds = Math.min(longestTouchSeconds, sessionIdleSeconds / 10)
    if (now.getTime() - session.lastSeenAt.getTime() > touchSeconds * 1000) {
      const idleExpiresAt = new Date(now.getTime() + sessionIdleSeconds * 1000)
      later(() => sessions.touch(session.id, now, idleExpiresAt))
    }
    return { session, account, hasFactor, ...(clientId !== undefined && { consents: { clientId, all: consents } }) }
  }
