// The app's own sessions: in this process's memory, named by a random HttpOnly cookie.
import { randomBytes } from 'node:crypto'
import type { Tokens } from './countersign.ts'

export type Session = {
  /** Logins that were begun and have not come back yet: each tab has its own. */
  readonly begun: Map<string, { readonly codeVerifier: string }>
  tokens?: Tokens
  refreshes: number
}

const mostSessions = 1000
const mostBegun = 10

export const openSessions = () => {
  const sessions = new Map<string, Session>()

  const create = (): { id: string; session: Session } => {
    const id = randomBytes(32).toString('base64url')
    const session: Session = { begun: new Map(), refreshes: 0 }
    sessions.set(id, session)
    dropOldest(sessions, mostSessions)
    return { id, session }
  }

  return {
    create,
    find: (id: string | undefined): Session | undefined => (id === undefined ? undefined : sessions.get(id)),
    end: (id: string | undefined): boolean => id !== undefined && sessions.delete(id),
    begin: (session: Session, state: string, codeVerifier: string): void => {
      session.begun.set(state, { codeVerifier })
      dropOldest(session.begun, mostBegun)
    },
  }
}

const dropOldest = (map: Map<string, unknown>, most: number): void => {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
