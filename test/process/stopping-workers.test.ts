// Workers start together or not at all, finish what they have begun, and none is left over.
import { createServer } from 'node:http'
import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { type Begun, beginRefresh, type Line, linesByWorker } from '../support/line.ts'
import { workersOf } from '../support/logged.ts'
import { codeFor, redeem, register } from '../support/plain-client.ts'
import { environment, refusingServer, type Server, startServer } from '../support/process.ts'
import { familyOf, stillAlive } from '../support/process-table.ts'
import { refusesToStart } from '../support/refused.ts'
import { until } from '../support/until.ts'

t.test('what keeps one worker from starting keeps all: one line', async (t) => {
  const settings = await environment(t, { settings: { WORKERS: '2' } })
  const squatter = createServer().listen(Number(settings.PORT), 'localhost')
  await new Promise((resolve) => squatter.once('listening', resolve))
  refusesToStart(t, 'a port that is taken', await refusingServer(t, settings), new RegExp(settings.PORT as string))
  await new Promise((resolve) => squatter.close(resolve))
  const nowhere = { ...settings, DATABASE_URL: `postgres://ada:word@127.0.0.1:${settings.PORT}/none` }
  refusesToStart(t, 'no database', await refusingServer(t, nowhere), /the database does not answer \(ECONNREFUSED\)/)
})

t.test('the embedded database has one process', async (t) => {
  const settings = await environment(t, { databaseUrl: null, settings: { LOG_LEVEL: 'warn' } })
  refusesToStart(t, 'two', await refusingServer(t, { ...settings, WORKERS: '2' }), /WORKERS.*embedded.*DATABASE_URL/)
  const auto = await startServer(t, { ...settings, WORKERS: 'auto' })
  t.equal(familyOf(auto.pid).length, 1)
  t.match(auto.err(), /WORKERS=auto is one worker here/)
})

/** Two workers, and a request at each that it has begun with. */
const busyWorkers = async (t: Test) => {
  const settings = await environment(t, { settings: { WORKERS: '2', LOG_LEVEL: 'info' } })
  const server = await startServer(t, settings)
  const family = familyOf(server.pid)
  const [ada, app] = [await person(settings), await register(server.issuer)]
  const { own, others } = await linesByWorker(t, server.port, 4, workersOf(server)[0] ?? 0)
  const atHand: Begun[] = []
  for (const line of [own[0], others[0]] as Line[]) {
    const { body } = await redeem(app, await codeFor(app, ada))
    atHand.push(await beginRefresh(line, app, body.refresh_token))
  }
  const outcome = Promise.allSettled(atHand.map(({ answer }) => answer))
  const finish = () => {
    for (const begun of atHand) begun.finish()
    return outcome
  }
  return { server, family, outcome, finish }
}

const refuses = async ({ port }: Server): Promise<boolean> =>
  fetch(`http://localhost:${port}/health/live`).then(
    () => false,
    (error) => error.cause?.code === 'ECONNREFUSED',
  )

t.test('SIGTERM while each worker has a request at hand: both are answered', async (t) => {
  const { server, family, finish } = await busyWorkers(t)
  server.stop()
  await until('no connection is taken any more', () => refuses(server))
  t.match(await finish(), [{ value: { status: 200 } }, { value: { status: 200 } }])
  t.equal((await server.exited).code, 0)
  t.same(stillAlive(family), [])
})

t.test('SIGINT to all at once, as a terminal does, is one signal; a second one ends all of them now', async (t) => {
  const { server, family, outcome } = await busyWorkers(t)
  for (const { pid } of family) process.kill(pid, 'SIGINT')
  await until('no connection is taken any more', () => refuses(server))
  t.same(stillAlive(family), family, 'they wait for what is at hand')
  process.kill(server.pid, 'SIGINT')
  t.equal((await server.exited).code, 1)
  t.match(await outcome, [{ status: 'rejected' }, { status: 'rejected' }])
  await until('none is left', () => stillAlive(family).length === 0)
})

t.test('kill -9 of the primary: what is at hand is answered, and no worker is left over', async (t) => {
  const { server, family, finish } = await busyWorkers(t)
  server.kill()
  await until('the primary is gone', () => stillAlive(family).every(({ pid }) => pid !== server.pid))
  await until('no connection is taken any more', () => refuses(server))
  t.match(await finish(), [{ value: { status: 200 } }, { value: { status: 200 } }])
  await until('none is left', () => stillAlive(family).length === 0)
})
