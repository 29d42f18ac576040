// kill -9 of the server at random moments under load: nothing acknowledged is lost, on either database.
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { person } from '../support/cast.ts'
import { logInFor, newLedger, runLoad } from '../support/load.ts'
import { nothingLost } from '../support/nothing-lost.ts'
import { plainBrowser } from '../support/plain-browser.ts'
import { codeFor, register } from '../support/plain-client.ts'
import { environment, type Server, startServer } from '../support/process.ts'
import { isFull, seed } from '../support/seed.ts'
import { seededChoices } from '../support/seeded-random.ts'

const rounds = isFull ? 20 : 3
const kinds = { 'PostgreSQL': undefined, 'the embedded database': null } as const

for (const [kind, databaseUrl] of Object.entries(kinds))
  t.test(`${rounds} kills on ${kind} (seed ${seed})`, async (suite) => {
    const choose = seededChoices(`${seed} ${kind}`)
    const settings = await environment(suite, databaseUrl === null ? { databaseUrl } : {})
    let server: Server = await startServer(suite, settings)
    const [ada, app] = [await person(suite, settings), await register(server.issuer)]
    const browser = plainBrowser(server.issuer)
    await codeFor(app, ada, browser)
    const ledger = newLedger()
    for (let round = 1; round <= rounds; round += 1) {
      const patience = choose.between(50, 1000)
      await suite.test(`round ${round}, killed after ${patience} ms`, async (t) => {
        const load = { app, person: ada, browser, ledger, goOn: () => true, patient: false }
        await logInFor(load, 8)
        const running = runLoad(load, { redeemers: 4 })
        await sleep(patience)
        t.equal((await server.kill()).signal, 'SIGKILL')
        await running
        server = await startServer(suite, settings)
        await nothingLost(t, app, ledger)
        t.notMatch(server.err(), /unexpected error/)
      })
    }
  })
