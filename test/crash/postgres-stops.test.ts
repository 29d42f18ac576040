// PostgreSQL itself stops, as by a crash, and comes back in mid-load: nothing acknowledged is lost, and nobody needs to help.
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { person } from '../support/cast.ts'
import { logInFor, newLedger, runLoad } from '../support/load.ts'
import { nothingLost } from '../support/nothing-lost.ts'
import { plainBrowser } from '../support/plain-browser.ts'
import { codeFor, register } from '../support/plain-client.ts'
import { startPostgres } from '../support/postgres.ts'
import { environment, startServer } from '../support/process.ts'
import { isFull, seed, takeTime } from '../support/seed.ts'
import { seededChoices } from '../support/seeded-random.ts'
import { until } from '../support/until.ts'

takeTime(t)

const rounds = isFull ? 20 : 3
const choose = seededChoices(seed)

const postgres = await startPostgres(18)
t.teardown(() => postgres.stop())
const server = await startServer(t, await environment(t, { databaseUrl: postgres.url }))
const [ada, app] = [await person(server.environment), await register(server.issuer)]
const browser = plainBrowser(server.issuer)
await codeFor(app, ada, browser)
const ledger = newLedger()

for (let round = 1; round <= rounds; round += 1) {
  const [before, during] = [choose.between(100, 800), choose.between(0, 500)]
  const stop = choose.pick(['crash', 'shutDown'] as const)
  t.test(`round ${round}: ${stop} after ${before} ms, for ${during} ms (seed ${seed})`, async (t) => {
    let over = false
    const load = { app, person: ada, browser, ledger, goOn: () => !over, patient: true }
    await logInFor(load, 8)
    const running = runLoad(load, { redeemers: 4 })
    await sleep(before)
    await postgres[stop]()
    await sleep(during)
    await postgres.start()
    const progress = () => ledger.chains.flat().length + ledger.redeemed.length
    const then = progress()
    await until('the load goes on', async () => progress() > then + 20)
    over = true
    await running
    await nothingLost(t, app, ledger)
  })
}

t.test('the server went through all of it', async (t) => {
  t.notMatch(server.err(), /unexpected error/)
  t.equal((await server.stop()).code, 0)
})
