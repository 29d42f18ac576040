// Mail: what is written to a person, before it is put into words.

export type MailKind =
  | 'signUp'
  /** Somebody wanted to sign up with the address of an account. */
  | 'accountExists'
  | 'invite'
  | 'verifyEmail'
  | 'resetPassword'
  | 'passwordChanged'
  /** To the new address, which is not in use until its link was opened. */
  | 'changeEmail'
  /** Somebody wanted to move an account to the address of another. */
  | 'addressTaken'
  /** To the address of before, with a link that undoes it. */
  | 'emailChanged'
  /** The same, to an address that never was shown to be the person's: without a link. */
  | 'emailMoved'
  /** An app's access was ended, because a copy of it is in use. */
  | 'theft'
  | FactorNews

/** How the person logs in was changed. */
export type FactorNews =
  | 'codesAppAdded'
  | 'codesAppRemoved'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'recoveryCodesMade'
  | 'recoveryCodeUsed'
  /** By an operator. */
  | 'factorsReset'

export type Mail = Readonly<{
  to: string
  kind: MailKind
  /** BCP 47; null: the server's own. */
  language: string | null
  /** How they are called, where that is known. */
  name: string | null
  /** What the button leads to, and how long that works; null: always. */
  link?: Readonly<{ url: string; seconds: number | null }>
  /** The new address, where the mail speaks of one. */
  newEmail?: string
  /** The app that it speaks of. */
  app?: string
}>

/** Never throws and never waits: what cannot be delivered is tried again, and then given up with an event. */
export type SendMail = (mail: Mail) => void
