// Who gets a link for a new password by mail (OWASP ASVS 6.4).
import type { Account } from '../../model/account.ts'
import { isAdmin } from '../admin-access.ts'

/** An address that nobody confirmed may be mistyped, and its mailbox a stranger's: too little for who may do everything. */
export const mayReset = (account: Account): boolean =>
  account.disabledAt === null && (account.emailVerifiedAt !== null || !isAdmin(account))
