// Passwords: argon2id, bounded in parallel, with the same work for an unknown person (RFC 9106, OWASP, NIST SP 800-63B §5.1.1.2).
import { setTimeout as sleep } from 'node:timers/promises'
import { argon2id, hash as hashArgon2 } from 'argon2'
import { longestPasswordBytes } from '../protocol/password.ts'
import { bounded } from './bounded.ts'
import { checkStoredHash } from './foreign-hashes.ts'
import { type Random, type Stopwatch, systemStopwatch } from './random.ts'
import { readStoredHash, type StoredHash } from './stored-hash.ts'
import { lowerPoolThreads } from './thread-priority.ts'

/** `right-rehash`: right, and the stored hash is weaker than today's (or foreign): replace it by `hash(password)`. */
export type PasswordVerdict = 'wrong' | 'right' | 'right-rehash'

export type Passwords = Readonly<{
  hash: (password: string) => Promise<string>
  /** Null for an unknown person: the same work, then `wrong`. */
  verify: (hash: string | null, password: string) => Promise<PasswordVerdict>
  /**
   * What `verify` waits for. Whoever has to look things up for it takes the turn first: a crowd must not ask the database all
   * at once, and keep token requests waiting there (bench/scale/storm.ts).
   */
  turn: () => Promise<Turn>
  load: () => Readonly<{ running: number; waiting: number }>
}>

/** `verify` ends it; so must everybody who gives up before. */
export type Turn = Readonly<{ verify: Passwords['verify']; end: () => void }>

export type PasswordsOptions = Readonly<{
  memoryKib: number
  iterations: number
  parallelism: number
  /** How many hashes may be computed at once: they share a thread pool and memory with everything else. */
  concurrency: number
  /** How many may wait for that; whoever comes later gets PasswordsBusy. */
  queueLimit: number
  random: Random
  /**
   * `wrong` is said only at multiples of this: an imported hash takes another time than ours, and would tell that it is there.
   * 0: at once.
   */
  wrongAnswerMillis?: number
  stopwatch?: Stopwatch
}>

/** Too many passwords at once; nothing was checked, so nothing may be counted against anyone. */
export class PasswordsBusy extends Error {
  override name = 'PasswordsBusy'
}

const saltBytes = 16
const hashBytes = 32

export const openPasswords = (options: PasswordsOptions): Passwords => {
  const { memoryKib, iterations, parallelism, random, wrongAnswerMillis = 0, stopwatch = systemStopwatch } = options
  const gate = bounded(options.concurrency, Number.POSITIVE_INFINITY, () => new Error('It has no bound.'))
  // One more than are hashed: while it looks things up, the others compute.
  const line = bounded(
    options.concurrency + 1,
    options.queueLimit - 1,
    () => new PasswordsBusy('Too many passwords at once.'),
  )
  const dummy = dummyHash(options)
  let hasLowered = false

  const compute = async <T>(work: () => Promise<T>): Promise<T> => {
    const result = await gate.run(work)
    // The pool's threads are there only after its first work.
    if (!hasLowered) lowerPoolThreads()
    hasLowered = true
    return result
  }

  const hash = async (password: string): Promise<string> => {
    const [bytes] = spellings(password)
    if (!bytes) throw new RangeError(`A password may have at most ${longestPasswordBytes} bytes.`)
    const cost = { memoryCost: memoryKib, timeCost: iterations, parallelism }
    return hashArgon2(bytes, { type: argon2id, ...cost, hashLength: hashBytes, salt: random.bytes(saltBytes) })
  }

  const check = async (text: string | null, password: string): Promise<PasswordVerdict> => {
    const read = text === null ? dummy : readStoredHash(text)
    const stored = 'problem' in read ? dummy : read
    const candidates = spellings(password)
    if (candidates.length === 0) {
      await checkStoredHash(stored, Buffer.alloc(longestPasswordBytes))
      return 'wrong'
    }
    for (const [index, candidate] of candidates.entries()) {
      const right = await checkStoredHash(stored, candidate)
      if (right && stored !== dummy) return index === 0 && isCurrent(stored, options) ? 'right' : 'right-rehash'
    }
    return 'wrong'
  }

  const turn = async (): Promise<Turn> => {
    const end = await line.enter()
    const verify: Turn['verify'] = async (text, password) => {
      const startedAtMs = stopwatch()
      const verdict = await compute(() => check(text, password)).finally(end)
      // After its turn: who waits here keeps nobody else waiting.
      if (verdict === 'wrong' && wrongAnswerMillis > 0)
        await sleep(wrongAnswerMillis - ((stopwatch() - startedAtMs) % wrongAnswerMillis))
      return verdict
    }
    return { verify, end }
  }

  return {
    hash: (password) => line.run(() => compute(() => hash(password))),
    verify: async (text, password) => (await turn()).verify(text, password),
    turn,
    load: () => ({ running: gate.load().running, waiting: line.load().waiting + gate.load().waiting }),
  }
}

/**
 * Normalized first, because keyboards spell one password differently. As it was typed second, where that differs: other
 * systems hashed it so. The number of checks depends on the password alone, never on the account. Empty: too long.
 */
const spellings = (password: string): readonly Buffer[] => {
  // Before normalizing, which takes its time with long rows of accents.
  if (Buffer.byteLength(password) > 4 * longestPasswordBytes) return []
  const normalized = Buffer.from(password.normalize('NFC'))
  const typed = Buffer.from(password)
  if (normalized.length > longestPasswordBytes) return []
  return typed.equals(normalized) || typed.length > longestPasswordBytes ? [normalized] : [normalized, typed]
}

/** A hash of nothing: no password matches it, and checking one costs exactly what a hash of ours costs. */
const dummyHash = ({ memoryKib, iterations, parallelism, random }: PasswordsOptions): StoredHash => {
  const base64 = (length: number) => random.bytes(length).toString('base64').replaceAll('=', '')
  const cost = `m=${memoryKib},p=${parallelism},t=${iterations}`
  const read = readStoredHash(`$argon2id$v=19$${cost}$${base64(saltBytes)}$${base64(hashBytes)}`)
  // Hashes that could not be checked again must not be made.
  if ('problem' in read) throw new RangeError(`The argon2 settings do not serve: ${read.problem}.`)
  return read
}

/** A stronger hash than today's is left alone: lowered parameters weaken nobody who was there before. */
const isCurrent = (stored: StoredHash, { memoryKib, iterations, parallelism }: PasswordsOptions): boolean =>
  stored.kind === 'argon2' &&
  stored.id === 'argon2id' &&
  stored.version === 19 &&
  stored.memoryKib >= memoryKib &&
  stored.iterations >= iterations &&
  stored.parallelism >= parallelism
