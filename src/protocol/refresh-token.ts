// Refresh tokens: their format. A forged one is refused before the database is asked (RFC 9700 §4.14.2).
import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * cs_rt_ ‖ base64url( version 1 ‖ master-key id 4 ‖ family id 16 ‖ generation 4 ‖ HMAC-SHA-256 32 )
 * The successor is a function of family and generation, so a repeated request gets the same one.
 */
export const refreshTokenPrefix = 'cs_rt_'
const version = 1
const keyIdBytes = 4
const familyIdBytes = 16
const bodyBytes = 1 + keyIdBytes + familyIdBytes + 4
const tokenBytes = bodyBytes + 32

/** The key that authenticates refresh tokens, derived from the master key of this fingerprint. */
export type RefreshKey = Readonly<{ fingerprint: string; key: Buffer }>

export type ParsedRefreshToken = Readonly<{ keyId: string; familyId: Buffer; generation: number; bytes: Buffer }>

/** The id by which a token names its master key: the first bytes of the fingerprint, in hexadecimal. */
export const keyIdOf = (fingerprint: string): string => fingerprint.slice(0, keyIdBytes * 2)

export const formatRefreshToken = (familyId: Buffer, generation: number, { fingerprint, key }: RefreshKey): string => {
  const body = Buffer.alloc(bodyBytes)
  body.writeUInt8(version, 0)
  body.write(keyIdOf(fingerprint), 1, 'hex')
  familyId.copy(body, 1 + keyIdBytes)
  body.writeUInt32BE(generation, 1 + keyIdBytes + familyIdBytes)
  return refreshTokenPrefix + Buffer.concat([body, tagOf(body, key)]).toString('base64url')
}

/** Takes a token apart without trusting it; undefined if it cannot be one of ours. */
export const parseRefreshToken = (token: string): ParsedRefreshToken | undefined => {
  if (!token.startsWith(refreshTokenPrefix)) return undefined
  const encoded = token.slice(refreshTokenPrefix.length)
  const bytes = Buffer.from(encoded, 'base64url')
  // Re-encoding refuses the other spellings that a lenient decoder would take for the same bytes.
  if (bytes.length !== tokenBytes || bytes[0] !== version || bytes.toString('base64url') !== encoded) return undefined
  return {
    keyId: bytes.toString('hex', 1, 1 + keyIdBytes),
    familyId: bytes.subarray(1 + keyIdBytes, 1 + keyIdBytes + familyIdBytes),
    generation: bytes.readUInt32BE(1 + keyIdBytes + familyIdBytes),
    bytes,
  }
}

export const isAuthentic = (token: ParsedRefreshToken, key: Buffer): boolean =>
  timingSafeEqual(tagOf(token.bytes.subarray(0, bodyBytes), key), token.bytes.subarray(bodyBytes))

const tagOf = (body: Buffer, key: Buffer): Buffer => createHmac('sha256', key).update(body).digest()
