// Refresh tokens and the master keys that authenticate them: read and written here only (RFC 9700 §4.14.2).
import type { MasterKeys } from '../crypto/master-keys.ts'
import type { Family } from '../model/family.ts'
import {
  formatRefreshToken,
  isAuthentic,
  type ParsedRefreshToken,
  parseRefreshToken,
} from '../protocol/refresh-token.ts'

export type RefreshTokens = Readonly<{
  /** Undefined unless it is one of ours, whatever its generation. The database is not asked. */
  read(text: string): ParsedRefreshToken | undefined
  /** The token of the family's generation: the same each time. */
  write(family: Family): string
  /** Fingerprint of the master key for families that begin or rotate now. */
  newestKey(): string
}>

const label = 'refresh'

export const refreshTokensUnder = (masterKeys: Pick<MasterKeys, 'find' | 'findById' | 'newest'>): RefreshTokens => ({
  read(text) {
    const token = parseRefreshToken(text)
    const key = token && masterKeys.findById(Buffer.from(token.keyId, 'hex'))
    return token && key && isAuthentic(token, key.derive(label)) ? token : undefined
  },
  write(family) {
    // A retry must get the successor that was made then, under the key of then.
    const key = masterKeys.find(family.masterKey) ?? masterKeys.newest()
    return formatRefreshToken(family.id, family.generation, { fingerprint: key.fingerprint, key: key.derive(label) })
  },
  newestKey: () => masterKeys.newest().fingerprint,
})
