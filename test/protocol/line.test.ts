// Tests of lines: what people read in one line hides nothing and poses as nothing else.
import t from 'tap'
import { isLine } from '../../src/protocol/line.ts'

t.test('one line, of so many characters at most, with nothing that hides', async (t) => {
  for (const text of ['x', 'Ada Lovelace', 'ÄÖÜ 李 🦊', ' padded ']) t.equal(isLine(text, 12), true, text)
  t.equal(isLine('🦊🦊', 2), true, 'characters, not code units')
  t.equal(isLine('🦊🦊', 1), false)
  for (const text of ['', ' ', '\u00a0', 'a\nb', 'a\rb', 'a\u2028b', 'a\u0000', 'a\u202eb', 'a\u200bb', 'a\ud800'])
    t.equal(isLine(text, 12), false, Buffer.from(text).toString('hex'))
})
