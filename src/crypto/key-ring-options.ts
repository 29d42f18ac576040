// Key ring options: what the key ring is given, and what it needs of the store that it may not import (RFC 7517).
import type { SigningAlgorithm, SigningKey } from '../model/signing-key.ts'
import type { KeySettings } from '../protocol/key-lifecycle.ts'
import type { MasterKeys } from './master-keys.ts'
import type { Clock, Random, Stopwatch } from './random.ts'

/** What the ring needs of the store. */
export type SigningKeyStore = Readonly<{
  list: () => Promise<readonly SigningKey[]>
  /** False, and nothing changed, where the ordinal is taken: another server was faster. */
  insert: (key: SigningKey) => Promise<boolean>
  coverUntil: (kid: string, at: Date) => Promise<unknown>
  destroyPrivate: (kid: string) => Promise<unknown>
  /** Marks the key and destroys its private half, together. */
  compromise: (kid: string, now: Date) => Promise<unknown>
}>

export type KeyRingLog = Readonly<{
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}>

export type KeyRingOptions = KeySettings &
  Readonly<{
    keys: SigningKeyStore
    masterKeys: MasterKeys
    random: Random
    clock: Clock
    /** Never empty; the first is the one that `rotate` and `replaceCompromised` mean if none is named. */
    algorithms: readonly [SigningAlgorithm, ...SigningAlgorithm[]]
    log: KeyRingLog
    stopwatch?: Stopwatch
  }>
