// Mail link: what a link in a mail stands for; whoever opens it has the mailbox that it was sent to.

export type MailLinkPurpose =
  /** Goes on with a new account. */
  | 'sign-up'
  /** The same, for somebody whom an operator asked in. */
  | 'invite'
  /** The address of an account that nobody has shown to be its person's. */
  | 'verify-email'
  | 'reset-password'
  /** Sent to the new address; `email` is that one. */
  | 'change-email'
  /** Sent to the address of before, which it brings back; `email` is that one. */
  | 'undo-email'
  /** The first administrator. */
  | 'setup'

export type MailLink = Readonly<{
  purpose: MailLinkPurpose
  /** The account that it is about; null where there is none yet. */
  sub: string | null
  /** The address that it was sent to; null where it was not sent by mail, and so shows nothing about one. */
  email: string | null
  language: string | null
  /** Where the person came from, as `authorize?…`, to go on there. */
  request: string | null
  /** What else its purpose needs. */
  facts: Readonly<Record<string, string>>
  createdAt: Date
  expiresAt: Date
}>
