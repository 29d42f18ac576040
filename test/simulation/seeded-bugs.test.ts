// Seeded bugs: a simulation that finds nothing proves something only if it finds what was put there.
import t from 'tap'
import { bugs } from './bugs/index.ts'
import { postgresGround } from './ground.ts'
import { type History, simulate, tell } from './history.ts'
import { Violation } from './model.ts'
import { patience } from './patience.ts'

const mostHistories = 200
patience(t, 300)

t.test('each seeded bug is caught', async (t) => {
  const ground = await postgresGround(t)
  for (const { name, tamper, caughtAs } of bugs) {
    let history: History | undefined
    let count = 0
    while (history?.broken === undefined && count < mostHistories) {
      count += 1
      history = await simulate(ground, `bug-${count}`, tamper)
    }
    const { broken } = history ?? {}
    // By a check, and for what it is: not by an accident such as a crash.
    const isCaught = broken instanceof Violation && caughtAs.test(broken.message)
    const told = isCaught || history === undefined ? {} : { history: tell(history) }
    t.ok(isCaught, `${name}: caught for what it is, by history ${count} of ${mostHistories}`, told)
  }
})
