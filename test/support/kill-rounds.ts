// Rounds of kill -9 under load, and what must be true after each; the same on either database.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { person } from './cast.ts'
import { logInFor, newLedger, runLoad } from './load.ts'
import { nothingLost } from './nothing-lost.ts'
import { plainBrowser } from './plain-browser.ts'
import { codeFor, register } from './plain-client.ts'
import { type Environment, type Server, startServer } from './process.ts'
import { isFull, seed, takeTime } from './seed.ts'
import { seededChoices } from './seeded-random.ts'
import { until } from './until.ts'

/** A moment is so many answers after the start and so many milliseconds more, whatever the machine's speed. */
export const killRounds = async (suite: Test, settings: Environment): Promise<void> => {
  takeTime(suite)
  // The embedded database takes seconds to come back.
  const rounds = isFull ? 20 : settings.DATABASE_URL === undefined ? 2 : 3
  const choose = seededChoices(seed)
  let server: Server = await startServer(suite, settings)
  const [ada, app] = [await person(settings), await register(server.issuer)]
  const browser = plainBrowser(server.issuer)
  await codeFor(app, ada, browser)
  const ledger = newLedger()
  for (let round = 1; round <= rounds; round += 1) {
    const [answers, millis] = [choose.between(0, 150), choose.between(0, 30)]
    await suite.test(`round ${round}: killed ${millis} ms after ${answers} answers (seed ${seed})`, async (t) => {
      const load = { app, person: ada, browser, ledger, goOn: () => true, patient: false }
      await logInFor(load, 8)
      const progress = () => ledger.chains.flat().length + ledger.redeemed.length
      const start = progress()
      const running = runLoad(load, { redeemers: 4 })
      await until('enough was answered', async () => progress() >= start + answers)
      await sleep(millis)
      t.equal((await server.kill()).signal, 'SIGKILL')
      await running
      server = await startServer(suite, settings)
      await nothingLost(t, app, ledger)
      t.notMatch(server.err(), /unexpected error/)
    })
  }
}
