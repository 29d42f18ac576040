// Connected app: what a person allowed one application, and what lives of it.

export type ConnectedApp = Readonly<{
  clientId: string
  scope: readonly string[]
  /** The APIs that were named (RFC 8707). */
  resources: readonly string[]
  /** Where codes went (protocol/redirect-uri.ts); none where only a device was connected. */
  redirectOrigins: readonly string[]
  since: Date
  /** When it last fetched a token; null where nothing lives. */
  lastUsedAt: Date | null
  /** How many logins of it live. */
  families: number
  /** Until when the person allowed it; null: until they end it. */
  endsAt: Date | null
}>
