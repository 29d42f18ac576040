// The last admin: whoever could still open the console keeps being able to, until somebody else can.
import type { Account } from '../../model/account.ts'
import type { Store } from '../../store/index.ts'
import { isAdmin, isLastAdmin } from '../admin-access.ts'
import { failed } from './problem.ts'

export const lastAdmin = () => failed('this is the last admin: give somebody else the role admin first')

/**
 * Call it in the transaction, before the account is changed or disabled (`after` undefined).
 * @throws OperatorProblem
 */
export const keepAnAdmin = async (
  tx: Pick<Store, 'accounts'>,
  before: Account,
  after: Account | undefined,
): Promise<void> => {
  if (after !== undefined && isAdmin(after)) return
  if (await isLastAdmin(tx, before)) throw lastAdmin()
}
