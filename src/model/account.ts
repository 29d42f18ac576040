// Account: a person who can log in (the "resource owner" of RFC 6749 §1.1, the "end-user" of OIDC Core §1.2).

export type Account = Readonly<{
  /** The subject: `usr_` and 128 random bits; never an e-mail address, never reused. */
  sub: string
  /** As it was typed. */
  email: string
  /** As it is compared (protocol/email.ts). */
  emailNormalized: string
  emailVerifiedAt: Date | null
  name: string | null
  roles: readonly string[]
  disabledAt: Date | null
  createdAt: Date
}>

/** An account as the login needs it: with the password's hash (argon2id, or an imported foreign hash). */
export type AccountWithPassword = Account & Readonly<{ passwordHash: string | null }>
