// Digests of secrets with 256 random bits: one SHA-256 is enough, compared in constant time (RFC 6749 §10.10).
import { hash, timingSafeEqual } from 'node:crypto'

export const sha256 = (text: string | Buffer): Buffer => hash('sha256', text, 'buffer')

/** timingSafeEqual throws on different lengths; a length is no secret. */
export const sameDigest = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

/** Strict base64url: Buffer.from ignores stray characters, which would give one secret many spellings. */
export const fromBase64url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}
