// Tests of clock and randomness: the shapes that leave the server.
import t from 'tap'
import { drawnAhead, randomFrom, systemClock, systemRandom, systemStopwatch } from '../../src/crypto/random.ts'

t.test(
  'RFC 8628 §5.2, RFC 7592 §5, OAuth 2.1 §2.4.1, §7.7: a token has its prefix and 256 bits, an id 128',
  async (t) => {
    t.match(systemRandom.token('cs_rt_'), /^cs_rt_[A-Za-z0-9_-]{43}$/)
    t.match(systemRandom.id('usr_'), /^usr_[A-Za-z0-9_-]{22}$/)
    t.equal(systemRandom.bytes(7).length, 7)
  },
)

t.test('bytes are drawn ahead, given once each, and erased where they were', async (t) => {
  const drawn: Buffer[] = []
  const bytes = drawnAhead((length) => {
    const pool = Buffer.from(Array.from({ length }, (_, index) => 1 + ((drawn.length * 100 + index) % 255)))
    drawn.push(pool)
    return pool
  })
  t.same([...bytes(3)], [1, 2, 3])
  t.same([...bytes(2)], [4, 5])
  t.same([...(drawn[0]?.subarray(0, 6) ?? [])], [0, 0, 0, 0, 0, 6], 'what was given is gone')
  const rest = bytes((drawn[0]?.length ?? 0) - 5)
  t.equal(drawn.length, 1)
  t.equal(rest[0], 6)
  t.equal(bytes(1)[0], 101, 'then more is drawn')
  t.equal(bytes(5000).length, 5000, 'any number at once')
})

t.test('a reference has 16 letters that cannot be misread', async (t) => {
  const letters = new Set<string>()
  for (let round = 0; round < 2000; round++) {
    const reference = systemRandom.reference()
    if (!/^[0-9a-hjkmnp-tv-z]{16}$/.test(reference)) t.fail(reference)
    for (const letter of reference) letters.add(letter)
  }
  t.equal(letters.size, 32)
})

t.test('RFC 7591 §3.2.1: nothing repeats', async (t) => {
  const seen = new Set(Array.from({ length: 5000 }, () => [systemRandom.token(''), systemRandom.reference()]).flat())
  t.equal(seen.size, 10_000)
})

t.test('everything follows from the bytes, so a seed replays a run', async (t) => {
  const zeros = randomFrom((length) => Buffer.alloc(length))
  t.equal(zeros.id('a_'), `a_${'A'.repeat(22)}`)
  t.equal(zeros.reference(), '0'.repeat(16))
})

t.test('the clock tells the time, the stopwatch only grows', async (t) => {
  t.ok(Math.abs(systemClock().getTime() - Date.now()) < 1000)
  const before = systemStopwatch()
  t.ok(systemStopwatch() >= before)
})
