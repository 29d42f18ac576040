// Invitations: a link that lets somebody make an account, sent by mail or handed over by the operator.
import type { Config } from '../../config/config.ts'
import type { Actor } from '../../model/actor.ts'
import type { Mail } from '../../model/mail.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import { printable } from '../../protocol/params.ts'
import { personProblem } from '../../protocol/person.ts'
import type { Store } from '../../store/index.ts'
import { inviterOf } from '../account/inviter.ts'
import { linkUrl, mailLinking } from '../account/mail-links.ts'
import type { RecordEvent } from '../events.ts'
import { failed, wrongUse } from './problem.ts'

export type Invitation = Readonly<{
  email: string
  name: string | null
  roles: readonly string[]
  /** In which the mail is written. */
  language: string | null
  /** The operator hands the link over; no mail is sent, so nothing shows that the address is the person's. */
  byHand: boolean
}>

/** `link` where no mail server has it: another process cannot show the mailbox for development. */
export type Invited = Readonly<{ email: string; expiresAt: Date; link: string | null }>

export type InvitationParts = Readonly<{
  store: Pick<Store, 'accounts' | 'mailLinks'>
  random: { token(prefix: string): string }
  sha256: (text: string) => Buffer
  clock: () => Date
  record: RecordEvent
  invitations: Readonly<{
    config: Pick<Config, 'issuer' | 'signUp' | 'hasMail' | 'devMailbox' | 'inviteLinkSeconds'>
    deliver: (mail: Mail) => Promise<Readonly<{ problem?: string }>>
  }>
}>

export const inviting =
  ({ store, random, sha256, clock, record, invitations: { config, deliver } }: InvitationParts, actor: Actor) =>
  async ({ email: typed, name, roles, language, byHand }: Invitation): Promise<Invited> => {
    const problem = personProblem({ email: typed, name, roles, emailVerified: false })
    if (problem !== undefined) throw wrongUse(problem)
    if (!config.hasMail) throw failed('nobody can be invited without mail: set SMTP_URL and SIGN_UP=invite')
    if (config.signUp === 'off') throw failed('nobody can sign up: set SIGN_UP=invite')
    const email = typed.normalize('NFKC').trim()
    if ((await store.accounts.byEmail(normalizeEmail(email) ?? '')) !== undefined)
      throw failed(`there is a user ${printable(email, 100)} already`)
    const now = clock()
    const seconds = config.inviteLinkSeconds
    const facts = { email, ...(name !== null && { name }), roles: JSON.stringify(roles), ...inviterOf(actor, roles) }
    const { make } = mailLinking({ store, random, sha256 })
    const sent = { purpose: 'invite', email: byHand ? null : email, language, facts } as const
    const url = linkUrl(config.issuer, 'invite', await make(store, sent, seconds, now))
    if (!byHand) {
      const outcome = await deliver({ to: email, kind: 'invite', language, name, link: { url, seconds } })
      if (outcome.problem !== undefined)
        throw failed(`the mail could not be sent (${outcome.problem}): look at SMTP_URL, or use --link`)
    }
    const expiresAt = new Date(now.getTime() + seconds * 1000)
    // Whom is not written down: who never comes has no account with which that could be deleted.
    const after = { invitation: byHand ? 'by hand' : 'by mail', roles, expires_at: expiresAt.toISOString() }
    record({ kind: 'account_changed', operatorText: 'The operator invited somebody to make an account.', after })
    return {
      email,
      expiresAt,
      link: byHand || config.devMailbox ? url : null,
    }
  }
