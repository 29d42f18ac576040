// Accounts: people, found by e-mail at the login and by subject everywhere else.
import type { Account, AccountWithPassword } from '../model/account.ts'
import { accountColumns, fromAccount, toAccount } from './account-row.ts'
import type { Handle } from './schema.ts'

const passwordColumns = [...accountColumns, 'password_hash'] as const

export const accounts = (handle: Handle) => ({
  create: async (account: AccountWithPassword): Promise<Account | 'taken'> => {
    const row = await handle
      .insertInto('account')
      .values(fromAccount(account))
      .onConflict((conflict) => conflict.column('email_normalized').doNothing())
      .returning(accountColumns)
      .executeTakeFirst()
    return row ? toAccount(row) : 'taken'
  },

  byEmail: async (emailNormalized: string): Promise<AccountWithPassword | undefined> => {
    const query = handle.selectFrom('account').select(passwordColumns).where('email_normalized', '=', emailNormalized)
    const row = await query.executeTakeFirst()
    return row && { ...toAccount(row), passwordHash: row.password_hash }
  },

  /** Nobody else changes the account before the transaction ends. */
  locked: async (sub: string): Promise<Account | undefined> => {
    const query = handle.selectFrom('account').select(accountColumns).where('sub', '=', sub).forUpdate()
    const row = await query.executeTakeFirst()
    return row && toAccount(row)
  },

  bySub: async (sub: string): Promise<Account | undefined> => {
    const row = await handle.selectFrom('account').select(accountColumns).where('sub', '=', sub).executeTakeFirst()
    return row && toAccount(row)
  },

  /** In the order of their e-mail, beginning after the one given. */
  list: async (page: { after?: string | undefined; limit: number }): Promise<readonly Account[]> => {
    const query = handle.selectFrom('account').select(accountColumns).orderBy('email_normalized').limit(page.limit)
    const rows = await (page.after === undefined ? query : query.where('email_normalized', '>', page.after)).execute()
    return rows.map(toAccount)
  },

  setPasswordHash: async (sub: string, hash: string, now: Date): Promise<boolean> => {
    const change = { password_hash: hash, password_changed_at: now }
    const result = await handle.updateTable('account').set(change).where('sub', '=', sub).executeTakeFirst()
    return result.numUpdatedRows > 0n
  },

  /** The same password in a stronger hash; without effect if the password was changed meanwhile. */
  replaceHash: async (sub: string, oldHash: string, newHash: string): Promise<boolean> => {
    const result = await handle
      .updateTable('account')
      .set({ password_hash: newHash })
      .where('sub', '=', sub)
      .where('password_hash', '=', oldHash)
      .executeTakeFirst()
    return result.numUpdatedRows > 0n
  },

  /** What apps may read of a person, and what the operator knows besides; whether there is such a person. */
  describe: async (account: Account): Promise<boolean> => {
    const change = {
      ...{ name: account.name, roles: account.roles, email_verified_at: account.emailVerifiedAt },
      profile: JSON.stringify(account.profile),
      profile_updated_at: account.profileUpdatedAt,
      attributes: JSON.stringify(account.attributes),
    }
    const query = handle.updateTable('account').set(change).where('sub', '=', account.sub)
    const result = await query.executeTakeFirst()
    return result.numUpdatedRows > 0n
  },

  /** Whether there is such a person; one who is disabled already keeps the first instant. */
  setDisabled: async (sub: string, at: Date | null): Promise<boolean> => {
    const result = await handle
      .updateTable('account')
      .set((eb) => ({ disabled_at: at && eb.fn.coalesce('disabled_at', eb.val(at)) }))
      .where('sub', '=', sub)
      .executeTakeFirst()
    return result.numUpdatedRows > 0n
  },
})
