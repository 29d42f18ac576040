// Figures: counts by step, and the latency that half and 95 of 100 answers stayed within.
import t from 'tap'
import { figureSteps } from '../../src/protocol/figures.ts'

const since = new Date('2026-11-22T10:00:00Z')
const at = (minutes: number) => new Date(since.getTime() + minutes * 60_000)

t.test('each step has its counts, also where nothing happened', async (t) => {
  const counted = [
    { startedAt: at(0), name: 'logins', count: 3 },
    { startedAt: at(2), name: 'tokens', count: 7 },
    { startedAt: at(2), name: 'refusals', count: 1 },
  ]
  const steps = figureSteps(counted, { since, steps: 3, stepSeconds: 60 })
  t.same(
    steps.map(({ logins, tokens, refusals }) => [logins, tokens, refusals]),
    [
      [3, 0, 0],
      [0, 0, 0],
      [0, 7, 1],
    ],
  )
  t.same(
    steps.map(({ startedAt }) => startedAt),
    [at(0), at(1), at(2)],
  )
  t.same(
    steps.map(({ answers, medianMillis }) => [answers, medianMillis]),
    [
      [0, null],
      [0, null],
      [0, null],
    ],
  )
})

t.test('latency', async (t) => {
  const of = (...counts: readonly (readonly [name: string, count: number])[]) => {
    const counted = counts.map(([name, count]) => ({ startedAt: since, name: `latency:${name}`, count }))
    const [step] = figureSteps(counted, { since, steps: 1, stepSeconds: 60 })
    return [step?.answers, step?.medianMillis, step?.p95Millis]
  }
  t.same(of(['10', 1]), [1, 10, 10])
  t.same(of(['100', 5], ['5', 95]), [100, 5, 5], 'in whatever order')
  t.same(of(['5', 94], ['100', 6]), [100, 5, 100])
  t.same(of(['5', 50], ['10', 50]), [100, 5, 10])
  t.same(of(['5', 10], ['more', 90]), [100, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
})
