// The setup link: how the first admin comes to be, and nobody after that (OWASP ASVS 6.3, 13.2).
import type { Passwords } from '../../crypto/passwords.ts'
import { type Account, adminRole } from '../../model/account.ts'
import { newAccount, personProblem } from '../../protocol/person.ts'
import { accountWire } from '../../protocol/wire.ts'
import type { Store } from '../../store/index.ts'
import { linkUrl, mailLinking } from '../account/mail-links.ts'
import { difference } from '../difference.ts'
import type { RecordEvent } from '../events.ts'
import { recordingAs } from './acts.ts'
import type { PasswordProblemOf } from './password.ts'
import { failed } from './problem.ts'

const setupLinkSeconds = 3600

export type SetupParts = Readonly<{
  store: Pick<Store, 'accounts' | 'mailLinks' | 'transaction'>
  passwords: Pick<Passwords, 'hash'>
  passwordProblem: PasswordProblemOf
  issuer: string
  random: { id(prefix: string): string; token(prefix: string): string }
  sha256: (text: string) => Buffer
  clock: () => Date
  record: RecordEvent
}>

export type FirstAdmin = Readonly<{ email: string; name: string | null; password: string }>
export type SetupOutcome =
  | Readonly<{ kind: 'made'; account: Account }>
  /** Used, expired, replaced, made up, or there is an admin by now. */
  | Readonly<{ kind: 'dead' }>
  | Readonly<{ kind: 'problem'; field: 'email' | 'name' | 'password'; line: string }>

export type Setup = Readonly<{
  isGood: (token: string, now: Date) => Promise<boolean>
  makeAdmin: (token: string, admin: FirstAdmin, address: string, now: Date) => Promise<SetupOutcome>
}>

/** Several may be about; the first that is used ends them all, because there is an admin then. */
export const makingSetupLinks =
  ({ store, issuer, random, sha256, clock, record }: SetupParts) =>
  async (): Promise<Readonly<{ link: string; expiresAt: Date }>> => {
    const now = clock()
    if (await store.accounts.anotherAdmin(''))
      throw failed('there is an admin already: they can give others the role, and so can "users set --add-role admin"')
    const token = await mailLinking({ store, random, sha256 }).make(store, { purpose: 'setup' }, setupLinkSeconds, now)
    const expiresAt = new Date(now.getTime() + setupLinkSeconds * 1000)
    const after = { setup_link: 'good once', expires_at: expiresAt.toISOString() }
    record({ kind: 'account_changed', operatorText: 'The operator made a link for the first admin.', after })
    return { link: linkUrl(issuer, 'setup', token), expiresAt }
  }

export const settingUp = ({ store, passwords, passwordProblem, random, sha256, record }: SetupParts): Setup => {
  const links = mailLinking({ store, random, sha256 })
  const isGood: Setup['isGood'] = async (token, now) =>
    (await links.find(token, ['setup'], now)) !== undefined && !(await store.accounts.anotherAdmin(''))

  const makeAdmin: Setup['makeAdmin'] = async (token, { email, name, password }, address, now) => {
    // Whoever has no link gets no hash computed.
    if (!(await isGood(token, now))) return { kind: 'dead' }
    const weak = await passwordProblem(password, { email, name })
    const problem = problemOf({ email, name }) ?? wrong('password', weak)
    if (problem !== undefined) return problem
    const person = { email, name, roles: [adminRole], emailVerified: false }
    const account = newAccount(person, random.id('usr_'), now)
    const passwordHash = await passwords.hash(password)
    try {
      await store.transaction(async (tx) => {
        const isOver = await tx.accounts.anotherAdmin('')
        if (isOver || (await links.take(tx, token, ['setup'], now)) === undefined) throw new Dead()
        // Thrown, so that the link is not spent.
        if ((await tx.accounts.create({ ...account, passwordHash })) === 'taken') throw new Taken()
      })
    } catch (error) {
      if (error instanceof Dead) return { kind: 'dead' }
      if (error instanceof Taken)
        return { kind: 'problem', field: 'email', line: 'there is an account with this address' }
      throw error
    }
    const operatorText = 'The first admin was made by the setup link.'
    const facts = difference(null, accountWire(account))
    const say = recordingAs(record, { kind: 'setup-link', address })
    say({ kind: 'account_changed', sub: account.sub, operatorText, ...facts })
    return { kind: 'made', account }
  }
  return { isGood, makeAdmin }
}

class Dead extends Error {}
class Taken extends Error {}

type Problem = Extract<SetupOutcome, { kind: 'problem' }>

const wrong = (field: Problem['field'], line: string | undefined): Problem | undefined =>
  line === undefined ? undefined : { kind: 'problem', field, line }

const problemOf = ({ email, name }: Pick<FirstAdmin, 'email' | 'name'>): Problem | undefined => {
  const person = { email, name: null, roles: [], emailVerified: false }
  return wrong('email', personProblem(person)) ?? wrong('name', personProblem({ ...person, name }))
}
