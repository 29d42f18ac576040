// Consent: what a person allowed an application, remembered per redirect origin.

export type Consent = Readonly<{
  sub: string
  clientId: string
  /** Origin (or private scheme) the code went to (protocol/redirect-uri.ts). */
  redirectOrigin: string
  scope: readonly string[]
  /** The APIs that were named (RFC 8707): a token for another one asks again. */
  resources: readonly string[]
  /** The application's name as it was shown: another name asks again. */
  clientName: string
  /** Which version of the application's own description was shown; null where it has none (protocol/client-version.ts). */
  clientVersion: string | null
  grantedAt: Date
  /** What the person left out: the app is answered without it, and it is not asked again. */
  declined: readonly string[]
  /** From then on it is asked again, and nothing that it led to is alive; null: until the person ends it. */
  endsAt: Date | null
}>
