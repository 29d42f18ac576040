// Factors that end: not by the person's own choice, but because they may be somebody else's, or are lost (NIST SP 800-63B-4 §4.2, §4.3).
import type { Account } from '../../model/account.ts'
import type { Store } from '../../store/index.ts'

type FactorStore = Pick<Store, 'totps' | 'recoveryCodes' | 'passkeys'>

/** Recovery codes stand in for a factor; without any they would be one by themselves. */
export const dropLoneCodes = async (tx: FactorStore, sub: string): Promise<void> => {
  const left = (await tx.totps.find(sub)) ?? (await tx.passkeys.ofPerson(sub))[0]
  if (left === undefined) await tx.recoveryCodes.replace(sub, [], new Date(0))
}

/**
 * For whoever has just proved by mail that the address is theirs: what was added while nobody had proved that may be of
 * somebody who signed up with the address of another. Call it in the transaction that sets the new password.
 */
export const removeUnverifiedFactors = async (
  tx: FactorStore,
  { sub, emailVerifiedAt }: Pick<Account, 'sub' | 'emailVerifiedAt'>,
  now: Date,
): Promise<void> => {
  // All of them, where nobody had until now.
  const since = emailVerifiedAt ?? new Date(now.getTime() + 1)
  await tx.totps.removeAddedBefore(sub, since)
  await tx.passkeys.removeAddedBefore(sub, since)
  await tx.recoveryCodes.removeMadeBefore(sub, since)
  await dropLoneCodes(tx, sub)
}

/** What was added since the account was moved: by whoever moved it, and the mails that told of it went to them. */
export const removeFactorsSince = async (tx: FactorStore, sub: string, since: Date): Promise<void> => {
  await tx.totps.removeAddedSince(sub, since)
  await tx.passkeys.removeAddedSince(sub, since)
  await tx.recoveryCodes.removeMadeSince(sub, since)
  await dropLoneCodes(tx, sub)
}

/** All of them, for whoever helps a person who has lost them. */
export const removeAllFactors = async (
  tx: FactorStore,
  sub: string,
): Promise<Readonly<{ totp: boolean; passkeys: number }>> => {
  const removed = { totp: await tx.totps.remove(sub), passkeys: await tx.passkeys.removeAll(sub) }
  await tx.recoveryCodes.replace(sub, [], new Date(0))
  return removed
}
