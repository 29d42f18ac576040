// Clock and randomness: the only file besides main.ts that reads the clock or draws random bytes (RFC 6749 §10.10).
import { randomBytes } from 'node:crypto'

export type Clock = () => Date

/** Milliseconds that only ever grow: for intervals, never for dates. */
export type Stopwatch = () => number

export type Random = Readonly<{
  bytes: (length: number) => Buffer
  /** A secret: the prefix lets secret scanners find it, 256 bits follow. */
  token: (prefix: string) => string
  /** A name that is not secret: 128 bits. */
  id: (prefix: string) => string
  /** For people to read out: 80 bits, without the letters i, l, o and u. */
  reference: () => string
}>

export const systemClock: Clock = () => new Date()

export const systemStopwatch: Stopwatch = () => performance.now()

const crockford = '0123456789abcdefghjkmnpqrstvwxyz'

/** Everything else is made from one source of bytes, so that a test can replay a run from its seed. */
export const randomFrom = (bytes: (length: number) => Buffer): Random => ({
  bytes,
  token: (prefix) => prefix + bytes(32).toString('base64url'),
  id: (prefix) => prefix + bytes(16).toString('base64url'),
  // 16 characters of 5 bits each; 256 is a multiple of 32, so the low bits of a byte are even.
  reference: () => Array.from(bytes(16), (byte) => crockford[byte & 31]).join(''),
})

/**
 * Draws ahead, because a trip to the generator costs more than its bytes: 4 % of an authorization, which needs three of them.
 * What was given is erased here.
 */
export const drawnAhead = (draw: (length: number) => Buffer): ((length: number) => Buffer) => {
  let pool: Buffer = Buffer.alloc(0)
  return (length) => {
    if (length > pool.length) pool = draw(1024 + length)
    const given = Buffer.from(pool.subarray(0, length))
    pool.fill(0, 0, length)
    pool = pool.subarray(length)
    return given
  }
}

export const systemRandom: Random = randomFrom(drawnAhead(randomBytes))
