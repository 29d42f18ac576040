// Tests of the key lifecycle: which key signs, which are published, and when a new one is made.
import t from 'tap'
import type { SigningKey } from '../../src/model/signing-key.ts'
import {
  activeKey,
  announcedKey,
  coverDue,
  keyState,
  keysToDestroy,
  nextOrdinal,
  successorDue,
} from '../../src/protocol/key-lifecycle.ts'

const day = 86_400
const settings = { announceSeconds: day, activeSeconds: 90 * day, maxTokenSeconds: 900 }
const start = Date.parse('2026-01-01T00:00:00Z')
const at = (seconds: number): Date => new Date(start + seconds * 1000)

const key = (ordinal: number, activeFromSeconds: number, changes: Partial<SigningKey> = {}): SigningKey => ({
  kid: `key-${ordinal}`,
  alg: 'RS256',
  ordinal,
  publicJwk: { kty: 'RSA' },
  sealedPrivate: Buffer.of(1),
  sealedBy: 'master',
  createdAt: at(0),
  activeFrom: at(activeFromSeconds),
  coversUntil: at(activeFromSeconds + 960),
  compromisedAt: null,
  ...changes,
})

const kidOf = (found: SigningKey | undefined) => found?.kid

t.test('the very first key is due at once and active at once', async (t) => {
  t.same(successorDue([], 'RS256', at(5), settings), at(5))
  const first = key(1, 5)
  t.equal(keyState([first], first, at(5)), 'active')
  t.equal(successorDue([first], 'RS256', at(5), settings), undefined)
})

t.test('a successor is due when the announcement must begin, and only once', async (t) => {
  const first = key(1, 0)
  t.equal(successorDue([first], 'RS256', at(89 * day - 1), settings), undefined)
  t.same(successorDue([first], 'RS256', at(89 * day), settings), at(90 * day))
  t.equal(successorDue([first, key(2, 90 * day)], 'RS256', at(89 * day), settings), undefined)
})

t.test('a late successor is announced in full while the old key goes on signing', async (t) => {
  const first = key(1, 0)
  t.same(successorDue([first], 'RS256', at(400 * day), settings), at(401 * day))
  const keys = [first, key(2, 401 * day)]
  t.equal(kidOf(activeKey(keys, 'RS256', at(401 * day - 1))), 'key-1')
  t.equal(kidOf(activeKey(keys, 'RS256', at(401 * day))), 'key-2')
})

t.test('announced, active, retired and gone follow the clock', async (t) => {
  const first = key(1, 0, { coversUntil: at(90 * day + 960) })
  const second = key(2, 90 * day)
  const statesAt = (seconds: number) => [first, second].map((each) => keyState([first, second], each, at(seconds)))
  t.same(statesAt(89 * day), ['active', 'announced'])
  t.same(statesAt(90 * day), ['retired', 'active'])
  t.same(statesAt(90 * day + 959), ['retired', 'active'])
  t.same(statesAt(90 * day + 960), ['gone', 'active'])
  t.same(keysToDestroy([first, second], at(90 * day + 959)), [])
  t.same(keysToDestroy([first, second], at(90 * day + 960)), [first])
  t.same(keysToDestroy([{ ...first, sealedPrivate: null }, second], at(91 * day)), [])
})

t.test('an active key never goes because nobody extended its cover', async (t) => {
  const only = key(1, 0)
  t.equal(keyState([only], only, at(1000 * day)), 'active')
  t.same(keysToDestroy([only], at(1000 * day)), [])
})

t.test('the cover of an active key runs ahead of what it signs', async (t) => {
  const only = key(1, 0)
  t.same(coverDue([only], only, at(1), settings), at(1 + 900 + 60 + 3600))
  const covered = { ...only, coversUntil: at(1 + 900 + 60 + 3600) }
  t.equal(coverDue([covered], covered, at(3601), settings), undefined)
  t.same(coverDue([covered], covered, at(3602), settings), at(3602 + 960 + 3600))
  t.same(coverDue([covered], covered, at(2), { ...settings, maxTokenSeconds: day }), at(2 + day + 60 + 3600))
})

t.test('once a successor has a date, the cover is exact', async (t) => {
  const [first, second] = [key(1, 0), key(2, 90 * day)]
  const until = at(90 * day + 960)
  t.same(coverDue([first, second], first, at(89 * day), settings), until)
  const covered = { ...first, coversUntil: until }
  t.equal(coverDue([covered, second], covered, at(89 * day + 5), settings), undefined)
  t.same(coverDue([first, second], first, at(91 * day), settings), until, 'also afterwards, if it was missed')
  t.equal(coverDue([first, second], second, at(89 * day), settings), undefined, 'announced keys sign nothing yet')
})

t.test('a compromised active key hands over to its announced successor before its time', async (t) => {
  const retired = key(1, 0, { coversUntil: at(200 * day) })
  const active = key(2, 90 * day, { compromisedAt: at(100 * day) })
  const announced = key(3, 101 * day)
  const keys = [retired, active, announced]
  t.equal(kidOf(activeKey(keys, 'RS256', at(100 * day))), 'key-3')
  t.equal(keyState(keys, announced, at(100 * day)), 'active')
  t.equal(announcedKey(keys, 'RS256', at(100 * day)), undefined)
  t.equal(successorDue(keys, 'RS256', at(100 * day), settings), undefined)
  t.same(keysToDestroy(keys, at(100 * day)), [active])
})

t.test('a compromised active key without a successor needs one now; a retired key never comes back', async (t) => {
  const keys = [key(1, 0, { coversUntil: at(200 * day) }), key(2, 90 * day, { compromisedAt: at(95 * day) })]
  t.equal(activeKey(keys, 'RS256', at(95 * day)), undefined)
  t.same(successorDue(keys, 'RS256', at(95 * day), settings), at(95 * day))
})

t.test('a key that was compromised before its time hides nobody', async (t) => {
  const keys = [key(1, 0), key(2, 90 * day, { compromisedAt: at(89.5 * day) })]
  t.equal(kidOf(activeKey(keys, 'RS256', at(89.6 * day))), 'key-1')
  t.equal(kidOf(activeKey(keys, 'RS256', at(91 * day))), 'key-1')
  t.same(successorDue(keys, 'RS256', at(91 * day), settings), at(92 * day))
  t.equal(nextOrdinal(keys, 'RS256'), 3)
})

t.test('a retired key that is compromised is unpublished; the active one goes on', async (t) => {
  const keys = [key(1, 0, { compromisedAt: at(90 * day + 5) }), key(2, 90 * day)]
  t.equal(keyState(keys, keys[0]!, at(90 * day + 6)), 'compromised')
  t.equal(kidOf(activeKey(keys, 'RS256', at(90 * day + 6))), 'key-2')
})

t.test('at the same instant the higher ordinal signs', async (t) => {
  t.equal(kidOf(activeKey([key(2, 0), key(1, 0)], 'RS256', at(0))), 'key-2')
})

t.test('algorithms do not mix', async (t) => {
  const keys = [key(1, 0), key(1, 50, { alg: 'ES256', kid: 'ec-1' }), key(7, 60, { alg: 'ES256', kid: 'ec-7' })]
  t.equal(kidOf(activeKey(keys, 'RS256', at(100))), 'key-1')
  t.equal(kidOf(activeKey(keys, 'ES256', at(100))), 'ec-7')
  t.equal(activeKey(keys, 'EdDSA', at(100)), undefined)
  t.equal(nextOrdinal(keys, 'ES256'), 8)
  t.equal(nextOrdinal(keys, 'EdDSA'), 1)
})

t.test(
  'every instant of four years has one active key, published for a day, covered until its last token',
  async (t) => {
    let keys: SigningKey[] = []
    const publishedSince = new Map<string, number>()
    const lastExp = new Map<string, number>()
    const hour = 3600
    for (let now = 0; now < 4 * 365 * day; now += hour) {
      const due = successorDue(keys, 'RS256', at(now), settings)
      if (due) keys.push(key(nextOrdinal(keys, 'RS256'), (due.getTime() - start) / 1000))
      keys = keys.map((each) => ({ ...each, coversUntil: coverDue(keys, each, at(now), settings) ?? each.coversUntil }))
      for (const each of keys) if (!publishedSince.has(each.kid)) publishedSince.set(each.kid, now)
      const active = activeKey(keys, 'RS256', at(now))
      if (!active) throw new Error(`no active key at ${now}`)
      lastExp.set(active.kid, now + settings.maxTokenSeconds)
      if (active.ordinal > 1 && now - publishedSince.get(active.kid)! < day) t.fail(`${active.kid} signs unannounced`)
      for (const each of keys) {
        const needed = (lastExp.get(each.kid) ?? 0) > now
        if (needed && keyState(keys, each, at(now)) === 'gone') t.fail(`${each.kid} is gone while its tokens live`)
      }
    }
    t.equal(keys.length, 17)
    t.same(
      keys.map((each) => keyState(keys, each, at(4 * 365 * day - hour))),
      [...Array(16).fill('gone'), 'active'],
    )
  },
)
