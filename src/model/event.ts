// Event: why something was refused, or what an operator should know; kept 14 days.

export const eventKinds = [
  'refused',
  'refresh_retried',
  'refresh_recovered',
  'refresh_reused',
  'code_replayed',
  'family_revoked',
  'device_allowed',
  'logged_in',
  'logged_out',
  'logout_undelivered',
  'mail_undelivered',
  'account_changed',
  'factor_changed',
  'passkey_copied',
  'client_changed',
  'key_changed',
  'resource_changed',
  'scope_changed',
] as const
export type EventKind = (typeof eventKinds)[number]

export type Facts = Readonly<Record<string, unknown>>

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
  /** Who did it, where it was an act of administration: a person's `sub`, a `client_id`, or words in brackets. */
  actor: string | null
  /** The fields that the act changed; no secret stands in them. */
  before: Facts | null
  after: Facts | null
}>
