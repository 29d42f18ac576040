// Event: why something was refused, or what an operator should know; kept 14 days.

export type EventKind =
  | 'refused'
  | 'refresh_retried'
  | 'refresh_recovered'
  | 'refresh_reused'
  | 'code_replayed'
  | 'family_revoked'
  | 'device_allowed'
  | 'logged_in'
  | 'logged_out'
  | 'logout_undelivered'
  | 'account_changed'
  | 'client_changed'
  | 'key_changed'
  | 'resource_changed'

export type Event = Readonly<{
  /** Shown to the person or the app with the refusal; `explain` finds it. */
  reference: string
  at: Date
  kind: EventKind
  /** The protocol's error code, where there is one. */
  code: string | null
  /** e.g. `POST /token`. */
  endpoint: string | null
  clientId: string | null
  sub: string | null
  familyPublicId: string | null
  address: string | null
  /** For the app's owner: about their own client's configuration only. */
  ownerText: string | null
  /** For the operator: the exact cause. */
  operatorText: string
  /** What to do about it. */
  cure: string | null
}>
