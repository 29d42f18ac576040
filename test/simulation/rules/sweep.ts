// What a sweep may remove, and what it must not leave: only what is over, and not for ever.
import { type Model, Violation } from '../model.ts'

const day = 86_400_000

type Rule<T> = Readonly<{
  what: string
  things: Map<string, T>
  isThere: (key: string, thing: T) => boolean
  /** From when on it may go; it must be gone two days later, because some are swept by the day. */
  mayGoAt: (thing: T) => number
}>

/** What is in the rows, by the names that the model has for it. */
export type Found = Readonly<{
  sessions: Names
  codes: Names
  families: Names
  revokedTokens: Names
  apps: Names
  attempts: number
}>
type Names = ReadonlySet<string>

/** Takes out of the model what the sweep has taken out of the rows. */
export const forget = (model: Model, found: Found, now: number, complete: boolean): void => {
  const apply = <T>({ what, things, isThere, mayGoAt }: Rule<T>): void => {
    for (const [key, thing] of things) {
      const there = isThere(key, thing)
      if (!there && now < mayGoAt(thing)) throw new Violation(`a sweep removed ${what} that was not over: ${key}`)
      if (there && complete && now >= mayGoAt(thing) + 2 * day) throw new Violation(`a sweep left ${what}: ${key}`)
      if (!there) things.delete(key)
    }
  }
  apply({
    what: 'a session',
    things: model.sessions,
    isThere: (key) => found.sessions.has(key),
    mayGoAt: (s) => Math.min(s.idleUntil, s.absoluteUntil),
  })
  apply({
    what: 'a code',
    things: model.codes,
    isThere: (key) => found.codes.has(key),
    mayGoAt: (c) => c.expiresAt + day,
  })
  apply({
    what: 'a family',
    things: model.families,
    isThere: (key) => found.families.has(key),
    mayGoAt: (f) => Math.min(f.ended?.at ?? Number.POSITIVE_INFINITY, f.idleUntil, f.absoluteUntil) + 14 * day,
  })
  apply({
    what: 'a revoked token',
    things: model.revokedTokens,
    isThere: (key) => found.revokedTokens.has(key),
    mayGoAt: (until) => until,
  })
  apply({
    what: 'a registration',
    things: model.apps,
    isThere: (key) => found.apps.has(key),
    mayGoAt: (app) => (app.vouched || app.usedAt !== null ? Number.POSITIVE_INFINITY : app.createdAt + day),
  })
  for (const [key, consent] of model.consents) if (!model.apps.has(consent.clientId)) model.consents.delete(key)
  if (found.attempts < model.attempts.size)
    for (const [key, attempt] of model.attempts) if (attempt.until <= now) model.attempts.delete(key)
}
