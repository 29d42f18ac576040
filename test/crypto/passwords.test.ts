// Tests of passwords: the real argon2 package, its bound, and the same work for an unknown person.
import { createHook } from 'node:async_hooks'
import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { argon2id, hash as hashArgon2 } from 'argon2'
import bcrypt from 'bcryptjs'
import t, { type Test } from 'tap'
import { openPasswords, PasswordsBusy, type PasswordsOptions } from '../../src/crypto/passwords.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { longestPasswordBytes } from '../../src/protocol/password.ts'
import { isFull } from '../support/seed.ts'

const cheap = { memoryKib: 256, iterations: 1, parallelism: 1, concurrency: 2, queueLimit: 100, random: systemRandom }
const openCheap = (changes: Partial<PasswordsOptions> = {}) => openPasswords({ ...cheap, ...changes })

/** Counts what argon2 itself hands to the thread pool, from outside: begun when queued there, ended when called back. */
const watchArgon2 = (t: Test) => {
  const open = new Set<number>()
  const seen = { begun: 0, most: 0 }
  const hook = createHook({
    init: (id, type) => {
      if (!type.startsWith('argon2')) return
      open.add(id)
      seen.begun++
      seen.most = Math.max(seen.most, open.size)
    },
    before: (id) => open.delete(id),
  }).enable()
  t.teardown(() => hook.disable())
  return seen
}

t.test('a password is right, a different one wrong, and no two hashes are alike', async (t) => {
  const passwords = openCheap()
  const hash = await passwords.hash('correct horse')
  t.match(hash, /^\$argon2id\$v=19\$m=256,p=1,t=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  t.equal(await passwords.verify(hash, 'correct horse'), 'right')
  for (const wrong of ['correct hors', 'Correct horse', 'correct horse ', '', 'correct horse\0']) {
    t.equal(await passwords.verify(hash, wrong), 'wrong')
  }
  t.not(await passwords.hash('correct horse'), hash)
})

t.test('with the parameters of OWASP too', async (t) => {
  const passwords = openCheap({ memoryKib: 19_456, iterations: 2 })
  const hash = await passwords.hash('x')
  t.equal(await passwords.verify(hash, 'x'), 'right')
  t.equal(await passwords.verify(hash, 'y'), 'wrong')
})

t.test('NIST SP 800-63B §5.1.1.2: however a keyboard composes the letters', async (t) => {
  const passwords = openCheap()
  const [composed, decomposed] = ['caf\u00e9 \u212b', 'cafe\u0301 A\u030a']
  const hash = await passwords.hash(decomposed)
  t.equal(await passwords.verify(hash, composed), 'right')
  t.equal(await passwords.verify(hash, decomposed), 'right')
  t.equal(await passwords.verify(hash, 'cafe'), 'wrong')
  const elsewhere = await hashArgon2(decomposed, { type: argon2id, memoryCost: 256, timeCost: 1, parallelism: 1 })
  t.equal(await passwords.verify(elsewhere, decomposed), 'right-rehash', 'hashed as typed by another system')
  t.equal(await passwords.verify(elsewhere, composed), 'wrong')
})

t.test('rehash where today asks for more, not where it asks for less', async (t) => {
  const hash = await openCheap({ memoryKib: 512, iterations: 2 }).hash('x')
  const verdict = (changes: Partial<PasswordsOptions>) => openCheap(changes).verify(hash, 'x')
  t.equal(await verdict({ memoryKib: 512, iterations: 2 }), 'right')
  t.equal(await verdict({ memoryKib: 256, iterations: 1 }), 'right')
  t.equal(await verdict({ memoryKib: 1024, iterations: 2 }), 'right-rehash')
  t.equal(await verdict({ memoryKib: 512, iterations: 3 }), 'right-rehash')
  t.equal(await verdict({ memoryKib: 512, iterations: 2, parallelism: 2 }), 'right-rehash')
  t.equal(await openCheap({ memoryKib: 1024 }).verify(hash, 'y'), 'wrong')
  const argon2i = await hashArgon2('x', { type: 1, memoryCost: 1024, timeCost: 3, parallelism: 1 })
  t.equal(await openCheap().verify(argon2i, 'x'), 'right-rehash')
})

t.test('an unknown person costs the same argon2 calls as a wrong password', async (t) => {
  const passwords = openCheap()
  const hash = await passwords.hash('right')
  const calls = async (t: Test, stored: string | null, password: string): Promise<number> => {
    const seen = watchArgon2(t)
    t.equal(await passwords.verify(stored, password), 'wrong')
    return seen.begun
  }
  const cases: [string, string, number][] = [
    ['a plain password', 'wrong', 1],
    ['an empty one', '', 1],
    ['one that normalizes', 'cafe\u0301', 2],
    ['one that is too long', 'x'.repeat(longestPasswordBytes + 1), 1],
    ['one that is far too long', 'e\u0301'.repeat(100_000), 1],
  ]
  for (const [name, password, expected] of cases) {
    await t.test(name, async (t) => t.equal(await calls(t, hash, password), expected))
    await t.test(`${name}, nobody`, async (t) => t.equal(await calls(t, null, password), expected))
    await t.test(`${name}, a broken hash`, async (t) => t.equal(await calls(t, 'not a hash', password), expected))
  }
})

// What the clock says is for a quiet machine; above, the work itself is counted.
t.test(
  'statistics: an unknown person takes the same time as a wrong password',
  { skip: isFull ? false : 'in test:full' },
  async (t) => {
    const passwords = openCheap({ memoryKib: 19_456, iterations: 2, concurrency: 1 })
    const hash = await passwords.hash('right')
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    const measure = async (who: 'known' | 'unknown') => {
      const start = performance.now()
      await passwords.verify(who === 'known' ? hash : null, 'wrong')
      times[who].push(performance.now() - start)
    }
    // Taken in turns, so that a busy machine is busy for both; the fastest of each is what the work itself costs.
    for (let round = 0; round < 12; round++) for (const who of ['known', 'unknown'] as const) await measure(who)
    const ratio = Math.min(...times.unknown) / Math.min(...times.known)
    t.ok(ratio > 0.7 && ratio < 1.4, `ratio ${ratio.toFixed(2)}`)
  },
)

t.test('nobody gets in by the dummy, even with a password that would match it', async (t) => {
  const salt = Buffer.alloc(16)
  const cost = { memoryCost: cheap.memoryKib, timeCost: cheap.iterations, parallelism: cheap.parallelism }
  const matching = await hashArgon2('lucky', { ...cost, type: argon2id, hashLength: 32, salt, raw: true })
  const random = { ...systemRandom, bytes: (length: number) => (length === 16 ? salt : matching) }
  const passwords = openCheap({ random })
  t.equal(await passwords.verify(null, 'lucky'), 'wrong')
  t.equal(await passwords.verify('not a hash', 'lucky'), 'wrong')
  t.equal(await passwords.verify(await passwords.hash('lucky'), 'lucky'), 'right')
})

t.test('a password that is too long is not hashed', async (t) => {
  const passwords = openCheap()
  const longest = 'x'.repeat(longestPasswordBytes)
  t.equal(await passwords.verify(await passwords.hash(longest), longest), 'right')
  await t.rejects(passwords.hash(`${longest}x`), RangeError)
  t.same(passwords.load(), { running: 0, waiting: 0 })
})

t.test('settings whose hashes could not be checked again are refused', async (t) => {
  t.throws(() => openCheap({ memoryKib: 4_000_000 }), RangeError)
  t.throws(() => openCheap({ iterations: 1000 }), RangeError)
  t.throws(() => openCheap({ memoryKib: 8, parallelism: 4 }), RangeError)
})

t.test('64 at once never run more than the bound, and all are answered', async (t) => {
  const passwords = openCheap({ concurrency: 3, queueLimit: 64 })
  const hash = await passwords.hash('right')
  const seen = watchArgon2(t)
  const verdicts = await Promise.all(
    Array.from({ length: 64 }, (_, index) => passwords.verify(index % 4 ? hash : null, index % 2 ? 'right' : 'wrong')),
  )
  t.equal(seen.begun, 64)
  t.equal(seen.most, 3)
  t.equal(verdicts.filter((verdict) => verdict === 'right').length, 32)
  t.same(passwords.load(), { running: 0, waiting: 0 })
})

t.test('beyond the queue: PasswordsBusy at once, no argon2 call, nothing left behind', async (t) => {
  const passwords = openCheap({ concurrency: 2, queueLimit: 5 })
  const hash = await passwords.hash('right')
  const seen = watchArgon2(t)
  const results = await Promise.allSettled(Array.from({ length: 64 }, () => passwords.verify(hash, 'right')))
  t.equal(results.filter((result) => result.status === 'fulfilled').length, 7)
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  t.equal(reasons.length, 57)
  t.ok(reasons.every((reason) => reason instanceof PasswordsBusy))
  t.equal(seen.begun, 7)
  t.equal(seen.most, 2)
  t.same(passwords.load(), { running: 0, waiting: 0 })
  t.equal(await passwords.verify(hash, 'right'), 'right', 'and it goes on')
})

t.test('a turn comes before the lookups, counts as a place, and ends with its check or with giving up', async (t) => {
  const passwords = openCheap({ concurrency: 1, queueLimit: 1 })
  const hash = await passwords.hash('right')
  const [first, second] = [await passwords.turn(), await passwords.turn()]
  await t.rejects(passwords.turn(), PasswordsBusy)
  first.end()
  first.end()
  const third = await passwords.turn()
  await t.rejects(passwords.turn(), PasswordsBusy, 'ended twice, it gave one place')
  t.equal(await second.verify(hash, 'right'), 'right')
  t.equal(await third.verify(hash, 'wrong'), 'wrong')
  t.same(passwords.load(), { running: 0, waiting: 0 })
})

t.test(
  'hashing gives way: the threads of the pool have a lower priority than this one',
  {
    skip: process.platform !== 'linux' && 'elsewhere threads have the priority of their process',
  },
  async (t) => {
    await openCheap().hash('x')
    const threads = readdirSync('/proc/self/task').map(Number)
    const pool = threads.filter((id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim() === 'libuv-worker')
    t.ok(pool.length > 0)
    for (const id of pool) t.equal(getPriority(id) - getPriority(), 10)
  },
)

t.test('wrong is not said before the first multiple of a fixed time, whatever the hash costs', async (t) => {
  const passwords = openCheap({ wrongAnswerMillis: 200 })
  const ours = await passwords.hash('right')
  for (const hash of [null, ours, await bcrypt.hash('right', 4)]) {
    const startedAt = performance.now()
    t.equal(await passwords.verify(hash, 'wrong'), 'wrong')
    // Timers may fire a millisecond early.
    t.ok(performance.now() - startedAt >= 198, `${hash?.slice(0, 9)}`)
  }
  t.equal(await passwords.verify(ours, 'right'), 'right')
})
