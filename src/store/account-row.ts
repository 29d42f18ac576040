// Account row: between the table account and the model.
import type { Selectable } from 'kysely'
import type { Account, AccountWithPassword } from '../model/account.ts'
import type { AccountTable } from './schema.ts'

/** Without the password's hash, which only the login reads. */
export const accountColumns = [
  'sub',
  'email',
  'email_normalized',
  'email_verified_at',
  'name',
  'language',
  'profile',
  'profile_updated_at',
  'roles',
  'attributes',
  'disabled_at',
  'created_at',
] as const

export type AccountRow = Pick<Selectable<AccountTable>, (typeof accountColumns)[number]>

export const toAccount = (row: AccountRow): Account => ({
  sub: row.sub,
  email: row.email,
  emailNormalized: row.email_normalized,
  emailVerifiedAt: row.email_verified_at,
  name: row.name,
  language: row.language,
  profile: row.profile,
  profileUpdatedAt: row.profile_updated_at,
  roles: row.roles,
  attributes: row.attributes,
  disabledAt: row.disabled_at,
  createdAt: row.created_at,
})

export const fromAccount = (account: AccountWithPassword) => ({
  sub: account.sub,
  email: account.email,
  email_normalized: account.emailNormalized,
  email_verified_at: account.emailVerifiedAt,
  name: account.name,
  language: account.language,
  profile: JSON.stringify(account.profile),
  profile_updated_at: account.profileUpdatedAt,
  roles: account.roles,
  attributes: JSON.stringify(account.attributes),
  password_hash: account.passwordHash,
  disabled_at: account.disabledAt,
  created_at: account.createdAt,
})
