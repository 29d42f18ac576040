// Key memory: what one server knows of the signing keys, opened and ready, and the JWKS made from it (RFC 7517 §5).
import type { KeyState, SigningKey } from '../model/signing-key.ts'
import { keyState } from '../protocol/key-lifecycle.ts'
import { sha256 } from './digest.ts'
import type { KeyRingOptions } from './key-ring-options.ts'
import { type OpenKey, openSigningKey } from './signing-keys.ts'

export type KeyMemory = Readonly<{
  rows: () => readonly SigningKey[]
  stateOf: (row: SigningKey) => KeyState
  opened: (kid: string) => OpenKey | undefined
  jwks: () => Readonly<{ body: string; etag: string }>
  /** Asks the store; throws if it is away. */
  refresh: () => Promise<readonly SigningKey[]>
  /** The same states at a later hour: what is gone leaves the JWKS even if the store is away. */
  republish: () => void
}>

export const keyMemory = ({ keys: store, masterKeys, clock, log }: KeyRingOptions): KeyMemory => {
  let rows: readonly SigningKey[] = []
  let opened: ReadonlyMap<string, OpenKey> = new Map()
  let jwks = { body: '', etag: '' }
  let [asked, shown] = [0, 0]
  const unopened = new Set<string>()

  const stateOf = (row: SigningKey): KeyState => keyState(rows, row, clock())

  const openRow = (row: SigningKey): OpenKey | undefined => {
    const known = opened.get(row.kid)
    if (known && (known.sign !== undefined) === (row.sealedPrivate !== null)) return known
    try {
      const key = openSigningKey(masterKeys, row)
      unopened.delete(row.kid)
      return key
    } catch (error) {
      // Once, not with every poll. It may open later, when its master key has arrived.
      if (!unopened.has(row.kid)) log.error({ err: error, kid: row.kid }, 'a signing key does not open here')
      unopened.add(row.kid)
      return undefined
    }
  }

  /** The active keys first: simple verifiers take the first that they find. */
  const republish = (): void => {
    const order: readonly KeyState[] = ['active', 'announced', 'retired']
    const published = order.flatMap((state) => rows.filter((row) => stateOf(row) === state))
    const body = JSON.stringify({ keys: published.flatMap((row) => opened.get(row.kid)?.publicJwk ?? []) })
    if (body !== jwks.body) jwks = { body, etag: `"${sha256(body).subarray(0, 16).toString('base64url')}"` }
  }

  return {
    rows: () => rows,
    stateOf,
    opened: (kid) => opened.get(kid),
    jwks: () => jwks,
    refresh: async () => {
      const ticket = ++asked
      const list = await store.list()
      // Questions overlap (a poll beside a rotation): an older answer must not undo a newer one.
      if (ticket < shown) return rows
      shown = ticket
      rows = list.toSorted((a, b) => a.alg.localeCompare(b.alg) || a.ordinal - b.ordinal)
      const open = new Map<string, OpenKey>()
      for (const row of rows.filter((each) => !each.compromisedAt)) {
        const key = openRow(row)
        if (key) open.set(row.kid, key)
      }
      opened = open
      republish()
      return rows
    },
    republish,
  }
}
