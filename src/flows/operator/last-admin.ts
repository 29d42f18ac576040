// The last admin: whoever could still open the console keeps being able to, until somebody else can.
import { type Account, adminRole } from '../../model/account.ts'
import type { Store } from '../../store/index.ts'
import { failed } from './problem.ts'

const isAdmin = ({ roles, disabledAt }: Account): boolean => roles.includes(adminRole) && disabledAt === null

/** Asked in the transaction, before the account is deleted. Admins who remove each other at once wait for each other here. */
export const isLastAdmin = async (tx: Pick<Store, 'accounts'>, account: Account): Promise<boolean> =>
  isAdmin(account) && !(await tx.accounts.anotherAdmin(account.sub))

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
  if (await isLastAdmin(tx, before)) throw failed('this is the last admin: give somebody else the role admin first')
}
