// Users: what an operator may do with people's accounts.
import type { Passwords } from '../../crypto/passwords.ts'
import type { Account } from '../../model/account.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import { printable } from '../../protocol/params.ts'
import type { Store } from '../../store/index.ts'
import { endEverything } from '../account/endings.ts'
import { describingUsers, type PersonChange } from './describe-user.ts'
import { type ImportParts, importingUsers } from './import-users.ts'
import { newAccount, type Person, passwordProblem, personProblem } from './person.ts'
import { failed, wrongUse } from './problem.ts'

export type UsersParts = ImportParts &
  Readonly<{ store: Pick<Store, 'accounts' | 'transaction'>; passwords: Pick<Passwords, 'hash'> }>

export type Page = Readonly<{ after?: string | undefined; limit: number }>

/** The account, and how much of what its person could use has ended. */
export type Ended = Readonly<{ account: Account; sessions: number; families: number }>

export const userOperations = (parts: UsersParts) => {
  const { store, passwords, random, clock, record } = parts

  const find = async (email: string): Promise<Account> => {
    const normalized = normalizeEmail(email)
    const account = normalized === undefined ? undefined : await store.accounts.byEmail(normalized)
    if (account === undefined) throw failed(`there is no user ${printable(email, 100)}`)
    const { passwordHash: _, ...rest } = account
    return rest
  }

  const create = async (person: Person, password: string): Promise<Account> => {
    const problem = personProblem(person) ?? passwordProblem(password)
    if (problem !== undefined) throw wrongUse(problem)
    const now = clock()
    const account = newAccount(person, random.id('usr_'), now)
    const created = await store.accounts.create({ ...account, passwordHash: await passwords.hash(password) })
    if (created === 'taken') throw failed(`there is a user ${printable(person.email, 100)} already`)
    record({ kind: 'account_changed', sub: account.sub, operatorText: 'The operator created the account.' })
    return created
  }

  const change = describingUsers({ store, clock })
  /** Their refreshed tokens carry the new roles and attributes; the access tokens of before end within minutes. */
  const describe = async (email: string, wanted: PersonChange): Promise<Account> => {
    const { sub } = await find(email)
    const account = await change(sub, wanted)
    record({ kind: 'account_changed', sub, operatorText: 'The operator changed what is known of the person.' })
    return account
  }

  /** One transaction: nobody is half disabled. The account is locked first, so no new session slips in. */
  const disable = async (email: string): Promise<Ended> => {
    const { sub } = await find(email)
    const now = clock()
    const ended = await store.transaction(async (tx) => {
      await tx.accounts.setDisabled(sub, now)
      return endEverything(tx, sub, 'account_disabled', now)
    })
    const operatorText = `The operator disabled the account; ${ended.sessions} sessions and ${ended.families} families ended.`
    record({ kind: 'account_changed', sub, operatorText })
    return { account: await find(email), ...ended }
  }

  /** What was ended stays ended. */
  const enable = async (email: string): Promise<Account> => {
    const { sub } = await find(email)
    await store.accounts.setDisabled(sub, null)
    record({ kind: 'account_changed', sub, operatorText: 'The operator enabled the account.' })
    return find(email)
  }

  /** Whoever knew the old password must not stay inside with it. */
  const setPassword = async (email: string, password: string): Promise<Ended> => {
    const problem = passwordProblem(password)
    if (problem !== undefined) throw wrongUse(problem)
    const account = await find(email)
    const { sub } = account
    const hash = await passwords.hash(password)
    const now = clock()
    const ended = await store.transaction(async (tx) => {
      await tx.accounts.setPasswordHash(sub, hash, now)
      return endEverything(tx, sub, 'password_changed', now)
    })
    const operatorText = `The operator set a new password; ${ended.sessions} sessions and ${ended.families} families ended.`
    record({ kind: 'account_changed', sub, operatorText })
    return { account, ...ended }
  }

  return {
    create,
    list: (page: Page): Promise<readonly Account[]> => store.accounts.list(page),
    show: find,
    describe,
    disable,
    enable,
    setPassword,
    import: importingUsers(parts),
  }
}
