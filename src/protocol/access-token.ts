// Access tokens: the claims of RFC 9068 §2.2.
import type { Issuance } from '../model/issuance.ts'
import { formatScope } from './scope.ts'

export const accessTokenType = 'at+jwt'

export type AccessTokenClaims = Readonly<{
  iss: string
  sub: string
  aud: string | readonly string[]
  client_id: string
  scope?: string
  iat: number
  exp: number
  jti: string
  auth_time?: number
  amr?: readonly string[]
  sid?: string
  roles?: readonly string[]
}>

/** @param unique random text that makes the `jti` unique; the family's public name before it ties the token to its family. */
export const accessTokenClaims = (
  issuance: Issuance,
  issuer: string,
  unique: string,
  lifetimeSeconds: number,
  now: Date,
): AccessTokenClaims => {
  const { family } = issuance
  const iat = Math.floor(now.getTime() / 1000)
  return {
    iss: issuer,
    sub: issuance.subject,
    aud: issuance.audience.length === 1 ? (issuance.audience[0] as string) : issuance.audience,
    client_id: issuance.client.clientId,
    ...(issuance.scope.length > 0 && { scope: formatScope(issuance.scope) }),
    iat,
    exp: iat + lifetimeSeconds,
    jti: family === null ? unique : `${family.publicId}.${unique}`,
    // RFC 9068 §2.2.1: when and how the person authenticated; it stays the same across refreshes.
    ...(family !== null && {
      auth_time: Math.floor(family.authenticatedAt.getTime() / 1000),
      amr: family.amr,
      sid: family.sid,
    }),
    // RFC 9068 §2.2.3.1
    ...(issuance.roles.length > 0 && { roles: issuance.roles }),
  }
}

/** The public name of the family that a `jti` belongs to; null for tokens without one. */
export const familyOf = (jti: string): string | null => {
  const dot = jti.indexOf('.')
  return dot < 0 ? null : jti.slice(0, dot)
}
