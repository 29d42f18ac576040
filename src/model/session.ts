// Session: one browser in which a person is logged in.

export type Session = Readonly<{
  /** Public name of the session, for families and events; never the cookie nor its digest. */
  id: string
  sub: string
  /** Secret from which each client's `sid` is derived, so that two clients cannot compare theirs. */
  sidSeed: Buffer
  /** When the person last proved who they are (OIDC Core §2 auth_time). */
  authenticatedAt: Date
  /** How (RFC 8176), e.g. `pwd`. */
  amr: readonly string[]
  createdAt: Date
  lastSeenAt: Date
  idleExpiresAt: Date
  absoluteExpiresAt: Date
}>

/** As its person sees it on the page of their devices. */
export type ListedSession = Readonly<
  Pick<Session, 'id' | 'createdAt' | 'authenticatedAt' | 'amr' | 'lastSeenAt'> & {
    endsAt: Date
    /** What the browser said it is, and from where, when it logged in. */
    userAgent: string | null
    address: string | null
  }
>
