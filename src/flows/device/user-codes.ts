// User codes and the master keys that they are stored under: made and looked up here only (RFC 8628 §5.1).
import type { MasterKeys } from '../../crypto/master-keys.ts'
import { userCodeDigest } from '../../protocol/user-code.ts'

export type UserCodes = Readonly<{
  /** As it is stored now. */
  digest(code: string): Buffer
  /** As it may have been stored: by the newest key or by one before it. */
  digests(code: string): readonly Buffer[]
}>

const label = 'user-code'

export const userCodesUnder = (masterKeys: Pick<MasterKeys, 'newest' | 'all'>): UserCodes => ({
  digest: (code) => userCodeDigest(masterKeys.newest().derive(label), code),
  digests: (code) => masterKeys.all().map((key) => userCodeDigest(key.derive(label), code)),
})
