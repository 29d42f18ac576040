// Stored hash: reads what is kept of a password, and refuses a cost that would hurt the server (RFC 9106, RFC 7914, RFC 8018 §5.2).

/** A hash that can be checked at a bounded cost. */
export type StoredHash =
  | Readonly<{
      kind: 'argon2'
      id: string
      version: number
      memoryKib: number
      iterations: number
      parallelism: number
      text: string
    }>
  | Readonly<{ kind: 'bcrypt'; text: string }>
  | Readonly<{ kind: 'scrypt'; ln: number; r: number; p: number; salt: Buffer; hash: Buffer }>
  | Readonly<{ kind: 'pbkdf2'; digest: 'sha1' | 'sha256' | 'sha512'; iterations: number; salt: Buffer; hash: Buffer }>

type Read = StoredHash | Readonly<{ problem: string }>

const digestBytes = { sha1: 20, sha256: 32, sha512: 64 } as const

/** Each limit keeps one check below about two seconds and 256 MiB. */
const limits = {
  textLength: 512,
  argon2MemoryKib: 262_144,
  argon2Iterations: 20,
  argon2MemoryTimesIterations: 1_048_576,
  parallelism: 16,
  bcryptCost: 14,
  scryptBytes: 268_435_456,
  scryptBytesTimesParallelism: 805_306_368,
  pbkdf2Iterations: 4_000_000,
} as const

export const readStoredHash = (text: string): Read => {
  if (text.length > limits.textLength) return { problem: `it is longer than ${limits.textLength} characters` }
  if (/^\$2[aby]\$/.test(text)) return readBcrypt(text)
  if (/^\$argon2(id|i|d)\$/.test(text)) return readArgon2(text)
  if (text.startsWith('$scrypt$')) return readScrypt(text)
  if (/^\$pbkdf2(-sha1|-sha256|-sha512)?\$/.test(text)) return readPbkdf2(text)
  return { problem: 'its kind is unknown (known: bcrypt, scrypt, PBKDF2, argon2, written as $kind$…)' }
}

export const scryptBytes = (ln: number, r: number): number => 128 * 2 ** ln * r

const readBcrypt = (text: string): Read => {
  const cost = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text)?.[1]
  if (cost === undefined) return { problem: 'it is not a whole bcrypt hash' }
  return within({ cost: [Number(cost), 4, limits.bcryptCost] }) ?? { kind: 'bcrypt', text }
}

const readArgon2 = (text: string): Read => {
  const [, id = '', ...fields] = text.split('$')
  const version = fields[0]?.startsWith('v=') ? Number(fields.shift()?.slice(2)) : 16
  const [params = '', salt = '', hash = '', ...rest] = fields
  const { m, t, p, ...others } = numbers(params)
  const saltBytes = bytesOf(salt)
  const hashBytes = bytesOf(hash)
  const whole = m !== undefined && t !== undefined && p !== undefined && Object.keys(others).length === 0
  if (!whole || !saltBytes || !hashBytes || rest.length > 0 || (version !== 16 && version !== 19)) {
    return { problem: 'it is not a whole argon2 hash' }
  }
  const problem = within({
    m: [m, 8 * p, limits.argon2MemoryKib],
    t: [t, 1, limits.argon2Iterations],
    p: [p, 1, limits.parallelism],
    'm times t': [m * t, 1, limits.argon2MemoryTimesIterations],
    'salt length': [saltBytes.length, 8, 64],
    'hash length': [hashBytes.length, 16, 64],
  })
  return problem ?? { kind: 'argon2', id, version, memoryKib: m, iterations: t, parallelism: p, text }
}

const readScrypt = (text: string): Read => {
  const [, , params = '', salt = '', hash = '', ...rest] = text.split('$')
  const { ln, r, p, ...others } = numbers(params)
  const [saltBytes, hashBytes] = [bytesOf(salt), bytesOf(hash)]
  const whole = ln !== undefined && r !== undefined && p !== undefined && Object.keys(others).length === 0
  if (!whole || !saltBytes || !hashBytes || rest.length > 0) return { problem: 'it is not a whole scrypt hash' }
  const problem = within({
    ln: [ln, 1, 24],
    r: [r, 1, 64],
    p: [p, 1, limits.parallelism],
    memory: [scryptBytes(ln, r), 1, limits.scryptBytes],
    'memory times p': [scryptBytes(ln, r) * p, 1, limits.scryptBytesTimesParallelism],
    'hash length': [hashBytes.length, 16, 64],
  })
  return problem ?? { kind: 'scrypt', ln, r, p, salt: saltBytes, hash: hashBytes }
}

const readPbkdf2 = (text: string): Read => {
  const [, id = '', params = '', salt = '', hash = '', ...rest] = text.split('$')
  // Passlib writes `$pbkdf2$` for SHA-1 and the bare number of iterations.
  const digest = id.endsWith('512') ? 'sha512' : id.endsWith('256') ? 'sha256' : 'sha1'
  const { i: iterations, ...others } = numbers(/^\d+$/.test(params) ? `i=${params}` : params)
  const [saltBytes, hashBytes] = [bytesOf(salt), bytesOf(hash)]
  const whole = iterations !== undefined && Object.keys(others).length === 0
  if (!whole || !saltBytes || !hashBytes || rest.length > 0) return { problem: 'it is not a whole PBKDF2 hash' }
  const problem = within({
    i: [iterations, 1, limits.pbkdf2Iterations],
    'hash length': [hashBytes.length, 16, 64],
    'i times blocks': [iterations * Math.ceil(hashBytes.length / digestBytes[digest]), 1, limits.pbkdf2Iterations],
  })
  return problem ?? { kind: 'pbkdf2', digest, iterations, salt: saltBytes, hash: hashBytes }
}

/** `m=19456,t=2,p=1` in any order; anything else gives nothing. */
const numbers = (params: string): Readonly<Record<string, number>> => {
  const pairs = params.split(',').map((pair) => /^([a-z]{1,4})=(\d{1,10})$/.exec(pair))
  const distinct = new Set(pairs.map((pair) => pair?.[1])).size === pairs.length
  return distinct ? Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? 'unknown', Number(pair?.[2])])) : {}
}

/** base64 with or without padding, with passlib's `.` for `+`. */
const bytesOf = (text: string): Buffer | undefined =>
  /^[A-Za-z0-9+/._-]+={0,2}$/.test(text) ? Buffer.from(text.replaceAll('.', '+'), 'base64') : undefined

const within = (
  values: Readonly<Record<string, readonly [number, number, number]>>,
): { problem: string } | undefined => {
  const outside = Object.entries(values).find(([, [value, low, high]]) => !(value >= low && value <= high))
  return outside && { problem: `its ${outside[0]} is ${outside[1][0]}, outside ${outside[1][1]} to ${outside[1][2]}` }
}
