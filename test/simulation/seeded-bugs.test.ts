// Seeded bugs: a simulation that finds nothing proves something only if it finds what was put there.
import t from 'tap'
import { bugs } from './bugs/index.ts'
import { postgresGround } from './ground.ts'
import { type History, simulate, tell } from './history.ts'
import { Violation } from './model.ts'
import { patience } from './patience.ts'

const mostHistories = 200
/** Where the rare ones were found last is looked first; nothing but time hangs on it. */
const foundAt: Readonly<Record<string, number>> = {
  "a disabled person's families live on": 39,
  "another client's code is accepted": 31,
  'refreshed tokens carry the roles of the log-in': 29,
  'logging out forgets the families': 26,
  'a database that went back counts as reuse': 25,
  "another client's refresh token is accepted": 17,
}
patience(t, 300)

t.test('each seeded bug is caught', async (t) => {
  const ground = await postgresGround(t)
  for (const { name, tamper, caughtAs } of bugs) {
    let history: History | undefined
    let at = 0
    const usual = Array.from({ length: mostHistories }, (_, index) => index + 1)
    for (at of [...(foundAt[name] === undefined ? [] : [foundAt[name]]), ...usual]) {
      history = await simulate(ground, `bug-${at}`, tamper)
      if (history.broken !== undefined) break
    }
    const { broken } = history ?? {}
    // By a check, and for what it is: not by an accident such as a crash.
    const isCaught = broken instanceof Violation && caughtAs.test(broken.message)
    const told = isCaught || history === undefined ? {} : { history: tell(history) }
    t.ok(isCaught, `${name}: caught for what it is, by history ${at} of ${mostHistories}`, told)
  }
})
