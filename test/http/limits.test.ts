// Coarse limits per address: a window each, and one count for all workers of a machine.
import t from 'tap'
import { type Count, type Limits, openLimits } from '../../src/http/limits.ts'

/** Workers whose messages reach the others at once; `told` are all messages. */
const workersAt = (number: number, stopwatch: () => number) => {
  const told: Count[][] = []
  const listeners: ((counts: readonly Count[]) => void)[] = []
  const workers = Array.from({ length: number }, (_, at) =>
    openLimits(stopwatch, {
      workers: number,
      tell: (counts) => {
        told.push([...counts])
        for (const [other, hear] of listeners.entries()) if (other !== at) hear(counts)
      },
      listen: (hear) => void listeners.push(hear),
    }),
  )
  return { workers: workers as [Limits, Limits, ...Limits[]], told }
}

t.test('a window of a minute for each address and limit', async (t) => {
  let now = 0
  const { use } = openLimits(() => now)
  t.same(use('pages', 'one'), { used: 1, leftMillis: 60_000 })
  now = 59_999
  t.same(use('pages', 'one'), { used: 2, leftMillis: 1 })
  t.same(use('pages', 'two').used, 1, 'another address')
  t.same(use('devices', 'one').used, 1, 'another limit')
  now = 60_000
  t.same(use('pages', 'one'), { used: 1, leftMillis: 60_000 }, 'a new window')
})

t.test('addresses without end: the one that did not come for longest is forgotten', async (t) => {
  const { use } = openLimits(() => 0)
  use('pages', 'first')
  use('pages', 'second')
  use('pages', 'first')
  for (let at = 0; at < 4999; at += 1) use('pages', `address ${at}`)
  t.equal(use('pages', 'first').used, 3)
  t.equal(use('pages', 'second').used, 1)
})

for (const number of [2, 3, 8, 64])
  t.test(`${number} workers: a flood at all of them is admitted a tenth too often at most`, async (t) => {
    const { workers, told } = workersAt(number, () => 0)
    for (const limit of ['registrations', 'pages'] as const) {
      const most = workers[0].perMinute[limit]
      let admitted = 0
      for (let at = 0; at < 20 * most; at += 1)
        if ((workers[at % number] as Limits).use(limit, 'flood').used <= most) admitted += 1
      t.ok(admitted >= most && admitted <= 1.1 * most, `${admitted} of ${most}`)
    }
    const before = told.length
    for (const worker of workers) worker.use('pages', 'flood')
    t.equal(told.length, before, 'what is refused costs no message')
  })

t.test('what is no flood is told when the second is over, once', async (t) => {
  const { workers, told } = workersAt(2, () => 0)
  const [one, two] = workers
  one.use('pages', 'slow')
  one.use('pages', 'slow')
  one.use('devices', 'slow')
  t.equal(two.use('pages', 'slow').used, 1)
  one.tellCounts()
  t.same(told, [
    [
      ['pages', 'slow', 2],
      ['devices', 'slow', 1],
    ],
  ])
  t.equal(two.use('pages', 'slow').used, 4)
  one.tellCounts()
  t.equal(told.length, 1)
})
