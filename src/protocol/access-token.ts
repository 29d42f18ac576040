// Access tokens: the claims of RFC 9068 §2.2.
import type { Family } from '../model/family.ts'
import { acrOf } from './acr.ts'
import { formatScope } from './scope.ts'

export const accessTokenType = 'at+jwt'

type Facts = Readonly<{
  issuer: string
  clientId: string
  /** As the client knows the person; the client itself where nobody logged in. */
  subject: string
  audience: readonly string[]
  scope: readonly string[]
  family: Family | null
  /** What the resource's mapping adds; it cannot replace what stands here. */
  mapped: Readonly<Record<string, unknown>>
  /** Random text that makes the `jti` unique; the family's public name before it ties the token to its family. */
  unique: string
  lifetimeSeconds: number
  now: Date
}>

export const accessTokenClaims = (facts: Facts): Readonly<Record<string, unknown>> => {
  const { family, audience, scope, unique } = facts
  const iat = Math.floor(facts.now.getTime() / 1000)
  return {
    ...facts.mapped,
    iss: facts.issuer,
    sub: facts.subject,
    aud: audience.length === 1 ? audience[0] : audience,
    client_id: facts.clientId,
    ...(scope.length > 0 && { scope: formatScope(scope) }),
    iat,
    exp: iat + facts.lifetimeSeconds,
    jti: family === null ? unique : `${family.publicId}.${unique}`,
    // RFC 9068 §2.2.1: when and how the person authenticated; it stays the same across refreshes.
    ...(family !== null && {
      auth_time: Math.floor(family.authenticatedAt.getTime() / 1000),
      acr: acrOf(family.amr),
      amr: family.amr,
      sid: family.sid,
    }),
  }
}

/** The public name of the family that a `jti` belongs to; null for tokens without one. */
export const familyOf = (jti: string): string | null => {
  const dot = jti.indexOf('.')
  return dot < 0 ? null : jti.slice(0, dot)
}
