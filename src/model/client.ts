// Client: an application that may ask for tokens (RFC 6749 §2, RFC 7591 §2).
import type { JSONWebKeySet } from 'jose'
import type { SigningAlgorithm } from './signing-key.ts'

/** How the application became known; it decides what strangers may do (README, Decisions). */
/** `person`: somebody with an account here made it in the developer portal; bounded as strangers are. */
export type ClientOrigin = 'operator' | 'person' | 'self-registered' | 'metadata-document'

/** Methods of RFC 6749 §2.3, RFC 7591 §2 and OIDC Core §9; a client with a secret may use either of the two secret methods. */
export type TokenEndpointAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none'

export const deviceCodeGrantType = 'urn:ietf:params:oauth:grant-type:device_code'
export const grantTypes = ['authorization_code', 'refresh_token', 'client_credentials', deviceCodeGrantType] as const
export type GrantType = (typeof grantTypes)[number]

/** Metadata that is shown or echoed, and decides nothing (RFC 7591 §2). */
export type ClientDisplay = Readonly<{
  clientUri?: string
  logoUri?: string
  tosUri?: string
  policyUri?: string
  contacts?: readonly string[]
  softwareId?: string
  softwareVersion?: string
  applicationType?: 'web' | 'native'
  /** Where `sector` comes from, if the client said so. */
  sectorIdentifierUri?: string
  /** What its owner said it is in the portal; what it may do stands in its grants. */
  kind?: AppKind
}>

export type Client = Readonly<{
  /** `app_` and 128 random bits, or the https address of its metadata document; never the shape of a person's subject. */
  clientId: string
  name: string
  origin: ClientOrigin
  tokenEndpointAuthMethod: TokenEndpointAuthMethod
  redirectUris: readonly string[]
  grantTypes: readonly GrantType[]
  /** Scope names that it may ask for; also its default when a request names none. */
  scope: readonly string[]
  /** Those of them that it can do without: the person may leave them out where the operator allows it (model/scope.ts). */
  optionalScope: readonly string[]
  /** Audiences for which it is a resource server: it may introspect their tokens (RFC 7662 §2.1). */
  audiences: readonly string[]
  /** False only for a confidential client that an operator exempted from RFC 7636. */
  pkceRequired: boolean
  display: ClientDisplay
  /** Its public keys, inline or where they are published: one of the two for private_key_jwt (RFC 7591 §2). */
  jwks: JSONWebKeySet | null
  jwksUri: string | null
  /** Origins whose scripts may read our answers to it; empty: any (Fetch §3.2). */
  webOrigins: readonly string[]
  postLogoutRedirectUris: readonly string[]
  backchannelLogoutUri: string | null
  /** Whether its people have another subject at every sector (OIDC Core §8). */
  subjectType: SubjectType
  /** The host that a pairwise subject is for (OIDC Core §8.1); null where the subject is public. */
  sector: string | null
  idTokenAlg: SigningAlgorithm
  /** Null: answers as plain JSON (OIDC Core §5.3.2). */
  userinfoAlg: SigningAlgorithm | null
  /** Holds where the request has no max_age (OpenID Connect Registration §2). */
  defaultMaxAgeSeconds: number | null
  /** Overrides the default retry window of refresh tokens, in seconds. */
  refreshRetrySeconds: number | null
  /** How many tokens it may fetch in a minute; null: no limit of its own. */
  tokensPerMinute: number | null
  verifiedAt: Date | null
  /** The person whose app it is (origin `person`); null where its owner has left. */
  ownerSub: string | null
  /** Digest of the logo that its owner uploaded; its address follows from it. */
  logoDigest: string | null
  publisher: Publisher | null
  disabledAt: Date | null
  createdAt: Date
  /** When somebody first completed a login with it; registrations without one are forgotten. */
  firstLoginAt: Date | null
}>

export type SubjectType = 'public' | 'pairwise'

export const appKinds = ['web', 'single-page', 'native', 'device', 'service', 'mcp'] as const
export type AppKind = (typeof appKinds)[number]

/** The web host that vouches for it, as its owner says; it does so only while `verifiedAt` is set. */
export type Publisher = Readonly<{
  host: string
  verifiedAt: Date | null
  /** When the file was last asked for, found or not. */
  checkedAt: Date | null
  /** What was wrong with it then, for the owner. */
  problem: string | null
}>

/** What a client is unless its metadata or an operator says otherwise. */
export const usualClient = {
  optionalScope: [],
  audiences: [],
  pkceRequired: true,
  display: {},
  jwks: null,
  jwksUri: null,
  webOrigins: [],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  subjectType: 'public',
  sector: null,
  idTokenAlg: 'RS256',
  userinfoAlg: null,
  defaultMaxAgeSeconds: null,
  refreshRetrySeconds: null,
  tokensPerMinute: null,
  verifiedAt: null,
  ownerSub: null,
  logoDigest: null,
  publisher: null,
  disabledAt: null,
  firstLoginAt: null,
} as const satisfies Partial<Client>

export type ClientSecret = Readonly<{
  id: string
  /** SHA-256 of the secret (256 random bits, so no slow hash is needed). */
  digest: Buffer
  createdAt: Date
  lastUsedAt: Date | null
}>

export const isPublic = (client: Pick<Client, 'tokenEndpointAuthMethod'>): boolean =>
  client.tokenEndpointAuthMethod === 'none'

/** It proves itself by a secret; others by their keys, or not at all. */
export const usesSecret = ({ tokenEndpointAuthMethod: method }: Pick<Client, 'tokenEndpointAuthMethod'>): boolean =>
  method === 'client_secret_basic' || method === 'client_secret_post'
