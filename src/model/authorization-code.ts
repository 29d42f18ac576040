// Authorization code: one consent on its way to the token endpoint (RFC 6749 §4.1.2).
import type { RequestedClaims } from './requested-claims.ts'

export type AuthorizationCode = Readonly<{
  /** SHA-256 of the code. */
  digest: Buffer
  clientId: string
  sub: string
  sessionId: string
  sid: string
  redirectUri: string
  /** Whether the authorization request named the redirect URI (RFC 6749 §4.1.3: then the token request must too). */
  redirectUriSent: boolean
  /** S256 challenge (RFC 7636 §4.2), null for an exempt client that sent none. */
  codeChallenge: string | null
  scope: readonly string[]
  resources: readonly string[]
  requestedClaims: RequestedClaims
  nonce: string | null
  authenticatedAt: Date
  amr: readonly string[]
  /** The family that redeeming it founds. */
  familyId: Buffer
  familyPublicId: string
  issuedAt: Date
  expiresAt: Date
  spentAt: Date | null
  /** Nothing that it leads to lives longer: the person allowed it until then; null: until they end it. */
  accessEndsAt: Date | null
}>
