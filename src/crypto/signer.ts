// Signer: makes signing keys and compact JWS (RFC 7515 §3.1, RFC 7518 §3, RFC 8037 §3.1), key ids by RFC 7638.
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK, JWTPayload } from 'jose'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import { fromBase64url } from './digest.ts'

export type GeneratedSigningKey = Readonly<{ kid: string; publicJwk: JWK; privatePkcs8: Buffer }>

/** In place, not in the thread pool: the trip there costs more than it saves, and argon2 works there. */
export type JwtSigner = (typ: string, claims: Readonly<Record<string, unknown>>) => string

/** Undefined unless the signature and the type are right; time and issuer are for the caller to judge. */
export type JwtVerifier = (token: string, typ: string) => JWTPayload | undefined

type Method = Readonly<{ hash: string | null; options: object; generate: () => Promise<{ privateKey: KeyObject }> }>

const generatePair = promisify(generateKeyPair)
const generateRsa = () => generatePair('rsa', { modulusLength: 2048 })
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

const methods: Readonly<Record<SigningAlgorithm, Method>> = {
  RS256: { hash: 'sha256', options: { padding: constants.RSA_PKCS1_PADDING }, generate: generateRsa },
  PS256: { hash: 'sha256', options: pss, generate: generateRsa },
  ES256: {
    hash: 'sha256',
    options: { dsaEncoding: 'ieee-p1363' },
    generate: () => generatePair('ec', { namedCurve: 'P-256' }),
  },
  EdDSA: { hash: null, options: {}, generate: () => generatePair('ed25519') },
}

export const generateSigningKey = async (alg: SigningAlgorithm): Promise<GeneratedSigningKey> => {
  const { privateKey } = await methods[alg].generate()
  const privatePkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  return { ...publicHalf(alg, createPublicKey(privateKey)), privatePkcs8 }
}

export const readPrivateKey = (pkcs8: Buffer): KeyObject =>
  createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' })

export const publicHalf = (alg: SigningAlgorithm, publicKey: KeyObject): Readonly<{ kid: string; publicJwk: JWK }> => {
  const bare = publicKey.export({ format: 'jwk' }) as JWK
  const kid = thumbprint(bare)
  return { kid, publicJwk: { ...bare, kid, alg, use: 'sig' } }
}

/** RFC 7638 §3.2: the required members alone, in alphabetic order. */
const thumbprint = ({ kty, n, e, crv, x, y }: JWK): string =>
  createHash('sha256').update(JSON.stringify({ crv, e, kty, n, x, y })).digest('base64url')

export const jwtSigner = (alg: SigningAlgorithm, kid: string, key: KeyObject): JwtSigner => {
  const { hash, options } = methods[alg]
  const headers = new Map<string, string>()
  const headerFor = (typ: string): string => {
    const known = headers.get(typ)
    if (known) return known
    const header = encode({ alg, typ, kid })
    headers.set(typ, header)
    return header
  }
  return (typ, claims) => {
    const input = `${headerFor(typ)}.${encode(claims)}`
    return `${input}.${sign(hash, Buffer.from(input), { key, ...options }).toString('base64url')}`
  }
}

export const jwtVerifier = (alg: SigningAlgorithm, kid: string, key: KeyObject): JwtVerifier => {
  const { hash, options } = methods[alg]
  return (token, typ) => {
    const parts = splitToken(token)
    // The algorithm belongs to the key; the token cannot choose (RFC 8725 §3.1). Ours never hold `crit` or more members.
    if (!parts || parts.header !== encode({ alg, typ, kid })) return undefined
    const right = verify(hash, Buffer.from(parts.input), { key, ...options }, parts.signature)
    return right ? (objectOf(parts.payload) as JWTPayload | undefined) : undefined
  }
}

/** The key that a token names, before anything of it is believed. */
export const kidOf = (token: string): string | undefined => {
  const parts = splitToken(token)
  const header = parts && objectOf(Buffer.from(parts.header, 'base64url'))
  return typeof header?.kid === 'string' ? header.kid : undefined
}

const longestToken = 16_384

const splitToken = (token: string) => {
  if (token.length > longestToken) return undefined
  const [header = '', payload = '', signature = '', ...rest] = token.split('.')
  const [payloadBytes, signatureBytes] = [fromBase64url(payload), fromBase64url(signature)]
  if (rest.length > 0 || !payloadBytes || !signatureBytes) return undefined
  return { header, input: `${header}.${payload}`, payload: payloadBytes, signature: signatureBytes }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const objectOf = (json: Buffer): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(json.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
