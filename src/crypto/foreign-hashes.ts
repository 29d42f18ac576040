// Foreign hashes: what other systems keep of passwords, checked until the next login replaces it (RFC 9106, RFC 7914, RFC 8018 §5.2).
import { pbkdf2, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { verify as verifyArgon2 } from 'argon2'
import { sameDigest } from './digest.ts'
import { readStoredHash, type StoredHash, scryptBytes } from './stored-hash.ts'

/** Why a hash cannot be imported; undefined if it can. Never quotes the hash. */
export const foreignHashProblem = (text: string): string | undefined => {
  const read = readStoredHash(text)
  return 'problem' in read ? read.problem : undefined
}

/** Costs what the hash says; every way of it leaves the main thread free. */
export const checkStoredHash = async (stored: StoredHash, password: Buffer): Promise<boolean> => {
  switch (stored.kind) {
    case 'argon2':
      return verifyArgon2(stored.text, password)
    case 'bcrypt':
      return checkBcrypt(stored.text, password.toString('utf8'))
    case 'scrypt': {
      const { ln, r, p, salt, hash } = stored
      const options = { N: 2 ** ln, r, p, maxmem: scryptBytes(ln, r) + 128 * r * p + 1_048_576 }
      return sameDigest(await scryptAsync(password, salt, hash.length, options), hash)
    }
    case 'pbkdf2': {
      const { iterations, salt, hash, digest } = stored
      return sameDigest(await pbkdf2Async(password, salt, iterations, hash.length, digest), hash)
    }
  }
}

const pbkdf2Async = promisify(pbkdf2)

const scryptAsync = (password: Buffer, salt: Buffer, length: number, options: object): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password, salt, length, options, (error, hash) => (error ? reject(error) : resolve(hash))),
  )

const checkBcrypt = (hash: string, password: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    new Worker(new URL('./bcrypt-worker.ts', import.meta.url), { workerData: { hash, password }, execArgv: [] })
      .once('message', (right) => resolve(right === true))
      .once('error', reject)
      .once('exit', () => reject(new Error('The bcrypt thread ended without an answer.')))
  })
