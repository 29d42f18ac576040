// Another password: the old one is asked for once more, and whatever else it had opened ends (OWASP ASVS 6.2.3, 7.4.3).
import type { Account } from '../../model/account.ts'
import type { Session } from '../../model/session.ts'
import type { PasswordProblem } from '../../protocol/password.ts'
import { checkingFor } from './attempts.ts'
import { endEverythingElse } from './endings.ts'
import type { PeopleParts } from './people.ts'

export type PasswordChange = Readonly<{
  account: Account
  session: Session
  current: string
  password: string
  address: string
}>

export type PasswordChanged =
  | Readonly<{ kind: 'changed'; cookie: string; sessions: number; families: number }>
  | Readonly<{ kind: 'wrong' }>
  | Readonly<{ kind: 'weak'; problem: PasswordProblem }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

export type ChangePassword = (change: PasswordChange, now: Date) => Promise<PasswordChanged>

export const changingPasswords =
  (parts: PeopleParts): ChangePassword =>
  async ({ account, session, current, password, address }, now) => {
    const { store, passwords, attempts, choosePassword, sendMail, record, random, sha256, after } = parts
    const { sub, email, emailNormalized, name, language } = account
    const known = await store.accounts.passwordState(sub)
    if (known === undefined) return { kind: 'wrong' }
    const { passwordHash } = known
    // Whoever logs in by a passkey alone has none to tell.
    if (passwordHash !== null) {
      // By session: a stolen one could name as many browsers as it likes.
      const claim = await attempts.claim({ email: emailNormalized, address, knownBrowser: session.id }, now)
      if (claim.kind === 'too-many') return claim
      const verdict = await checkingFor(claim, () => passwords.verify(passwordHash, current))
      if (verdict === 'wrong') return { kind: 'wrong' }
      await claim.forgive()
    }
    const choice = await choosePassword(password, [email, name])
    if (choice.kind === 'weak') return choice
    const cookie = random.token('cs_ses_')
    const ended = await store.transaction(async (tx) => {
      if (!(await tx.accounts.changePassword(sub, passwordHash, choice.hash, now))) return undefined
      await tx.mailLinks.removeForAccount(sub, ['reset-password'])
      // A copy of this session's cookie, wherever it is, ends too.
      await tx.sessions.renewCookie(session.id, sha256(cookie))
      return endEverythingElse(tx, sub, session.id, 'password_changed', now)
    })
    // Somebody else changed it meanwhile.
    if (ended === undefined) return { kind: 'wrong' }
    parts.later(parts.tellApps)
    const what = `${ended.sessions} other sessions and ${ended.families} families ended`
    record({ kind: 'account_changed', sub, address, operatorText: `The person changed the password; ${what}.` })
    after.run(async () => sendMail({ to: email, kind: 'passwordChanged', language, name }))
    return { kind: 'changed', cookie, ...ended }
  }
