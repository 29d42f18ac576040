// What should happen at log-in and log-out, and what a session cookie is worth (design of sessions: README, Decisions).
import { createHash } from 'node:crypto'
import {
  dropUnspentCodes,
  end,
  type Login,
  type Model,
  sessionAbsoluteSeconds,
  sessionIdleSeconds,
  type Turn,
} from '../model.ts'

const touchMillis = 300_000
const windowMillis = 900_000
const allowedByEmail = 10
const allowedByAddress = 100

/** Whose session the cookie is; being seen keeps it alive. */
export const visit = ({ model, now, stage }: Turn, cookie: string | undefined): Login | undefined => {
  const session = [...model.sessions.values()].find((each) => each.cookie === cookie)
  if (session === undefined || now >= session.idleUntil || now >= session.absoluteUntil) return undefined
  if (model.people.get(session.sub)?.disabled !== false) return undefined
  if (now - session.lastSeenAt > touchMillis) {
    session.lastSeenAt = now
    session.idleUntil = Math.min(now + sessionIdleSeconds * 1000, session.absoluteUntil)
    stage()
  }
  return session
}

export type LogInRequest = Readonly<{
  email: string
  password: string
  address: string
  browser: Readonly<{ id: string; knownSubs: readonly string[] }>
  /** The session in that browser. */
  current: string | undefined
}>

export type LogInAnswer = 'too-many' | 'wrong' | Login

export const logIn = (turn: Turn, request: LogInRequest): LogInAnswer => {
  const { model, now, stage } = turn
  const { email, browser, address } = request
  const person = [...model.people.values()].find((each) => each.email === email)
  const isKnown = person !== undefined && browser.knownSubs.includes(person.sub)
  const counters: readonly (readonly [string, number])[] = [
    [counter('address', address), allowedByAddress],
    [isKnown ? counter('browser', `${browser.id} ${email}`) : counter('email', email), allowedByEmail],
  ]
  for (const [key, limit] of counters) {
    const count = hit(model, key, now)
    stage()
    if (count > limit) return 'too-many'
  }
  if (person === undefined || person.password !== request.password || person.disabled) return 'wrong'
  for (const [key] of counters) {
    const attempts = model.attempts.get(key)
    if (attempts !== undefined && attempts.count > 0) attempts.count -= 1
    stage()
  }
  const current = request.current === undefined ? undefined : model.sessions.get(request.current)
  const cookie = turn.drawn('cs_ses_')
  if (current !== undefined && current.sub === person.sub) {
    const { id, ...fresh } = newSession(turn, person.sub)
    Object.assign(current, fresh, { cookie })
    return current
  }
  if (current !== undefined) endSession(model, current, 'session_ended', now)
  const session = { ...newSession(turn, person.sub), cookie }
  model.sessions.set(session.id, session)
  return session
}

/** Who is counted is not stored, but it must be the same one again. */
const counter = (kind: string, who: string): string => `${kind}:${createHash('sha256').update(who).digest('base64url')}`

const newSession = ({ now, drawn }: Turn, sub: string): Omit<Login, 'cookie'> => ({
  id: drawn('ses_'),
  sub,
  authenticatedAt: now,
  lastSeenAt: now,
  idleUntil: now + sessionIdleSeconds * 1000,
  absoluteUntil: now + sessionAbsoluteSeconds * 1000,
})

const hit = (model: Model, key: string, now: number): number => {
  const counter = model.attempts.get(key)
  const next =
    counter === undefined || counter.until <= now
      ? { count: 1, until: now + windowMillis }
      : { count: counter.count + 1, until: Math.min(counter.until, now + windowMillis) }
  model.attempts.set(key, next)
  return next.count
}

export const logOut = ({ model, now }: Turn, sessionId: string): void => {
  const session = model.sessions.get(sessionId)
  if (session !== undefined) endSession(model, session, 'logged_out', now)
}

/** What offline_access was granted to outlives the session. */
const endSession = (model: Model, session: Login, reason: string, now: number): void => {
  model.sessions.delete(session.id)
  dropUnspentCodes(model, (code) => code.sessionId === session.id)
  for (const family of model.families.values())
    if (family.sessionId === session.id && !family.scope.includes('offline_access')) end(family, reason, now)
}
