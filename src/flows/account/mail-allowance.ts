// The allowance of mails: whoever asks for one by typing an address cannot flood its owner (OWASP ASVS 6.3, 2.4).
import { normalizeEmail } from '../../protocol/email.ts'
import type { ClaimAttempts } from './attempts.ts'

/** In a quarter of an hour, over all that can be asked for; each address counts alike, whether or not it has an account. */
const limits = { mailTo: 4, mailFrom: 40 } as const

export type MailAsked = Readonly<{ email: string; address: string }>

export type MailAllowance = (
  asked: MailAsked,
  now: Date,
) => Promise<
  | Readonly<{ kind: 'allowed'; email: string; normalized: string }>
  | Readonly<{ kind: 'no-address' }>
  | Readonly<{ kind: 'too-many'; retryAfterSeconds: number }>
>

type Parts = Readonly<{ claimAttempts: ClaimAttempts; addressGroup: (address: string) => string }>

export const allowingMails =
  ({ claimAttempts, addressGroup }: Parts): MailAllowance =>
  async ({ email: typed, address }, now) => {
    // As it is compared, but for its capitals: a letter that only looks like another must not lead to another mailbox.
    const email = typed.normalize('NFKC').trim()
    const normalized = normalizeEmail(typed)
    if (normalized === undefined) return { kind: 'no-address' }
    const claim = await claimAttempts(
      [
        { kind: 'mailFrom', value: addressGroup(address), limit: limits.mailFrom },
        { kind: 'mailTo', value: normalized, limit: limits.mailTo },
      ],
      now,
    )
    return claim.kind === 'too-many' ? claim : { kind: 'allowed', email, normalized }
  }
