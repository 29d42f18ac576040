// Attempts at passwords: counted per person asked for and per visitor, in the database (NIST SP 800-63B-4 §3.2.2).
import t from 'tap'
import { sha256 } from '../../../src/crypto/digest.ts'
import { countingAttempts } from '../../../src/flows/account/attempts.ts'
import { addressGroup } from '../../../src/protocol/address.ts'
import { freshStore } from '../../support/store.ts'

const start = new Date('2026-11-22T10:20:30.123Z')
const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000)

t.test('NIST SP 800-63B-4 §3.2.2: attempts', async (t) => {
  const store = await freshStore(t)
  const opened = (limited = true) => countingAttempts({ store: store.attempts, sha256, addressGroup, limited })
  const attempts = opened()
  /** How many of so many are let through. */
  const allowed = async (
    count: number,
    by: (index: number) => { email: string; address: string; knownBrowser?: string | undefined },
    now = start,
  ) => {
    let through = 0
    for (let index = 0; index < count; index += 1) {
      const claim = await attempts.claim({ knownBrowser: undefined, ...by(index) }, now)
      if (claim.kind === 'allowed') through += 1
    }
    return through
  }

  t.test('ten for one person, wherever they come from', async (t) => {
    t.equal(await allowed(15, (index) => ({ email: 'ada@example.com', address: `192.0.2.${index}` })), 10)
  })

  t.test('a hundred for one visitor; an IPv6 subscriber with a whole /64 is one visitor', async (t) => {
    t.equal(await allowed(110, (index) => ({ email: `a${index}@example.com`, address: '198.51.100.1' })), 100)
    t.equal(await allowed(110, (index) => ({ email: `b${index}@example.com`, address: `2001:db8:1:2::${index}` })), 100)
    t.equal(await allowed(1, () => ({ email: 'c@example.com', address: '2001:db8:1:3::1' })), 1)
  })

  t.test('a visitor who is over the limit uses up nobody’s allowance', async (t) => {
    t.equal(await allowed(30, () => ({ email: 'ben@example.com', address: '198.51.100.1' })), 0)
    t.equal(await allowed(10, (index) => ({ email: 'ben@example.com', address: `203.0.113.${index}` })), 10)
  })

  t.test('a known browser has an allowance of its own, for each person', async (t) => {
    const by = (email: string, knownBrowser: string) => () => ({ email, address: '203.0.113.100', knownBrowser })
    t.equal(
      await allowed(1, (index) => ({ email: 'ada@example.com', address: `203.0.113.${index}` })),
      0,
      'used up above',
    )
    t.equal(await allowed(15, by('ada@example.com', 'hers')), 10)
    t.equal(await allowed(15, by('ben@example.com', 'hers')), 10)
    t.equal(await allowed(15, by('ada@example.com', 'another of hers')), 10)
  })

  t.test('what is forgiven counts no more', async (t) => {
    for (let index = 0; index < 30; index += 1) {
      const claim = await attempts.claim(
        { email: 'cleo@example.com', address: '203.0.113.200', knownBrowser: undefined },
        start,
      )
      if (claim.kind === 'allowed') await claim.forgive()
      t.equal(claim.kind, 'allowed')
    }
  })

  t.test('nobody waits longer than 15 minutes, even where the clock is set back', async (t) => {
    const by = { email: 'dora@example.com', address: '203.0.113.201', knownBrowser: undefined }
    await allowed(10, () => by, at(86_400))
    t.match(await attempts.claim(by, at(86_400)), { kind: 'too-many', retryAfterSeconds: 900 })
    t.match(await attempts.claim(by, at(0)), { kind: 'too-many', retryAfterSeconds: 900 })
    t.equal((await attempts.claim(by, at(900))).kind, 'allowed')
  })

  t.test('the names in the database tell nobody’s address', async (t) => {
    const hits: string[] = []
    const hit: typeof store.attempts.hit = (key, now, seconds) => {
      hits.push(key)
      return store.attempts.hit(key, now, seconds)
    }
    const counting = countingAttempts({ store: { ...store.attempts, hit }, sha256, addressGroup, limited: true })
    await counting.claim({ email: 'emma@example.com', address: '203.0.113.202', knownBrowser: undefined }, start)
    t.equal(hits.length, 2)
    t.notMatch(hits.join(' '), /emma|203\.0\.113/)
  })

  t.test('DANGER_NO_RATE_LIMITS=1 counts nothing', async (t) => {
    const counting = opened(false)
    for (let index = 0; index < 20; index += 1) {
      const claim = await counting.claim(
        { email: 'ada@example.com', address: '192.0.2.1', knownBrowser: undefined },
        start,
      )
      t.equal(claim.kind, 'allowed')
    }
  })
})
