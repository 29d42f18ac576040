// How long a fetched document may be used (RFC 9111 §4.2, draft-ietf-oauth-client-id-metadata-document §5.2).
import t from 'tap'
import { freshness } from '../../src/protocol/document-freshness.ts'

const now = new Date('2026-11-22T10:00:00Z')
const seconds = (headers: Record<string, string>) => {
  const { freshUntil, staleUntil } = freshness(headers, now)
  const since = (instant: Date) => (instant.getTime() - now.getTime()) / 1000
  return [since(freshUntil), since(staleUntil)]
}
const day = 86_400

t.test('RFC 9111 §4.2.1: a lifetime, within a minute and a day', async (t) => {
  const cases: readonly (readonly [string, number])[] = [
    ['max-age=3600', 3600],
    ['public, MAX-AGE="3600"', 3600],
    ['max-age=5', 60],
    ['max-age=0', 60],
    ['max-age=31536000, immutable', day],
    ['max-age=9999999999', day],
    ['s-maxage=120, max-age=3600', 120],
    ['max-age=120, max-age=3600', 120],
    ['max-age=soon', 60],
    ['max-age=-5', 60],
    ['private, max-age=3600', 3600],
  ]
  for (const [header, fresh] of cases) t.strictSame(seconds({ 'cache-control': header }), [fresh, fresh + day], header)
})

t.test('§5.2.2: what must not be used when stale is not, not even while its host is away', async (t) => {
  for (const header of ['no-store', 'no-cache', 'no-store, max-age=3600'])
    t.strictSame(seconds({ 'cache-control': header }), [60, 60], header)
  t.strictSame(seconds({ 'cache-control': 'max-age=3600, must-revalidate' }), [3600, 3600])
})

t.test('§4.2.3, §5.3: Age and Expires', async (t) => {
  t.strictSame(seconds({ 'cache-control': 'max-age=3600', age: '600' })[0], 3000)
  t.strictSame(seconds({ 'cache-control': 'max-age=3600', age: '9999' })[0], 60)
  t.strictSame(seconds({ 'cache-control': 'max-age=3600', age: 'old' })[0], 3600)
  t.strictSame(seconds({ expires: 'Sun, 22 Nov 2026 11:00:00 GMT' })[0], 3600)
  const skewed = { date: 'Sun, 22 Nov 2026 12:00:00 GMT', expires: 'Sun, 22 Nov 2026 12:30:00 GMT' }
  t.strictSame(seconds(skewed)[0], 1800, "by the sender's own clock")
  t.strictSame(seconds({ expires: '0' })[0], 60)
  t.strictSame(seconds({ expires: 'Sun, 22 Nov 2026 11:00:00 GMT', 'cache-control': 'max-age=120' })[0], 120)
})

t.test('without a word, ten minutes', async (t) => {
  t.strictSame(seconds({}), [600, 600 + day])
  t.strictSame(seconds({ 'cache-control': '' })[0], 600)
})
