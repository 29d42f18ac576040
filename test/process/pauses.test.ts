// Pauses before a dead worker is replaced: soon at first, never in a fast circle.
import t from 'tap'
import { afterDeath } from '../../src/process/pauses.ts'

t.test('the first death: at once, nearly; then twice as long each time, up to ten seconds', async (t) => {
  const pauses: number[] = []
  let deaths = 0
  for (let at = 0; at < 10; at += 1) {
    const next = afterDeath(deaths, 0)
    pauses.push(next.pauseMillis)
    deaths = next.deaths
  }
  t.same(pauses, [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000])
  t.same(afterDeath(5000, 0).pauseMillis, 10_000, 'however often')
})

t.test('one that served for a minute is forgiven', async (t) => {
  t.same(afterDeath(7, 59_999), { deaths: 8, pauseMillis: 10_000 })
  t.same(afterDeath(7, 60_000), { deaths: 1, pauseMillis: 100 })
})
