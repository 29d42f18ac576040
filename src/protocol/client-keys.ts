// A client's public keys: which sets are acceptable, and which key may have signed what (RFC 7517 §4, §5, RFC 7591 §2, RFC 8725 §3.1).
import { createPublicKey } from 'node:crypto'
import type { JSONWebKeySet, JWK } from 'jose'

const maxKeys = 20
const maxLength = 65_536
const minRsaBits = 2048
/** Beyond it a check of one signature costs milliseconds, which a stranger could ask for again and again. */
const maxRsaBits = 8192
const maxKidLength = 256

/** What a client may sign with: asymmetric only, so that nobody needs to keep a secret that is the client's. */
export const clientSigningAlgorithms = [
  ...['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
  ...['RS384', 'RS512', 'PS384', 'PS512', 'ES384', 'ES512'],
] as const satisfies readonly string[]
export type ClientSigningAlgorithm = (typeof clientSigningAlgorithms)[number]

export const isClientSigningAlgorithm = (name: unknown): name is ClientSigningAlgorithm =>
  (clientSigningAlgorithms as readonly unknown[]).includes(name)

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** Why this is no set of public keys that a client may have, in words that follow its name; undefined if it is one. */
export const jwksProblem = (jwks: unknown): string | undefined => {
  if (!isObject(jwks) || !Array.isArray(jwks.keys)) return 'is not a JWK Set: an object with an array "keys"'
  const keys: readonly unknown[] = jwks.keys
  if (keys.length === 0) return 'has no key'
  if (keys.length > maxKeys) return `has more than ${maxKeys} keys`
  if (JSON.stringify(jwks).length > maxLength) return `is longer than ${maxLength} characters`
  for (const [index, key] of keys.entries()) {
    const problem = keyProblem(key)
    if (problem !== undefined) return `has a key, number ${index + 1}, that ${problem}`
  }
  return undefined
}

const keyProblem = (key: unknown): string | undefined => {
  if (!isObject(key) || typeof key.kty !== 'string') return 'is not a JWK'
  if (key.kty === 'oct') return 'is symmetric: a secret is not published'
  if (privateMembers.some((name) => name in key))
    return 'has private members: publish the public half alone, and make a new key'
  for (const name of ['kid', 'alg', 'use'])
    if (key[name] !== undefined && typeof key[name] !== 'string') return `has a ${name} that is not a text`
  if (String(key.kid ?? '').length > maxKidLength) return `has a kid of more than ${maxKidLength} characters`
  // RFC 7517 §5: types and curves that are not understood are passed over.
  const family = familyOf(key)
  if (family === undefined) return undefined
  return family === 'RSA' ? rsaProblem(key) : publicKeyOf(key) === undefined ? 'is malformed' : undefined
}

const rsaProblem = (key: Members): string | undefined => {
  // The exponent costs as much as the modulus; real ones are 65537 or little else.
  if (typeof key.n !== 'string' || typeof key.e !== 'string') return 'is malformed'
  if (Buffer.from(key.e, 'base64url').length > 4) return 'has an exponent above 32 bits'
  const { modulusLength = 0, publicExponent = 0n } = publicKeyOf(key)?.asymmetricKeyDetails ?? {}
  if (modulusLength === 0) return 'is malformed'
  if (modulusLength < minRsaBits) return `has fewer than ${minRsaBits} bits`
  if (modulusLength > maxRsaBits) return `has more than ${maxRsaBits} bits`
  return publicExponent >= 3n && publicExponent % 2n === 1n ? undefined : 'has an exponent that is not odd'
}

const publicKeyOf = (key: Members) => {
  try {
    return createPublicKey({ key: bare(key), format: 'jwk' })
  } catch {
    return undefined
  }
}

/** What is needed of a key, and nothing that came along with it (RFC 7517 §4.7: certificates are not looked at). */
const bare = ({ kty, crv, x, y, n, e }: Members): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ kty, crv, x, y, n, e }).filter(
      (member): member is [string, string] => typeof member[1] === 'string',
    ),
  )

/** The algorithms of each kind of key (RFC 7518 §3.1, RFC 8037 §3.1). */
const families = {
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
  Ed25519: ['EdDSA', 'Ed25519'],
} as const satisfies Record<string, readonly ClientSigningAlgorithm[]>
type Family = keyof typeof families

const familyOf = ({ kty, crv }: Members): Family | undefined => {
  if (kty === 'RSA') return 'RSA'
  const isCurve = (kty === 'EC' && crv !== 'Ed25519') || (kty === 'OKP' && crv === 'Ed25519')
  return isCurve && typeof crv === 'string' && Object.hasOwn(families, crv) ? (crv as Family) : undefined
}

/** The keys with which such a signature may be checked, bare; all that fit where the signature names no key. */
export const keysFitting = (
  jwks: JSONWebKeySet,
  alg: ClientSigningAlgorithm,
  kid: string | undefined,
): readonly JWK[] =>
  jwks.keys
    .filter((key) => kid === undefined || key.kid === kid)
    .filter((key) => key.use === undefined || key.use === 'sig')
    .filter((key) => !Array.isArray(key.key_ops) || key.key_ops.includes('verify'))
    .flatMap((key) => {
      const family = familyOf(key as Members)
      const own: readonly string[] = family === undefined ? [] : families[family]
      // The key says what it is for, and the signature does not choose beyond it.
      const fits = own.includes(alg) && (key.alg === undefined || key.alg === alg || areEd25519(key.alg, alg))
      return fits ? [bare(key as Members) as JWK] : []
    })

/** Two names of one algorithm (RFC 9864 §2.2). */
const areEd25519 = (a: string, b: string): boolean => [a, b].every((name) => name === 'EdDSA' || name === 'Ed25519')

type Members = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
