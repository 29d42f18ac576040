// Logout delivery: one client that is to be told that a session of one of its people is over (OpenID Connect Back-Channel Logout §2.3).

export type LogoutDelivery = Readonly<{
  clientId: string
  /** The session's name at this client. */
  sid: string
  /** The person's own subject; the client may know them by another. */
  sub: string
  state: DeliveryState
  /** Begun, whether or not their end was seen. */
  attempts: number
  createdAt: Date
  /** When the next attempt is due, where one is. */
  dueAt: Date
  lastAttemptAt: Date | null
  finishedAt: Date | null
  lastError: string | null
}>

export type DeliveryState = 'waiting' | 'delivered' | 'failed'

/** What an attempt led to. */
export type DeliveryResult =
  | Readonly<{ kind: 'delivered' }>
  | Readonly<{ kind: 'failed'; error: string }>
  | Readonly<{ kind: 'retry'; error: string; afterSeconds: number }>
