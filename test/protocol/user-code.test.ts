// User codes: short, typed by people, guessed by nobody (RFC 8628 §6.1, §5.1).
import { randomBytes } from 'node:crypto'
import t from 'tap'
import {
  formatUserCode,
  newUserCode,
  readUserCode,
  userCodeAlphabet,
  userCodeDigest,
} from '../../src/protocol/user-code.ts'

t.test('RFC 8628 §6.1: eight letters of twenty without vowels, each as likely as the others', async (t) => {
  t.match(userCodeAlphabet, /^[B-DF-HJ-NP-TV-Z]{20}$/)
  t.equal(new Set(userCodeAlphabet).size, 20)
  const counts = new Map<string, number>()
  for (let round = 0; round < 5000; round += 1) {
    const code = newUserCode(randomBytes)
    if (!new RegExp(`^[${userCodeAlphabet}]{8}$`).test(code)) t.fail(code)
    for (const letter of code) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  const square = [...counts.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)
  t.equal(counts.size, 20)
  t.ok(square < 60, `chi-square ${square} of 19 degrees: chance reaches 60 once in a hundred thousand runs`)
})

t.test('bytes that would favour some letters are drawn anew', async (t) => {
  const drawn = [Buffer.alloc(16, 255), Buffer.alloc(16, 240), Buffer.from([0, 19, 20, 239, 1, 2, 3, 250, 4, 5])]
  t.equal(
    newUserCode(() => drawn.shift() ?? Buffer.alloc(16)),
    'BZBZCDFGHJ'.slice(0, 8),
  )
  t.equal(drawn.length, 0)
})

t.test('RFC 8628 §6.1: forgiving of case, spaces and dashes, and of nothing else', async (t) => {
  for (const typed of [
    'BCDF-GHJK',
    'bcdfghjk',
    ' bcdf ghjk ',
    'b c d f g h j k',
    'BCDF–GHJK',
    'BCDF\u00a0—\u200bghjk',
    'ＢＣＤＦ－ＧＨＪＫ',
    'bcdf_ghjk.',
    '“BCDF-GHJK”',
  ])
    t.equal(readUserCode(typed), 'BCDFGHJK', JSON.stringify(typed))
  for (const typed of [
    '',
    'BCDF-GHJ',
    'BCDF-GHJKL',
    'ACDF-GHJK',
    'BCDF-GHJ1',
    'BCDF/GHJK',
    'BCDFGHJК',
    'B'.repeat(9999),
  ])
    t.equal(readUserCode(typed), undefined, JSON.stringify(typed.slice(0, 20)))
  t.equal(formatUserCode('BCDFGHJK'), 'BCDF-GHJK')
})

t.test('stored as an HMAC: without the key a stolen table tells no code', async (t) => {
  const [one, other] = [randomBytes(32), randomBytes(32)]
  t.same(userCodeDigest(one, 'BCDFGHJK'), userCodeDigest(one, 'BCDFGHJK'))
  t.notSame(userCodeDigest(one, 'BCDFGHJK'), userCodeDigest(other, 'BCDFGHJK'))
  t.notSame(userCodeDigest(one, 'BCDFGHJK'), userCodeDigest(one, 'BCDFGHJL'))
})
