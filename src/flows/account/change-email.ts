// Another e-mail address: confirmed at the new one, announced at the old one, which can take it back (NIST SP 800-63B-4 §4.6, OWASP ASVS 6.3.7).
import type { Account } from '../../model/account.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import { endEverything } from './endings.ts'
import { removeFactorsSince } from './factor-endings.ts'
import { linkUrl } from './mail-links.ts'
import type { PeopleParts } from './people.ts'

export type AddressAsked =
  | Readonly<{ kind: 'asked'; email: string }>
  | Readonly<{ kind: 'no-address' | 'same' }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>

type Gone = Readonly<{ kind: 'gone' }>
type Taken = Readonly<{ kind: 'taken' }>

export type ChangeEmail = Readonly<{
  ask(
    wish: Readonly<{ account: Account; email: string; address: string; language: string }>,
    now: Date,
  ): Promise<AddressAsked>
  find(token: string, now: Date): Promise<Readonly<{ email: string; sub: string }> | undefined>
  confirm(token: string, address: string, now: Date): Promise<Readonly<{ kind: 'changed' }> | Taken | Gone>
  /** What the link would undo. */
  findUndo(token: string, now: Date): Promise<Readonly<{ email: string; newEmail: string }> | undefined>
  /** With a link for a new password: whoever made the change may know the old one. */
  undo(token: string, address: string, now: Date): Promise<Readonly<{ kind: 'undone'; token: string }> | Taken | Gone>
}>

/** Long enough for a holiday. */
const undoSeconds = 14 * 24 * 3600

export const changingEmails = (parts: PeopleParts): ChangeEmail => {
  const { config, store, links, allowMail, sendMail, record, after } = parts

  /** Who asks is not told whether the address has an account; its owner is. */
  const write = async (account: Account, email: string, typedIn: string, now: Date): Promise<void> => {
    const { sub } = account
    const other = await store.accounts.byEmail(normalizeEmail(email) ?? '')
    const seconds = config.mailLinkSeconds
    const link = { purpose: 'change-email', sub, email, language: typedIn, facts: { from: account.email } } as const
    const url = linkUrl(config.issuer, 'change-email', await links.make(store, link, seconds, now))
    if (other === undefined || other.sub === sub)
      // Without a name: it may be a stranger's address, and the name any text that somebody wants to send there.
      return sendMail({ to: email, kind: 'changeEmail', language: typedIn, name: null, link: { url, seconds } })
    if (other.disabledAt === null)
      sendMail({ to: other.email, kind: 'addressTaken', language: other.language, name: other.name })
  }

  const announce = async (account: Account, newEmail: string, now: Date): Promise<void> => {
    const { sub, email, name, language, emailVerifiedAt } = account
    // An address that nobody ever showed to be the person's may be a stranger's, who must not get the account.
    if (emailVerifiedAt === null) return sendMail({ to: email, kind: 'emailMoved', language, name, newEmail })
    const link = { purpose: 'undo-email', sub, email, language, facts: { to: newEmail } } as const
    const url = linkUrl(config.issuer, 'undo-email', await links.make(store, link, undoSeconds, now))
    sendMail({ to: email, kind: 'emailChanged', language, name, newEmail, link: { url, seconds: undoSeconds } })
  }

  /** Somebody else was faster, in this very moment. */
  const takenIfDuplicate = (error: unknown): 'taken' => {
    if (parts.isDuplicate(error)) return 'taken'
    throw error
  }

  return {
    ask: async ({ account, email: typed, address, language }, now) => {
      if (typed.normalize('NFKC').trim() === account.email) return { kind: 'same' }
      const allowed = await allowMail('change-email', { email: typed, address }, now)
      if (allowed.kind !== 'allowed') return allowed
      after.run(() => write(account, allowed.email, language, now))
      return { kind: 'asked', email: allowed.email }
    },

    find: async (token, now) => {
      const link = await links.find(token, ['change-email'], now)
      return link?.email && link.sub ? { email: link.email, sub: link.sub } : undefined
    },

    confirm: async (token, address, now) => {
      const outcome = await store
        .transaction(async (tx) => {
          const link = await links.take(tx, token, ['change-email'], now)
          const before = link?.sub ? await tx.accounts.locked(link.sub) : undefined
          if (!link?.email || before === undefined || before.disabledAt !== null || before.email !== link.facts.from)
            return 'gone'
          if (!(await tx.accounts.changeEmail(before.sub, link.email, normalizeEmail(link.email) ?? '', now)))
            return 'taken'
          await tx.mailLinks.removeForAccount(before.sub, ['reset-password', 'verify-email'])
          return { before, email: link.email }
        })
        .catch(takenIfDuplicate)
      if (typeof outcome === 'string') return { kind: outcome }
      const { before, email } = outcome
      record({
        kind: 'account_changed',
        ...{ sub: before.sub, address },
        operatorText: 'The person changed the e-mail address, and confirmed the new one.',
      })
      after.run(() => announce(before, email, now))
      return { kind: 'changed' }
    },

    findUndo: async (token, now) => {
      const link = await links.find(token, ['undo-email'], now)
      return link?.email ? { email: link.email, newEmail: link.facts.to ?? '' } : undefined
    },

    undo: async (token, address, now) => {
      const outcome = await store
        .transaction(async (tx) => {
          const link = await links.take(tx, token, ['undo-email'], now)
          const account = link?.sub ? await tx.accounts.locked(link.sub) : undefined
          if (!link?.email || account === undefined || account.disabledAt !== null) return 'gone'
          const { sub } = account
          if (!(await tx.accounts.changeEmail(sub, link.email, normalizeEmail(link.email) ?? '', now))) return 'taken'
          await tx.accounts.forgetPassword(sub, now)
          await removeFactorsSince(tx, sub, link.createdAt)
          await tx.mailLinks.removeForAccount(sub, ['change-email', 'reset-password', 'verify-email'])
          // Whoever moved it on from there must not move it back; whoever had it before still may.
          await tx.mailLinks.removeUndosSince(sub, link.createdAt)
          const ended = await endEverything(tx, sub, 'password_changed', now)
          const about = { sub, email: link.email, language: link.language }
          const reset = await links.make(tx, { purpose: 'reset-password', ...about }, config.resetLinkSeconds, now)
          return { sub, reset, ...ended }
        })
        .catch(takenIfDuplicate)
      if (typeof outcome === 'string') return { kind: outcome }
      parts.later(parts.tellApps)
      record({
        kind: 'account_changed',
        ...{ sub: outcome.sub, address },
        operatorText: `The owner of the e-mail address of before took its change back; the password, ${outcome.sessions} sessions and ${outcome.families} families ended.`,
      })
      return { kind: 'undone', token: outcome.reset }
    },
  }
}
