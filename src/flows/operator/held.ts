// Held: a person's account that nobody else changes before the transaction ends, looked at once more before it is changed (RFC 9110 §13.1.1).
import type { Account } from '../../model/account.ts'
import type { Store } from '../../store/index.ts'
import type { Guard } from '../guard.ts'
import { failed } from './problem.ts'

export const held = async (tx: Pick<Store, 'accounts'>, sub: string, guard?: Guard<Account>): Promise<Account> => {
  const before = await tx.accounts.locked(sub)
  if (before === undefined) throw failed('the user was removed meanwhile')
  guard?.(before)
  return before
}
