// Formats: plurals, lists, times and how long ago, as each language has them.
import t from 'tap'
import { formatsOf, minutesOf } from '../../src/words/format.ts'
import { firstLanguage, wordsOf } from '../../src/words/index.ts'

const now = new Date('2026-11-21T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

t.test('how long ago', async (t) => {
  const cases: readonly [number, string][] = [
    [-5, 'a moment ago'],
    [59, 'a moment ago'],
    [60, '1 minute ago'],
    [3599, '59 minutes ago'],
    [3600, '1 hour ago'],
    [47 * 3600, '47 hours ago'],
    [48 * 3600, '2 days ago'],
    [400 * 24 * 3600, '400 days ago'],
  ]
  for (const [seconds, words] of cases) t.equal(wordsOf('en').common.ago(ago(seconds), now), words)
  t.equal(wordsOf('de').common.ago(ago(180), now), 'vor 3 Minuten')
  t.equal(wordsOf('ar').common.ago(ago(10), now), 'قبل لحظات')
})

t.test('plurals: Arabic has six', async (t) => {
  const { minutes } = wordsOf('ar').common
  t.strictSame([1, 2, 3, 11, 100].map(minutes), ['دقيقة واحدة', 'دقيقتين', '3 دقائق', '11 دقيقة', '100 دقيقة'])
  t.equal(formatsOf('en').plural(1, { other: '# apps' }), '1 apps', 'a form that is not there is the other one')
  t.equal(formatsOf('en').plural(1234, { other: '# apps' }), '1,234 apps')
})

t.test('waiting is never told shorter than it is', async (t) => {
  t.strictSame([0, 1, 60, 61].map(minutesOf), [1, 1, 1, 2])
})

t.test('days, times and lists', async (t) => {
  t.equal(wordsOf('de').common.date(now), '21. November 2026')
  t.match(wordsOf('en').common.dateTime(now), /November 21, 2026.*12:00.PM UTC/)
  t.equal(wordsOf('es').common.list(['a', 'b', 'c']), 'a, b y c')
})

t.test('RFC 4647 §3.4: tags are looked up by their language', async (t) => {
  t.equal(firstLanguage(['pt', 'FR-ca', 'en']), 'fr')
  t.equal(firstLanguage(['', 'x', 'toString', '*', '日本']), undefined)
})
