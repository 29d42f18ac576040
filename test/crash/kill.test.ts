// kill -9 of the server at random moments under load: nothing acknowledged is lost, on either database.
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { person } from '../support/cast.ts'
import { newLedger, runLoad } from '../support/load.ts'
import { nothingLost } from '../support/nothing-lost.ts'
import { plainBrowser } from '../support/plain-browser.ts'
import { codeFor, register } from '../support/plain-client.ts'
import { environment, type Server, startServer } from '../support/process.ts'
import { isFull, seed } from '../support/seed.ts'
import { seededChoices } from '../support/seeded-random.ts'

const rounds = isFull ? 20 : 3
const kinds = { 'PostgreSQL': undefined, 'the embedded database': null } as const

for (const [kind, databaseUrl] of Object.entries(kinds))
  t.test(`${rounds} kills on ${kind} (seed ${seed})`, async (t) => {
    const choose = seededChoices(`${seed} ${kind}`)
    const settings = await environment(t, databaseUrl === null ? { databaseUrl } : {})
    let server: Server = await startServer(t, settings)
    const [ada, app] = [await person(t, settings), await register(server.issuer)]
    const browser = plainBrowser(server.issuer)
    await codeFor(app, ada, browser)
    const ledger = newLedger()
    for (let round = 1; round <= rounds; round += 1) {
      const patience = choose.between(100, 1200)
      await t.test(`round ${round}, killed after ${patience} ms`, async (t) => {
        const load = { app, person: ada, browser, ledger, goOn: () => true, patient: false }
        const running = runLoad(load, { refreshers: 8, redeemers: 4 })
        await sleep(patience)
        t.equal((await server.kill()).signal, 'SIGKILL')
        await running.catch(() => {})
        // Its teardown ends the server with this round; the next round's is started by the test around it.
        server = await startServer(t, settings)
        await nothingLost(t, app, ledger)
        t.notMatch(server.err(), /unexpected error/)
      })
    }
  })
