// Endings under load, on two servers: once a logout or a disabling is answered, nothing that hung on it works any more.
import t from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { logInFor, newLedger, runLoad } from '../support/load.ts'
import { hasForm, plainBrowser } from '../support/plain-browser.ts'
import { type App, codeFor, redeem, refresh, register, servedBy } from '../support/plain-client.ts'
import { beside, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

const server = await startServer(t)
const second = await startServer(t, await beside(server.environment, { ISSUER: server.issuer }))

t.test('a logout against a redemption: the family dies with the session, or is never founded', async (t) => {
  const ada = await person(server.environment)
  const app = await register(server.issuer, { scope: 'openid profile' })
  const there = servedBy(app, second)
  const outcomes = new Set<number>()
  for (let round = 0; round < 20; round += 1) {
    const browser = plainBrowser(server.issuer)
    const granted = await codeFor(app, ada, browser)
    const page = await browser.open(`${server.issuer}/logout`)
    if (!hasForm(page, 'logout')) return void t.fail('no logout form')
    const [answer, gone] = await Promise.all([
      redeem(round % 2 === 0 ? app : there, granted),
      browser.submit(page, 'logout', {}),
    ])
    outcomes.add(answer.status)
    if ('status' in gone && gone.status >= 400) t.fail(`the logout was answered with ${gone.status}`)
    if (answer.status === 200 && (await refresh(there, answer.body.refresh_token)).status !== 400)
      t.fail(`round ${round}: the family outlived its session`)
    if ((await redeem(app, granted)).status !== 400) t.fail(`round ${round}: the code outlived its session`)
  }
  t.ok(
    [...outcomes].every((status) => status === 200 || status === 400),
    `answered with ${[...outcomes].join(' and ')}`,
  )
})

const command = { 'a person': 'users', 'a client': 'clients' } as const
for (const [whom, room] of Object.entries(command))
  t.test(`disabling ${whom} in mid-load`, async (t) => {
    const eve = await person(server.environment, `eve-${room}`)
    const app: App = await operatorApp(server.environment, server.issuer)
    const browser = plainBrowser(server.issuer)
    await codeFor(app, eve, browser)
    const [ledger, waiting] = [
      newLedger(),
      await Promise.all(Array.from({ length: 5 }, () => codeFor(app, eve, browser))),
    ]
    const load = { person: eve, browser, ledger, goOn: () => true, patient: false }
    await logInFor({ ...load, app }, 8)
    const running = runLoad({ ...load, app: servedBy(app, second) }, { redeemers: 4 })
    await t.resolves(until('there is load', () => ledger.redeemed.length > 0 && ledger.chains.flat().length > 16))
    const subject = room === 'users' ? eve.email : app.clientId
    await cliJson(server.environment, [room, 'disable', subject])
    const dead = async (what: string): Promise<void> => {
      for (const at of [app, servedBy(app, second)]) {
        for (const chain of ledger.chains)
          if ((await refresh(at, chain.at(-1) as string)).status !== 400) t.fail(`${what}: a refresh token works`)
        for (const { token } of ledger.redeemed)
          if ((await refresh(at, token)).status !== 400) t.fail(`${what}: a new login's refresh token works`)
        for (const granted of [...waiting, ...ledger.unsure])
          if ((await redeem(at, granted)).status !== 400) t.fail(`${what}: a code works`)
      }
    }
    await dead('at once')
    await running
    await dead('when all is quiet')
    await cliJson(server.environment, [room, 'enable', subject])
    await dead('enabled again')
    t.equal((await redeem(app, await codeFor(app, eve))).status, 200, 'after a new login it works again')
  })
