// WORKERS: several processes behind one port, on the real PostgreSQL: what they share, and what happens when one dies.
import t from 'tap'
import { person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { execute } from '../support/database.ts'
import { type Line, linesByWorker, openLine, refreshOn } from '../support/line.ts'
import { logged, workersOf } from '../support/logged.ts'
import { keepsPromise } from '../support/pace.ts'
import { codeFor, redeem, refresh, register, request } from '../support/plain-client.ts'
import { environment, startServer } from '../support/process.ts'
import { familyOf } from '../support/process-table.ts'
import { until } from '../support/until.ts'

/** With the limits that other tests lift, and every line of the log. */
const settings = await environment(t, {
  settings: { WORKERS: '2', LOG_LEVEL: 'debug', DANGER_NO_RATE_LIMITS: '', DATABASE_POOL: '5' },
})
const databaseUrl = settings.DATABASE_URL as string
const server = await startServer(t, settings)
const [ada, app] = [await person(settings), await register(server.issuer)]

const pids = workersOf(server)
const keeper = logged(server, 'this worker keeps house')[0]?.worker as number
const other = pids.find((pid) => pid !== keeper) as number
const { own, others } = await linesByWorker(t, server.port, 8, keeper)
const lines = [...own, ...others]
const tokens = new Map<Line, string>()
for (const line of lines) tokens.set(line, (await redeem(app, await codeFor(app, ada))).body.refresh_token)

const refreshing = async (line: Line) => {
  const answer = await refreshOn(line, app, tokens.get(line) as string)
  if (answer.status === 200) tokens.set(line, answer.body.refresh_token)
  return answer
}

/** Each line refreshes its own token without a pause, and again where the connection broke. */
const startLoad = () => {
  const broken = new Set<Line>()
  const wrong: unknown[] = []
  let answers = 0
  let goesOn = true
  const run = async (line: Line): Promise<void> => {
    while (goesOn) {
      const answer = await refreshing(line).catch(() => undefined)
      if (answer?.status === 200) answers += 1
      else if (answer === undefined) broken.add(line)
      else return void wrong.push(answer)
    }
  }
  const running = lines.map(run)
  const end = async () => {
    goesOn = false
    await Promise.all(running)
    return { broken, wrong }
  }
  return { answers: () => answers, end }
}

t.test('a primary and two workers; both answer', async (t) => {
  t.equal(server.out(), `listening ${server.issuer} pid ${server.pid}\n`)
  t.same(new Set(familyOf(server.pid).map(({ pid }) => pid)), new Set([server.pid, ...pids]))
  t.ok(own.length > 0 && others.length > 0, `${own.length} connections at one, ${others.length} at the other`)
})

t.test('DATABASE_POOL is for both together', async (t) => {
  const load = startLoad()
  await until('the load runs', async () => load.answers() > 100)
  const [counted] = await execute(
    databaseUrl,
    'select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  t.same((await load.end()).wrong, [])
  const count = Number(counted?.rows[0].count)
  t.ok(count >= 2 && count <= 4, `${count} connections: two each`)
})

t.test('a key that the command line withdraws is gone at both', async (t) => {
  const kids = async (line: Line): Promise<string[]> =>
    (await line.ask('/jwks')).body.keys.map(({ kid }: { kid: string }) => kid)
  const [kid = ''] = await kids(own[0] as Line)
  await cliJson(settings, ['keys', 'rotate', '--compromised'])
  for (const line of [own[0], others[0]] as Line[])
    await keepsPromise(t, 'the key is gone', 5000, async () => !(await kids(line)).includes(kid))
})

t.test('kill -9 of the worker that keeps house, under load', async (t) => {
  // What only that one would have swept.
  await execute(databaseUrl, "insert into revoked_token values ('swept', now() - interval '1 day')")
  const load = startLoad()
  await until('the load runs', async () => load.answers() > 50)
  process.kill(keeper, 'SIGKILL')
  await until('it is replaced', async () => logged(server, 'a new worker listens').length === 1)
  const before = load.answers()
  await until('the load goes on', async () => load.answers() > before + 100)
  const { broken, wrong } = await load.end()
  t.same(wrong, [], 'every answer was tokens')
  t.ok(
    own.every((line) => broken.has(line)),
    'its own connections broke',
  )
  t.notOk(
    others.some((line) => broken.has(line)),
    'no request of the other failed',
  )
  t.match(logged(server, 'a worker ended; another takes its place'), [{ worker: keeper, how: 'SIGKILL' }])
  const replacement = logged(server, 'a new worker listens')[0]?.worker
  t.same(
    new Set(familyOf(server.pid).map(({ pid }) => pid)),
    new Set([server.pid, other, replacement]),
    'the primary and the other stay',
  )
  t.equal(logged(server, 'this worker keeps house').at(-1)?.worker, other, 'who keeps house now')
  await until('what expired is swept', async () => {
    const [left] = await execute(databaseUrl, 'select from revoked_token')
    return left?.rows.length === 0
  })
  const there = await linesByWorker(t, server.port, 4, other)
  t.ok(there.others.length > 0, 'the new one answers')
})

t.test('SIGTERM to one worker: it ends with grace, and is replaced', async (t) => {
  process.kill(other, 'SIGTERM')
  await until('it is replaced', async () => logged(server, 'a new worker listens').length === 2)
  t.match(logged(server, 'a worker ended; another takes its place').at(-1), { worker: other, how: 0 })
  t.equal((await request(`${server.issuer}/health/ready`)).status, 200)
})

t.test('a limit is for both together', async (t) => {
  const [one] = logged(server, 'a new worker listens').map(({ worker }) => worker as number)
  const both = await linesByWorker(t, server.port, 4, one ?? 0)
  t.ok(both.own.length > 0 && both.others.length > 0)
  let admitted = 0
  const registerUntilRefused = async (line: Line): Promise<number> => {
    for (;;) {
      const { status } = await line.ask('/register', { redirect_uris: 'nowhere' })
      if (status === 429) return status
      admitted += 1
    }
  }
  t.same(await Promise.all([both.own[0], both.others[0]].map((line) => registerUntilRefused(line as Line))), [429, 429])
  // How late a message is depends on the machine; without any it would be 240.
  t.ok(admitted >= 119 && admitted < 180, `${admitted} of 120`)
})

t.test('told to stop under load', async (t) => {
  const load = startLoad()
  await until('the load runs', async () => load.answers() > 50)
  const { code } = await server.stop()
  const { wrong } = await load.end()
  t.equal(code, 0)
  t.ok(
    wrong.every((answer) => (answer as { status: number }).status === 503),
    'each request was answered with tokens, or 503, or not taken',
  )
  t.equal(server.out(), `listening ${server.issuer} pid ${server.pid}\n`, 'still the one line')
  await t.rejects(openLine(t, server.port).ask('/health/live'), { code: 'ECONNREFUSED' })
  const alone = await startServer(t, { ...settings, WORKERS: '', PORT: settings.PORT as string })
  t.equal(familyOf(alone.pid).length, 1, 'without WORKERS there is one process')
  for (const token of tokens.values()) t.equal((await refresh(app, token)).status, 200, 'nothing was lost')
})
