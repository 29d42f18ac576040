// Users: what an operator may do with people's accounts.
import type { Passwords } from '../../crypto/passwords.ts'
import type { Account } from '../../model/account.ts'
import type { SendMail } from '../../model/mail.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import { printable } from '../../protocol/params.ts'
import { newAccount, type Person, personProblem } from '../../protocol/person.ts'
import { accountWire } from '../../protocol/wire.ts'
import type { AccountQuery } from '../../store/accounts.ts'
import type { Store } from '../../store/index.ts'
import { deletingAccounts } from '../account/delete-account.ts'
import { endEverything } from '../account/endings.ts'
import { removeAllFactors } from '../account/factor-endings.ts'
import { securityPage } from '../account/tell-of-factors.ts'
import { difference } from '../difference.ts'
import type { Guard } from '../guard.ts'
import { describingUsers, type PersonChange } from './describe-user.ts'
import { held } from './held.ts'
import { type ImportParts, importingUsers } from './import-users.ts'
import { keepAnAdmin, lastAdmin } from './last-admin.ts'
import type { PasswordProblemOf } from './password.ts'
import { failed, notFound, wrongUse } from './problem.ts'

export type UsersParts = ImportParts &
  Readonly<{
    store: Pick<Store, 'accounts' | 'transaction'>
    passwords: Pick<Passwords, 'hash'>
    passwordProblem: PasswordProblemOf
    flushEvents: () => Promise<void>
    issuer: string
    sendMail: SendMail
  }>

export type Page = Readonly<{ after?: string | undefined; limit: number }>

/** The account, and how much of what its person could use has ended. */
export type Ended = Readonly<{ account: Account; sessions: number; families: number }>

export type FactorsReset = Readonly<{ account: Account; totp: boolean; passkeys: number }>

const endedFacts = ({ sessions, families }: Omit<Ended, 'account'>) => ({
  before: { sessions, logins: families },
  after: { sessions: 0, logins: 0 },
})

export const userOperations = (parts: UsersParts) => {
  const { store, passwords, random, clock, record } = parts

  const find = async (who: string): Promise<Account> => {
    const account = who.includes('@') ? await byEmail(who) : await store.accounts.bySub(who.replaceAll('\0', ''))
    if (account === undefined) throw notFound(`there is no user ${printable(who, 100)}`)
    return account
  }
  const byEmail = async (email: string): Promise<Account | undefined> => {
    const normalized = normalizeEmail(email)
    const found = normalized === undefined ? undefined : await store.accounts.byEmail(normalized)
    if (found === undefined) return undefined
    const { passwordHash: _, ...account } = found
    return account
  }
  const changed = (operatorText: string, before: Account | null, after: Account): void => {
    const facts = difference(before && accountWire(before), accountWire(after))
    record({ kind: 'account_changed', sub: after.sub, operatorText, ...facts })
  }

  /** By mail, where there is any: it may be somebody who only claimed to be them. */
  const tell = ({ email: to, language, name }: Account, kind: 'passwordChanged' | 'factorsReset'): void =>
    parts.sendMail({
      ...{ kind, to, language, name },
      ...(kind === 'factorsReset' && { link: securityPage(parts.issuer) }),
    })

  /** @param password none: there is no way in until one is set, or the person sets one by mail */
  const create = async (person: Person, password: string | null): Promise<Account> => {
    const problem =
      personProblem(person) ?? (password === null ? undefined : await parts.passwordProblem(password, person))
    if (problem !== undefined) throw wrongUse(problem)
    const now = clock()
    const account = newAccount(person, random.id('usr_'), now)
    const passwordHash = password === null ? null : await passwords.hash(password)
    const created = await store.accounts.create({ ...account, passwordHash })
    if (created === 'taken') throw failed(`there is a user ${printable(person.email, 100)} already`)
    changed('The operator created the account.', null, created)
    return created
  }

  const change = describingUsers({ store, clock })
  /** Their refreshed tokens carry the new roles and attributes; the access tokens of before end within minutes. */
  const describe = async (who: string, wanted: PersonChange, guard?: Guard<Account>): Promise<Account> => {
    const { sub } = await find(who)
    const { before, after } = await change(sub, wanted, guard)
    changed('The operator changed what is known of the person.', before, after)
    return after
  }

  /** One transaction: nobody is half disabled. The account is locked first, so no new session slips in. */
  const disable = async (who: string, guard?: Guard<Account>): Promise<Ended> => {
    const { sub } = await find(who)
    const now = clock()
    const { before, ...ended } = await store.transaction(async (tx) => {
      const before = await held(tx, sub, guard)
      await keepAnAdmin(tx, before, undefined)
      await tx.accounts.setDisabled(sub, now)
      return { before, ...(await endEverything(tx, sub, 'account_disabled', now)) }
    })
    const account = await find(sub)
    const operatorText = `The operator disabled the account; ${ended.sessions} sessions and ${ended.families} families ended.`
    changed(operatorText, before, account)
    return { account, ...ended }
  }

  /** What was ended stays ended. */
  const enable = async (who: string, guard?: Guard<Account>): Promise<Account> => {
    const { sub } = await find(who)
    const before = await store.transaction(async (tx) => {
      const before = await held(tx, sub, guard)
      await tx.accounts.setDisabled(sub, null)
      return before
    })
    const account = await find(sub)
    changed('The operator enabled the account.', before, account)
    return account
  }

  const signOut = async (who: string): Promise<Ended> => {
    const account = await find(who)
    const { sub } = account
    const now = clock()
    const ended = await store.transaction((tx) => endEverything(tx, sub, 'signed_out', now))
    const operatorText = `The operator signed the person out everywhere; ${ended.sessions} sessions and ${ended.families} families ended.`
    record({ kind: 'account_changed', sub, operatorText, ...endedFacts(ended) })
    return { account, ...ended }
  }

  /** Whoever knew the old password must not stay inside with it. */
  const setPassword = async (who: string, password: string): Promise<Ended> => {
    const account = await find(who)
    const problem = await parts.passwordProblem(password, account)
    if (problem !== undefined) throw wrongUse(problem)
    const { sub } = account
    const hash = await passwords.hash(password)
    const now = clock()
    const ended = await store.transaction(async (tx) => {
      await tx.accounts.setPasswordHash(sub, hash, now)
      return endEverything(tx, sub, 'password_changed', now)
    })
    const operatorText = `The operator set a new password; ${ended.sessions} sessions and ${ended.families} families ended.`
    record({ kind: 'account_changed', sub, operatorText, ...endedFacts(ended) })
    tell(account, 'passwordChanged')
    return { account, ...ended }
  }

  // The apps hear of it from the server, as soon as it looks what is due.
  const deleteAccount = deletingAccounts({ ...parts, tellApps: async () => {} })
  /** For ever: nothing of the person stays, and apps that they made belong to nobody. */
  const remove = async (who: string, guard?: Guard<Account>): Promise<Ended> => {
    const account = await find(who)
    const outcome = await deleteAccount(account.sub, 'operator', clock(), guard)
    switch (outcome.kind) {
      case 'deleted':
        return { account, sessions: outcome.sessions, families: outcome.families }
      case 'last-admin':
        throw lastAdmin()
      case 'gone':
        throw failed('the user was removed meanwhile')
    }
  }

  /** For whoever has lost phone and recovery codes. From then on the password is enough, so know whom you are talking to. */
  const resetFactors = async (who: string): Promise<FactorsReset> => {
    const account = await find(who)
    const { sub } = account
    const removed = await store.transaction(async (tx) => {
      await held(tx, sub)
      return removeAllFactors(tx, sub)
    })
    const operatorText = `The operator removed ${removed.totp ? 'the app for codes and ' : ''}${removed.passkeys} passkeys.`
    record({ kind: 'factor_changed', sub, operatorText, before: { ...removed }, after: { totp: false, passkeys: 0 } })
    if (removed.totp || removed.passkeys > 0) tell(account, 'factorsReset')
    return { account, ...removed }
  }

  return {
    create,
    list: (page: Page): Promise<readonly Account[]> => store.accounts.list(page),
    search: (query: AccountQuery): Promise<readonly Account[]> => store.accounts.search(query),
    /** By e-mail address, or by `sub`. */
    show: find,
    describe,
    disable,
    enable,
    signOut,
    setPassword,
    remove,
    resetFactors,
    import: importingUsers(parts),
  }
}
