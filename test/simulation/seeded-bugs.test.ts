// Seeded bugs: a simulation that finds nothing proves something only if it finds what was put there.
import t from 'tap'
import { bugs } from './bugs.ts'
import { postgresGround } from './ground.ts'
import { isViolation, simulate, tell } from './history.ts'

const mostHistories = 60

t.test('each seeded bug is caught', { timeout: 120_000 }, async (t) => {
  const ground = await postgresGround(t)
  for (const { name, tamper, caughtAs } of bugs) {
    let histories = 0
    let broken: Awaited<ReturnType<typeof simulate>>
    while (broken === undefined && histories < mostHistories) {
      histories += 1
      broken = await simulate(ground, `bug-${histories}`, tamper)
    }
    if (broken === undefined) t.fail(`${name}: not caught by ${mostHistories} histories`)
    else if (!isViolation(broken) || !caughtAs.test(broken.because.message))
      t.fail(`${name}: caught as something else`, { violation: broken.because.message, history: tell(broken) })
    else t.pass(`${name}: caught by history ${histories}`)
  }
})
