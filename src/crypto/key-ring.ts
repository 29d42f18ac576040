// Key ring: signs, verifies and publishes with the keys that all servers share through the store (RFC 7517, RFC 7515, RFC 9068 §4).
import type { JWTPayload } from 'jose'
import type { KeyState, SigningAlgorithm, SigningKey } from '../model/signing-key.ts'
import { activeKey, clockSkewSeconds } from '../protocol/key-lifecycle.ts'
import { keyMemory } from './key-memory.ts'
import type { KeyRingOptions } from './key-ring-options.ts'
import { keyUpkeep, requireActive } from './key-upkeep.ts'
import { systemStopwatch } from './random.ts'
import { kidOf } from './signer.ts'
import { openSigningKey } from './signing-keys.ts'

export type { KeyRingLog, KeyRingOptions, SigningKeyStore } from './key-ring-options.ts'
export { UnknownSigningKey } from './key-upkeep.ts'

export type KeyRing = Readonly<{
  sign: (alg: SigningAlgorithm, typ: string, claims: Readonly<Record<string, unknown>>) => string
  /** Makes the first key of an algorithm, unless there is one; whoever signs with others than the usual ones asks for it. */
  prepare: (alg: SigningAlgorithm) => Promise<void>
  hasKey: (alg: SigningAlgorithm) => boolean
  /** Whether that key opens with the master keys that are here. */
  canSign: (alg: SigningAlgorithm) => boolean
  /** Signature and type only; the issuer and `exp` are the caller's. Undefined for an unknown or compromised key. */
  verify: (token: string, typ: string) => Promise<JWTPayload | undefined>
  jwks: () => Readonly<{ body: string; etag: string }>
  states: () => readonly Readonly<{ key: SigningKey; state: KeyState }>[]
  /** Sees what other servers did. If the store is away it keeps what it has, and says so once. Never throws. */
  reload: () => Promise<void>
  /** Makes keys that are due and destroys those that are gone; safe on many servers at once. Never throws. */
  upkeep: () => Promise<void>
  /** Announces a successor now; gives the one that is announced already, if there is one. */
  rotate: (alg?: SigningAlgorithm) => Promise<SigningKey>
  /** Withdraws a key for good (the active one, if none is named) and gives the key that signs from now on. */
  replaceCompromised: (kid?: string) => Promise<SigningKey>
}>

export const openKeyRing = async (options: KeyRingOptions): Promise<KeyRing> => {
  const { masterKeys, clock, algorithms, log, stopwatch = systemStopwatch } = options
  const memory = keyMemory(options)
  const { maintain, prepare, rotate, replaceCompromised } = keyUpkeep(options, memory)
  let isStale = false
  let missedAtMs = Number.NEGATIVE_INFINITY

  const surviving = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
      if (isStale) log.info({}, 'the signing keys are up to date again')
      isStale = false
    } catch (error) {
      memory.republish()
      if (!isStale)
        log.warn({ err: error }, 'the signing keys cannot be brought up to date; those in memory stay in use')
      isStale = true
    }
  }

  /** Perhaps another server made the key a moment ago; made-up ids may not ask the store each time. */
  const findRow = async (kid: string): Promise<SigningKey | undefined> => {
    const known = memory.rows().find((row) => row.kid === kid)
    if (known || stopwatch() - missedAtMs < 1000) return known
    missedAtMs = stopwatch()
    await surviving(memory.refresh)
    return memory.rows().find((row) => row.kid === kid)
  }

  await maintain()
  // Better no server than one that cannot sign: this says which master key is missing.
  for (const alg of algorithms) openSigningKey(masterKeys, requireActive(memory.rows(), alg, clock()))

  return {
    sign: (alg, typ, claims) => {
      const now = clock()
      const { kid } = requireActive(memory.rows(), alg, now)
      const sign = memory.opened(kid)?.sign
      if (!sign) throw new Error(`Signing key ${kid} is active but does not open here.`)
      // A key is published only as long as its tokens can live.
      const lifeSeconds = Number(claims.exp ?? 0) - now.getTime() / 1000
      if (lifeSeconds > options.maxTokenSeconds + clockSkewSeconds)
        throw new RangeError('The token would outlive its key.')
      return sign(typ, claims)
    },
    prepare,
    hasKey: (alg) => activeKey(memory.rows(), alg, clock()) !== undefined,
    canSign: (alg) => {
      const active = activeKey(memory.rows(), alg, clock())
      return active !== undefined && memory.opened(active.kid)?.sign !== undefined
    },
    verify: async (token, typ) => {
      const kid = kidOf(token)
      const row = kid === undefined ? undefined : await findRow(kid)
      const claims = row && memory.opened(row.kid)?.verify(token, typ)
      // A key that is gone signed nothing that is still alive.
      const isExpired = Number(claims?.exp) * 1000 <= clock().getTime()
      return row && memory.stateOf(row) === 'gone' && !isExpired ? undefined : claims
    },
    jwks: memory.jwks,
    states: () => memory.rows().map((key) => ({ key, state: memory.stateOf(key) })),
    reload: () => surviving(memory.refresh),
    upkeep: () => surviving(maintain),
    rotate,
    replaceCompromised,
  }
}
