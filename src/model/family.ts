// Family: what one authorization allowed, and every refresh token that follows from it (RFC 9700 §4.14.2).
import type { RequestedClaims } from './requested-claims.ts'

export type Family = Readonly<{
  /** 128 random bits, inside refresh tokens only. */
  id: Buffer
  /** Its name everywhere else: pages, logs, claims, events. */
  publicId: string
  clientId: string
  sub: string
  sessionId: string | null
  sid: string
  scope: readonly string[]
  resources: readonly string[]
  requestedClaims: RequestedClaims
  authenticatedAt: Date
  amr: readonly string[]
  /** The generation of the newest refresh token; 0 before any was issued. */
  generation: number
  rotatedAt: Date
  /** Fingerprint of the master key that authenticated the newest refresh token. */
  masterKey: string
  createdAt: Date
  idleExpiresAt: Date
  absoluteExpiresAt: Date
  revokedAt: Date | null
  revokedReason: RevocationReason | null
}>

export type RevocationReason =
  | 'code_replayed'
  | 'code_refused'
  | 'refresh_reused'
  | 'revoked_by_client'
  | 'logged_out'
  | 'session_ended'
  | 'signed_out'
  | 'revoked_by_person'
  | 'account_deleted'
  | 'password_changed'
  | 'account_disabled'
  | 'client_disabled'

/** What presenting a refresh token led to, decided and recorded by one statement. */
export type Rotation = 'rotated' | 'retried' | 'recovered' | 'reused'
