// The allowance of mails: whoever asks for one by typing an address cannot flood its owner (OWASP ASVS 6.3, 2.4).
import { normalizeEmail } from '../../protocol/email.ts'
import type { ClaimAttempts } from './attempts.ts'

/**
 * In a quarter of an hour; each address counts alike, whether or not it has an account. A stranger who uses up what may be
 * asked for from one network, or for one purpose, keeps nobody else from asking; and the links that come of it are the
 * person's own, and work.
 */
const limits = { mailFrom: 40, mailFromTo: 4, mailTo: 12 } as const

export type MailPurpose = 'sign-up' | 'reset-password' | 'verify-email' | 'change-email'
export type MailAsked = Readonly<{ email: string; address: string }>

export type MailAllowance = (
  purpose: MailPurpose,
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
  async (purpose, { email: typed, address }, now) => {
    // As it is compared, but for its capitals: a letter that only looks like another must not lead to another mailbox.
    const email = typed.normalize('NFKC').trim()
    const normalized = normalizeEmail(typed)
    if (normalized === undefined) return { kind: 'no-address' }
    const from = addressGroup(address)
    const claim = await claimAttempts(
      [
        { kind: 'mailFrom', value: from, limit: limits.mailFrom },
        { kind: 'mailFromTo', value: `${from} ${normalized}`, limit: limits.mailFromTo },
        { kind: `mailTo-${purpose}`, value: normalized, limit: limits.mailTo },
      ],
      now,
    )
    return claim.kind === 'too-many' ? claim : { kind: 'allowed', email, normalized }
  }
