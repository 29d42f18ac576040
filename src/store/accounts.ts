// Accounts: people, found by e-mail at the login and by subject everywhere else.
import { sql } from 'kysely'
import type { Account, AccountWithPassword } from '../model/account.ts'
import { accountColumns, fromAccount, toAccount } from './account-row.ts'
import { lastText, lowerName, nameBegins } from './columns.ts'
import { hasFactor } from './has-factor.ts'
import type { Handle } from './schema.ts'

/** Any number, as long as nothing else in the database takes it. */
const adminLock = 7_020_146_750

export type PasswordState = Readonly<{
  account: Account
  passwordHash: string | null
  passwordChangedAt: Date | null
  /** Whether it alone is not enough. */
  hasFactor: boolean
}>

const passwordColumns = [...accountColumns, 'password_hash'] as const

export type AccountQuery = Readonly<{
  /** How the e-mail address or the name begins; one of the two, whatever their capitals. */
  email?: string | undefined
  name?: string | undefined
  /** The last one that was seen, in the order of e-mail, or of name where a name is looked for. */
  after?: (Pick<Account, 'sub' | 'emailNormalized'> & Readonly<{ name: string | null }>) | undefined
  limit: number
}>

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

  /** How the password stands, for what goes on with it after the login page. */
  passwordState: async (sub: string): Promise<PasswordState | undefined> => {
    const columns = [...passwordColumns, 'password_changed_at', hasFactor('account.sub').as('has_factor')] as const
    const row = await handle.selectFrom('account').select(columns).where('sub', '=', sub).executeTakeFirst()
    if (row === undefined) return undefined
    const { password_hash: passwordHash, password_changed_at: passwordChangedAt } = row
    return { account: toAccount(row), passwordHash, passwordChangedAt, hasFactor: row.has_factor }
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

  /** A range of one index, however many accounts there are. */
  search: async ({ email, name, after, limit }: AccountQuery): Promise<readonly Account[]> => {
    let query = handle.selectFrom('account').select(accountColumns).limit(limit)
    if (name !== undefined) {
      query = query.where('name', 'is not', null).where(nameBegins(name)).orderBy(lowerName).orderBy('sub')
      if (after !== undefined)
        query = query.where(sql<boolean>`(${lowerName}, sub) > (lower(${after.name ?? ''}::text), ${after.sub})`)
    } else {
      query = query.orderBy('email_normalized')
      if (email !== undefined)
        query = query.where('email_normalized', '>=', email).where('email_normalized', '<', email + lastText)
      if (after !== undefined) query = query.where('email_normalized', '>', after.emailNormalized)
    }
    return (await query.execute()).map(toAccount)
  },

  /** Whether anybody else is an admin who can log in. Whoever asks waits for others who ask, until their transactions end. */
  anotherAdmin: async (sub: string): Promise<boolean> => {
    await sql`select pg_advisory_xact_lock(${sql.lit(adminLock)})`.execute(handle)
    const query = sql`
      select from account where roles @> '{admin}' and disabled_at is null and sub <> ${sub} limit 1`
    return (await query.execute(handle)).rows.length > 0
  },

  setPasswordHash: async (sub: string, hash: string, now: Date): Promise<boolean> => {
    const change = { password_hash: hash, password_changed_at: now }
    const result = await handle.updateTable('account').set(change).where('sub', '=', sub).executeTakeFirst()
    return result.numUpdatedRows > 0n
  },

  /** False if it was changed meanwhile. */
  changePassword: async (sub: string, oldHash: string | null, hash: string, now: Date): Promise<boolean> => {
    const query = handle.updateTable('account').set({ password_hash: hash, password_changed_at: now })
    const result = await query
      .where('sub', '=', sub)
      .where('password_hash', 'is not distinct from', oldHash)
      .executeTakeFirst()
    return result.numUpdatedRows > 0n
  },

  /** Nobody logs in by password any more. */
  forgetPassword: async (sub: string, now: Date): Promise<void> => {
    const change = { password_hash: null, password_changed_at: now }
    await handle.updateTable('account').set(change).where('sub', '=', sub).execute()
  },

  /** False if the account has another address by now. One that was verified keeps the first instant. */
  verifyEmail: async (sub: string, email: string, now: Date): Promise<boolean> => {
    const { rows } = await sql`
      update account set email_verified_at = coalesce(email_verified_at, ${now}::timestamptz),
        profile_updated_at = case when email_verified_at is null then ${now}::timestamptz else profile_updated_at end
      where sub = ${sub} and email = ${email} and disabled_at is null
      returning sub`.execute(handle)
    return rows.length > 0
  },

  /**
   * To an address that was just shown to be the person's; false if another account has it. `email_verified_at` stays where
   * it was set: it tells since when all that was added to the account was its person's.
   */
  changeEmail: async (sub: string, email: string, normalized: string, now: Date): Promise<boolean> => {
    const { rows } = await sql`
      update account set email = ${email}, email_normalized = ${normalized}, profile_updated_at = ${now}::timestamptz,
        email_verified_at = coalesce(email_verified_at, ${now}::timestamptz)
      where sub = ${sub}
        and not exists (select from account other where other.email_normalized = ${normalized} and other.sub <> ${sub})
      returning sub`.execute(handle)
    return rows.length > 0
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
      ...{
        name: account.name,
        language: account.language,
        roles: account.roles,
        email_verified_at: account.emailVerifiedAt,
      },
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
