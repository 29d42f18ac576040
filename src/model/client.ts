// Client: an application that may ask for tokens (RFC 6749 §2, RFC 7591 §2).

/** How the application became known; it decides what strangers may do (README, Decisions). */
export type ClientOrigin = 'operator' | 'self-registered'

/** Methods of RFC 6749 §2.3 and RFC 7591 §2; a client with a secret may use either of the two secret methods. */
export type TokenEndpointAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none'

export type GrantType = 'authorization_code' | 'refresh_token' | 'client_credentials'

/** Metadata that is shown or echoed, and decides nothing (RFC 7591 §2). */
export type ClientDisplay = Readonly<{
  clientUri?: string
  logoUri?: string
  tosUri?: string
  policyUri?: string
  contacts?: readonly string[]
  softwareId?: string
  softwareVersion?: string
}>

export type Client = Readonly<{
  /** `app_` and 128 random bits; never the shape of a person's subject. */
  clientId: string
  name: string
  origin: ClientOrigin
  tokenEndpointAuthMethod: TokenEndpointAuthMethod
  redirectUris: readonly string[]
  grantTypes: readonly GrantType[]
  /** Scope names that it may ask for; also its default when a request names none. */
  scope: readonly string[]
  /** Audiences for which it is a resource server: it may introspect their tokens (RFC 7662 §2.1). */
  audiences: readonly string[]
  /** False only for a confidential client that an operator exempted from RFC 7636. */
  pkceRequired: boolean
  display: ClientDisplay
  /** Overrides the default retry window of refresh tokens, in seconds. */
  refreshRetrySeconds: number | null
  verifiedAt: Date | null
  disabledAt: Date | null
  createdAt: Date
  /** When somebody first completed a login with it; registrations without one are forgotten. */
  firstLoginAt: Date | null
}>

export type ClientSecret = Readonly<{
  id: string
  /** SHA-256 of the secret (256 random bits, so no slow hash is needed). */
  digest: Buffer
  createdAt: Date
  lastUsedAt: Date | null
}>

export const isPublic = (client: Client): boolean => client.tokenEndpointAuthMethod === 'none'
