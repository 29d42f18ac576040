// Links in mails: 256 random bits each, known here by their digest alone; looking costs nothing, taking uses them up (NIST SP 800-63B-4 §3.1.3.1).
import type { MailLink, MailLinkPurpose } from '../../model/mail-link.ts'
import type { Store } from '../../store/index.ts'

type LinkStore = Pick<Store, 'mailLinks'>

export type MailLinks = Readonly<{
  make(tx: LinkStore, link: NewLink, seconds: number, now: Date): Promise<string>
  find(token: string, purposes: readonly MailLinkPurpose[], now: Date): Promise<MailLink | undefined>
  take(tx: LinkStore, token: string, purposes: readonly MailLinkPurpose[], now: Date): Promise<MailLink | undefined>
}>

export type NewLink = Pick<MailLink, 'purpose'> & Partial<Omit<MailLink, 'purpose' | 'createdAt' | 'expiresAt'>>

const shape = /^cs_link_[\w-]{43}$/

/** The page at which each link is opened, below the issuer. */
export const linkPages = {
  'sign-up': 'sign-up/finish',
  invite: 'sign-up/finish',
  'verify-email': 'verify-email',
  'reset-password': 'reset-password',
  'change-email': 'confirm-email',
  'undo-email': 'undo-email',
  setup: 'setup',
} as const satisfies Record<MailLinkPurpose, string>

export const linkUrl = (issuer: string, purpose: MailLinkPurpose, token: string): string =>
  `${issuer}/${linkPages[purpose]}?link=${token}`

type Parts = Readonly<{
  store: LinkStore
  random: { token(prefix: string): string }
  sha256: (text: string) => Buffer
}>

export const mailLinking = ({ store, random, sha256 }: Parts): MailLinks => ({
  make: async (tx, link, seconds, now) => {
    const token = random.token('cs_link_')
    const none = { sub: null, email: null, language: null, request: null, facts: {} }
    const expiresAt = new Date(now.getTime() + seconds * 1000)
    await tx.mailLinks.create(sha256(token), { ...none, ...link, createdAt: now, expiresAt })
    return token
  },
  find: async (token, purposes, now) =>
    shape.test(token) ? store.mailLinks.find(sha256(token), purposes, now) : undefined,
  take: async (tx, token, purposes, now) =>
    shape.test(token) ? tx.mailLinks.take(sha256(token), purposes, now) : undefined,
})
