// A forgotten password: a link to the address that is on file sets a new one, and ends all that the old one opened (NIST SP 800-63B-4 §4.2, OWASP ASVS 6.4).
import type { Account } from '../../model/account.ts'
import type { MailLink } from '../../model/mail-link.ts'
import type { PasswordProblem } from '../../protocol/password.ts'
import { endEverything } from './endings.ts'
import { removeUnverifiedFactors } from './factor-endings.ts'
import { linkUrl } from './mail-links.ts'
import { mayReset } from './may-reset.ts'
import type { PeopleParts } from './people.ts'
import type { Asked, Wish } from './sign-up.ts'

export type Reset =
  | Readonly<{ kind: 'reset'; request: string | null }>
  | Readonly<{ kind: 'gone' }>
  | Readonly<{ kind: 'weak'; problem: PasswordProblem }>

export type Recovery = Readonly<{
  ask(wish: Wish, now: Date): Promise<Asked>
  /** Whose password the link sets. */
  find(token: string, now: Date): Promise<Readonly<{ email: string; request: string | null }> | undefined>
  reset(wish: Readonly<{ token: string; password: string; address: string }>, now: Date): Promise<Reset>
}>

const purposes = ['reset-password'] as const

export const recoveringAccounts = (parts: PeopleParts): Recovery => {
  const { config, store, links, allowMail, choosePassword, sendMail, record, after } = parts

  /** An address without an account costs as much: its link is sent to nobody. */
  const write = async (normalized: string, { request, language: typedIn }: Wish, now: Date): Promise<void> => {
    const account = await store.accounts.byEmail(normalized)
    const seconds = config.resetLinkSeconds
    const language = account?.language ?? typedIn
    const about = { sub: account?.sub ?? null, email: account?.email ?? null, language, request }
    const token = await links.make(store, { purpose: 'reset-password', ...about }, seconds, now)
    if (account === undefined || !mayReset(account)) return
    const link = { url: linkUrl(config.issuer, 'reset-password', token), seconds }
    sendMail({ to: account.email, kind: 'resetPassword', language, name: account.name, link })
  }

  const find = async (token: string, now: Date) => {
    const link = await links.find(token, purposes, now)
    const account = link?.sub ? await store.accounts.bySub(link.sub) : undefined
    return link !== undefined && isFor(link, account) ? { link, account } : undefined
  }

  return {
    ask: async (wish, now) => {
      const allowed = await allowMail('reset-password', wish, now)
      if (allowed.kind !== 'allowed') return allowed
      after.run(() => write(allowed.normalized, wish, now))
      return { kind: 'asked', email: allowed.email }
    },

    find: async (token, now) => {
      const found = await find(token, now)
      return found && { email: found.account.email, request: found.link.request }
    },

    // Whoever has the mailbox has one factor: the login that follows asks for the second.
    reset: async ({ token, password, address }, now) => {
      const found = await find(token, now)
      if (found === undefined) return { kind: 'gone' }
      const { email, name, sub } = found.account
      const choice = await choosePassword(password, [email, name])
      if (choice.kind === 'weak') return choice
      const ended = await store.transaction(async (tx) => {
        const account = await tx.accounts.locked(sub)
        const link = await links.take(tx, token, purposes, now)
        if (link === undefined || !isFor(link, account)) return undefined
        await tx.accounts.setPasswordHash(sub, choice.hash, now)
        await tx.accounts.verifyEmail(sub, email, now)
        await tx.mailLinks.removeForAccount(sub, purposes)
        await removeUnverifiedFactors(tx, account, now)
        return endEverything(tx, sub, 'password_changed', now)
      })
      if (ended === undefined) return { kind: 'gone' }
      parts.later(parts.tellApps)
      record({
        kind: 'account_changed',
        ...{ sub, address },
        operatorText: `The person set a new password by mail; ${ended.sessions} sessions and ${ended.families} families ended.`,
      })
      const { language } = found.account
      after.run(async () => sendMail({ to: email, kind: 'passwordChanged', language, name }))
      return { kind: 'reset', request: found.link.request }
    },
  }
}

/** The account may have another address by now. */
const isFor = (link: MailLink, account: Account | undefined): account is Account =>
  account !== undefined && mayReset(account) && account.email === link.email
