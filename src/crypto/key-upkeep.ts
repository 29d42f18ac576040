// Key upkeep: makes, extends and destroys signing keys; safe on many servers at once, by the ordinal (RFC 9700 §2.6).
import type { SigningAlgorithm, SigningKey } from '../model/signing-key.ts'
import {
  activeKey,
  announcedKey,
  coverDue,
  firstCover,
  keyState,
  keysToDestroy,
  nextOrdinal,
  successorDue,
} from '../protocol/key-lifecycle.ts'
import type { KeyMemory } from './key-memory.ts'
import type { KeyRingOptions } from './key-ring-options.ts'
import { makeSigningKey } from './signing-keys.ts'

/** No such key; the message is for the operator who named it. */
export class UnknownSigningKey extends Error {
  override name = 'UnknownSigningKey'
}

export type KeyUpkeep = Readonly<{
  maintain: () => Promise<void>
  /** The first key of an algorithm beside the usual ones, if it has none. */
  prepare: (alg: SigningAlgorithm) => Promise<void>
  rotate: (alg?: SigningAlgorithm) => Promise<SigningKey>
  replaceCompromised: (kid?: string) => Promise<SigningKey>
}>

type Rows = readonly SigningKey[]

export const keyUpkeep = (options: KeyRingOptions, memory: KeyMemory): KeyUpkeep => {
  const { keys: store, masterKeys, random, clock, algorithms, log } = options

  /**
   * The ordinal follows from the same rows from which the need for a key was seen: if another server acted meanwhile, the
   * ordinal is taken, and the insert changes nothing.
   */
  const make = async (rows: Rows, alg: SigningAlgorithm, activeFrom: Date): Promise<void> => {
    const times = { createdAt: clock(), activeFrom, coversUntil: firstCover(activeFrom, options) }
    const key = await makeSigningKey(masterKeys, random, alg, nextOrdinal(rows, alg), times)
    if (await store.insert(key)) log.info({ kid: key.kid, alg, activeFrom }, 'signing key created')
  }

  const makeDue = async (): Promise<Rows> => {
    let rows = await memory.refresh()
    // What was once asked for is kept up.
    for (const alg of new Set([...algorithms, ...rows.map((row) => row.alg)])) {
      const activeFrom = successorDue(rows, alg, clock(), options)
      if (!activeFrom) continue
      await make(rows, alg, activeFrom)
      rows = await memory.refresh()
    }
    return rows
  }

  const extendCovers = async (rows: Rows): Promise<Rows> => {
    const due = rows.flatMap((key) => {
      const until = coverDue(rows, key, clock(), options)
      return until ? [{ key, until }] : []
    })
    for (const { key, until } of due) await store.coverUntil(key.kid, until)
    return due.length > 0 ? memory.refresh() : rows
  }

  const destroyGone = async (rows: Rows): Promise<void> => {
    const finished = keysToDestroy(rows, clock())
    for (const { kid } of finished) {
      await store.destroyPrivate(kid)
      log.info({ kid }, 'private half of a signing key destroyed')
    }
    if (finished.length > 0) await memory.refresh()
  }

  /** Covers before destruction: a cover that was not extended in time must not cost a key. */
  const maintain = async (): Promise<void> => destroyGone(await extendCovers(await makeDue()))

  return {
    maintain,
    prepare: async (alg) => {
      const rows = await memory.refresh()
      if (activeKey(rows, alg, clock())) return
      await make(rows, alg, clock())
      await memory.refresh()
    },
    rotate: async (alg = algorithms[0]) => {
      const rows = await memory.refresh()
      if (!announcedKey(rows, alg, clock())) {
        await make(rows, alg, new Date(clock().getTime() + options.announceSeconds * 1000))
      }
      await maintain()
      return announcedKey(memory.rows(), alg, clock()) ?? requireActive(memory.rows(), alg, clock())
    },
    replaceCompromised: async (kid) => {
      const rows = await memory.refresh()
      const target =
        kid === undefined ? requireActive(rows, algorithms[0], clock()) : rows.find((row) => row.kid === kid)
      if (!target) throw new UnknownSigningKey(`There is no signing key ${kid}.`)
      // The new key before the old one goes, so that no server is ever without one.
      const isAlone = !announcedKey(rows, target.alg, clock())
      if (isAlone && keyState(rows, target, clock()) === 'active') await make(rows, target.alg, clock())
      try {
        await store.compromise(target.kid, clock())
      } catch (cause) {
        // Without the id, a second try would mean the new key.
        throw new Error(`Signing key ${target.kid} may not be withdrawn yet: repeat this with its id.`, { cause })
      }
      log.warn({ kid: target.kid }, 'signing key withdrawn as compromised')
      await maintain()
      return requireActive(memory.rows(), target.alg, clock())
    },
  }
}

export const requireActive = (rows: Rows, alg: SigningAlgorithm, now: Date): SigningKey => {
  const active = activeKey(rows, alg, now)
  if (!active) throw new UnknownSigningKey(`There is no active ${alg} signing key.`)
  return active
}
