// The signed answer of introspection: when it is asked for, and what it says (RFC 9701 §4, §5; RFC 9110 §12.5.1).
import type { SigningAlgorithm } from '../model/signing-key.ts'

export const introspectionResponseType = 'token-introspection+jwt'
export const introspectionMediaType = `application/${introspectionResponseType}`

/** §6: what a resource server gets that registered nothing else. */
export const introspectionAlgorithm = 'RS256' satisfies SigningAlgorithm
export const introspectionAlgorithms: readonly string[] = [introspectionAlgorithm]

/**
 * Whether Accept prefers the signed answer. Wildcards mean plain JSON, as every client before RFC 9701 gets; between equals
 * the one that is written first wins, and a name wins over a wildcard.
 */
export const prefersSignedAnswer = (accept: string | undefined): boolean => {
  const ranges = (accept ?? '').slice(0, maxLength).split(',').slice(0, maxRanges).map(readRange)
  const quality = (names: readonly string[]) => ranges.find(({ type }) => names.includes(type))
  const signed = quality([introspectionMediaType])
  if (signed === undefined || signed.quality === 0) return false
  const named = quality(['application/json'])
  if (named === undefined) return signed.quality >= (quality(['application/*']) ?? quality(['*/*']) ?? signed).quality
  if (signed.quality !== named.quality) return signed.quality > named.quality
  return ranges.indexOf(signed) < ranges.indexOf(named)
}

const maxLength = 1024
const maxRanges = 32

/** RFC 9110 §12.4.2: a weight that cannot be read is none. */
const readRange = (text: string): Readonly<{ type: string; quality: number }> => {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  if (weight === undefined) return { type, quality: 1 }
  return { type, quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 }
}

/** §5: no `sub` and no `exp` beside it, so that nobody takes it for an access token. */
export const introspectionResponseClaims = (
  issuer: string,
  audience: string,
  introspection: Readonly<Record<string, unknown>>,
  now: Date,
): Readonly<Record<string, unknown>> => ({
  iss: issuer,
  aud: audience,
  iat: Math.floor(now.getTime() / 1000),
  token_introspection: introspection,
})
