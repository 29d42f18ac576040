// Charts: where bars stand, and the life of keys along time.
import t from 'tap'
import { barChart, keyPlans, keyTimeline } from '../../../../src/http/pages/admin/charts.ts'
import type { KeyInState } from '../../../../src/model/signing-key.ts'
import { aSigningKey } from '../../../store/samples.ts'

const now = new Date('2026-11-22T10:00:00Z')
const at = (days: number) => new Date(now.getTime() + days * 86_400_000)
const step = (tokens: number, minute: number) => ({
  ...{ startedAt: at(minute / 1440), logins: 0, tokens, refusals: 0, answers: 0, medianMillis: null, p95Millis: null },
})

t.test('bars are as high as their values, and inside the picture', async (t) => {
  const chart = barChart([step(0, 0), step(7, 1), step(14, 2)], ({ tokens }) => tokens, 'tokens')
  const [none, half, all] = chart.bars
  t.equal(none?.height, 0)
  t.ok(Math.abs(2 * (half?.height ?? 0) - (all?.height ?? 0)) < 0.3)
  for (const bar of chart.bars) t.ok(bar.x >= 0 && bar.x + bar.width <= 100 && bar.y + bar.height <= chart.height)
  t.same(
    chart.lines.map(({ text }) => text),
    ['0', '10', '20'],
  )
  t.match(half?.words, /^10:01: 7 tokens$/)
  t.equal(barChart([step(0, 0)], () => Number.POSITIVE_INFINITY, 'ms').bars[0]?.words, '10:00: more than 5000 ms')
  t.same(barChart([], () => 1, 'x').bars, [])
})

t.test('a key is announced, signs, is kept; one without a successor signs as long as planned', async (t) => {
  const times = (createdAt: Date, activeFrom: Date, coversUntil: Date, ordinal: number) =>
    aSigningKey({ alg: 'RS256', createdAt, activeFrom, coversUntil, ordinal })
  const keys: readonly KeyInState[] = [
    { key: times(at(-90), at(-89), at(-29), 1), state: 'gone' },
    { key: times(at(-31), at(-30), at(0.1), 2), state: 'active' },
  ]
  const { rows, now: line } = keyTimeline(keys, now, 60 * 86_400)
  t.same(
    rows.map(({ parts }) => parts.map(({ state }) => state)),
    [
      ['announced', 'active'],
      ['announced', 'active', 'retired'],
    ],
  )
  const [young, old] = rows
  const end = young?.parts.at(-1)
  t.ok((end?.x ?? 0) + (end?.width ?? 0) > line, 'it signs beyond now')
  t.ok((old?.parts.at(-1)?.x ?? 100) < line)
  for (const { parts } of rows) for (const part of parts) t.ok(part.x >= 0 && part.x + part.width <= 100.2)
  const newest = keys[1] as KeyInState
  t.same(keyPlans(keys, 60 * 86_400)(newest), {
    ...{ signsUntil: at(30).getTime(), lastsUntil: at(30).getTime(), isPlanned: true },
  })
  const fresh = keyTimeline([{ key: times(now, now, at(0.1), 1), state: 'active' }], now, 60 * 86_400)
  t.ok(fresh.now > 3, 'the line of today has room for its word, also on the first day')
})
