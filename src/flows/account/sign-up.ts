// Signing up: an address first, then a link that only its owner gets, then name and password (NIST SP 800-63B-4 §3.1.3.1, OWASP ASVS 6.3).
import type { Account } from '../../model/account.ts'
import type { MailLink, MailLinkPurpose } from '../../model/mail-link.ts'
import { passwordMethods } from '../../protocol/amr.ts'
import { isLine } from '../../protocol/line.ts'
import type { PasswordProblem } from '../../protocol/password.ts'
import { newAccount } from '../../protocol/person.ts'
import { stillGives } from './inviter.ts'
import { linkUrl } from './mail-links.ts'
import { mayReset } from './may-reset.ts'
import type { Arrival } from './open-session.ts'
import type { PeopleParts } from './people.ts'

export type Wish = Readonly<{
  email: string
  /** Where it was typed. */
  address: string
  /** Where the person came from, to go on there. */
  request: string | null
  language: string
}>

export type Asked =
  /** The same for every address, known or not. */
  | Readonly<{ kind: 'asked'; email: string }>
  | Readonly<{ kind: 'no-address' }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

/** Whom a sign-up link invites. */
export type Invited = Readonly<{ email: string; name: string; request: string | null; language: string | null }>

export type Finish = Readonly<{ token: string; name: string; password: string; language: string; arrival: Arrival }>

export type Finished =
  | Readonly<{ kind: 'in'; cookie: string; account: Account; request: string | null }>
  /** Used, expired, or never there. */
  | Readonly<{ kind: 'gone' }>
  | Readonly<{ kind: 'weak'; problem: PasswordProblem }>
  | Readonly<{ kind: 'bad-name' }>
  | Readonly<{ kind: 'taken' }>
  /** The account is there, but its session could not be opened. */
  | Readonly<{ kind: 'log-in'; request: string | null }>

export type SignUp = Readonly<{
  ask(wish: Wish, now: Date): Promise<Asked>
  find(token: string, now: Date): Promise<Invited | undefined>
  finish(finish: Finish, now: Date): Promise<Finished>
}>

const longestName = 200

export const signingUp = (parts: PeopleParts): SignUp => {
  const { config, store, links, allowMail, choosePassword, openSession, sendMail, record, random, after } = parts
  // A link of the days when everybody could sign up is worth nothing once nobody can.
  const purposes: readonly MailLinkPurpose[] = config.signUp === 'on' ? ['sign-up', 'invite'] : ['invite']

  /** As much work for an address that has an account as for one that has none. */
  const write = async (email: string, normalized: string, wish: Wish, now: Date): Promise<void> => {
    const account = await store.accounts.byEmail(normalized)
    const { request } = wish
    if (account === undefined) {
      const seconds = config.mailLinkSeconds
      const link = { purpose: 'sign-up', email, language: wish.language, request } as const
      const url = linkUrl(config.issuer, 'sign-up', await links.make(store, link, seconds, now))
      return sendMail({ to: email, kind: 'signUp', language: wish.language, name: null, link: { url, seconds } })
    }
    const { sub, name } = account
    const language = account.language ?? wish.language
    const seconds = config.resetLinkSeconds
    const link = { purpose: 'reset-password', sub, email: account.email, language, request } as const
    const url = linkUrl(config.issuer, 'reset-password', await links.make(store, link, seconds, now))
    // To the address as it is kept here: the one that was typed may only look like it.
    if (mayReset(account))
      sendMail({ to: account.email, kind: 'accountExists', language, name, link: { url, seconds } })
  }

  return {
    ask: async (wish, now) => {
      const allowed = await allowMail('sign-up', wish, now)
      if (allowed.kind !== 'allowed') return allowed
      const { email, normalized } = allowed
      after.run(() => write(email, normalized, wish, now))
      return { kind: 'asked', email }
    },

    find: async (token, now) => {
      const link = await links.find(token, purposes, now)
      const known = { account: store.accounts.bySub, client: store.clients.find }
      return link && (await stillGives(known, link.facts)) ? invitedBy(link) : undefined
    },

    finish: async ({ token, name: typed, password, language, arrival }, now) => {
      const link = await links.find(token, purposes, now)
      if (link === undefined) return { kind: 'gone' }
      const { email, request } = invitedBy(link)
      const name = typed.trim() === '' ? null : typed.trim()
      if (name !== null && !isLine(name, longestName)) return { kind: 'bad-name' }
      const choice = await choosePassword(password, [email, name])
      if (choice.kind === 'weak') return choice
      const roles = JSON.parse(link.facts.roles ?? '[]') as string[]
      const person = { email, name, roles, emailVerified: link.email !== null }
      const account = { ...newAccount(person, random.id('usr_'), now), language }
      const created = await store.transaction(async (tx) => {
        const known = { account: tx.accounts.locked, client: tx.clients.find }
        if (!(await stillGives(known, link.facts))) return 'gone'
        if ((await links.take(tx, token, purposes, now)) === undefined) return 'gone'
        return tx.accounts.create({ ...account, passwordHash: choice.hash })
      })
      if (created === 'gone' || created === 'taken') return { kind: created }
      const { sub } = created
      const how = link.purpose === 'invite' ? 'The person took up the invitation' : 'The person signed up'
      record({ kind: 'account_changed', sub, address: arrival.address, operatorText: `${how}.` })
      const proved = { account: created, amr: passwordMethods, passwordHash: choice.hash, by: 'a new account' }
      const opened = await openSession(arrival, proved, now)
      if (opened === undefined) return { kind: 'log-in', request }
      return { kind: 'in', cookie: opened.cookie, account: created, request }
    },
  }
}

const invitedBy = ({ email, facts, request, language }: MailLink): Invited => ({
  email: email ?? facts.email ?? '',
  name: facts.name ?? '',
  request,
  language,
})
