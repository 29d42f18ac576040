// Key lifecycle: announced → active → retired → gone, decided by the clock alone (RFC 7517 §4.5, RFC 9700 §2.6 key rollover).
import type { KeyState, SigningAlgorithm, SigningKey } from '../model/signing-key.ts'

export type KeySettings = Readonly<{
  /** How long a new key is published before it signs, so that every verifier has it by then. */
  announceSeconds: number
  activeSeconds: number
  /** The longest life of a token that these keys sign. */
  maxTokenSeconds: number
}>

type Keys = readonly SigningKey[]

/** Servers' clocks differ a little: the last token of a key may be signed a little after its successor's time has come. */
export const clockSkewSeconds = 60
/** An active key's cover is extended by as much at once, so that it is written hourly and not with every look. */
const coverStepSeconds = 3600

export const keyState = (keys: Keys, key: SigningKey, now: Date): KeyState => {
  if (key.compromisedAt) return 'compromised'
  if (!key.sealedPrivate) return 'gone'
  if (activeKey(keys, key.alg, now)?.kid === key.kid) return 'active'
  if (key.activeFrom > now) return 'announced'
  return key.coversUntil > now ? 'retired' : 'gone'
}

/**
 * The newest key whose time has come. If that one is compromised, its announced successor takes over before its time: verifiers
 * know it already. A retired key never comes back.
 */
export const activeKey = (keys: Keys, alg: SigningAlgorithm, now: Date): SigningKey | undefined => {
  const served = inOrder(keys, alg).filter(hasServed)
  const latest = served.findLast((key) => key.activeFrom <= now)
  return latest && usable(latest) ? latest : served.find((key) => key.activeFrom > now && usable(key))
}

export const announcedKey = (keys: Keys, alg: SigningAlgorithm, now: Date): SigningKey | undefined =>
  keys.find((key) => key.alg === alg && keyState(keys, key, now) === 'announced')

/** From when a key that must be made now is to sign; undefined while none must be made. */
export const successorDue = (keys: Keys, alg: SigningAlgorithm, now: Date, settings: KeySettings): Date | undefined => {
  const active = activeKey(keys, alg, now)
  if (!active) return now
  if (announcedKey(keys, alg, now)) return undefined
  const endsAt = after(active.activeFrom, settings.activeSeconds)
  const announcedFrom = after(now, settings.announceSeconds)
  return announcedFrom < endsAt ? undefined : announcedFrom
}

/** How long a key is needed when it starts to sign at `activeFrom`; extended from there while it signs. */
export const firstCover = (activeFrom: Date, { maxTokenSeconds }: KeySettings): Date =>
  after(activeFrom, maxTokenSeconds + clockSkewSeconds)

/** Until when a key must stay published for the tokens that it signs or signed; undefined if that is recorded already. */
export const coverDue = (keys: Keys, key: SigningKey, now: Date, settings: KeySettings): Date | undefined => {
  if (!usable(key)) return undefined
  const isActive = activeKey(keys, key.alg, now)?.kid === key.kid
  const next = nextKey(keys, key)
  if (!isActive && !next) return undefined
  const endsAt = isActive ? latestOf(now, next?.activeFrom ?? now) : (next?.activeFrom ?? now)
  const needed = firstCover(endsAt, settings)
  if (key.coversUntil >= needed) return undefined
  return next ? needed : after(needed, coverStepSeconds)
}

/** Keys whose private half has no more use: destroyed, it cannot leak. */
export const keysToDestroy = (keys: Keys, now: Date): Keys =>
  keys.filter((key) => key.sealedPrivate && ['gone', 'compromised'].includes(keyState(keys, key, now)))

export const nextOrdinal = (keys: Keys, alg: SigningAlgorithm): number =>
  Math.max(0, ...inOrder(keys, alg).map((key) => key.ordinal)) + 1

const usable = (key: SigningKey): boolean => key.compromisedAt === null && key.sealedPrivate !== null

/** A key that was compromised before its time never signed, and so hides no predecessor. */
const hasServed = (key: SigningKey): boolean => key.compromisedAt === null || key.compromisedAt >= key.activeFrom

const inOrder = (keys: Keys, alg: SigningAlgorithm): Keys =>
  keys
    .filter((key) => key.alg === alg)
    .toSorted((a, b) => a.activeFrom.getTime() - b.activeFrom.getTime() || a.ordinal - b.ordinal)

const nextKey = (keys: Keys, key: SigningKey): SigningKey | undefined => {
  const served = inOrder(keys, key.alg).filter(hasServed)
  return served[served.findIndex((each) => each.kid === key.kid) + 1]
}

const after = (instant: Date, seconds: number): Date => new Date(instant.getTime() + seconds * 1000)

const latestOf = (a: Date, b: Date): Date => (a > b ? a : b)
