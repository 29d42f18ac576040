// Operations: what operators read of running servers, and that a server which stops while it is used fails nobody.
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { person } from '../support/cast.ts'
import { type App, codeFor, redeem, refresh, register, servedBy } from '../support/plain-client.ts'
import { freePort } from '../support/ports.ts'
import { beside, environment, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

/** Who collects traces. */
const traces: Buffer[] = []
const collector = createServer(async (request, response) => {
  traces.push(await buffer(request))
  response.end()
}).listen(0, 'localhost')
await new Promise((resolve) => collector.once('listening', resolve))
t.teardown(() => collector.close())
const { port: collectorPort } = collector.address() as { port: number }

const metricsPort = await freePort()
const settings = await environment(t, {
  settings: {
    ...{
      WORKERS: '2',
      LOG_LEVEL: 'warn',
      METRICS_PORT: String(metricsPort),
      METRICS_TOKEN: 'a-token-for-the-metrics-1',
    },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${collectorPort}`, OTEL_BSP_SCHEDULE_DELAY: '100' },
    STOP_DELAY_SECONDS: '2',
  },
})
const server = await startServer(t, settings)
const second = await startServer(
  t,
  await beside(settings, { WORKERS: '1', METRICS_PORT: '', OTEL_SDK_DISABLED: 'true', STOP_DELAY_SECONDS: '0' }),
)
const [ada, app] = [await person(settings), await register(server.issuer)]

const read = (port: number, token = settings.METRICS_TOKEN) =>
  fetch(`http://localhost:${port}/metrics`.replace('localhost', port === metricsPort ? '127.0.0.1' : 'localhost'), {
    headers: { authorization: `Bearer ${token}` },
  })
/** The sum of a metric's series whose labels have all of these. */
const sumOf = (text: string, name: string, ...labels: readonly string[]): number =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`countersign_${name}`) && labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)

t.test(
  'metrics: all workers together, at a port of their own and by the token at the main one; nobody is named',
  async (t) => {
    const before = await (await read(metricsPort)).text()
    let token = (await redeem(app, await codeFor(app, ada))).body.refresh_token
    for (let n = 0; n < 10; n += 1) token = (await refresh(app, token)).body.refresh_token
    await refresh(app, 'cs_rt_wrong')
    const text = await (await read(metricsPort)).text()
    const more = (name: string, ...labels: readonly string[]) =>
      sumOf(text, name, ...labels) - sumOf(before, name, ...labels)
    t.equal(more('grants_total', 'grant="refresh_token"', 'outcome="granted"'), 10)
    t.equal(more('grants_total', 'grant="refresh_token"', 'outcome="refused"'), 1)
    t.equal(more('http_requests_total', 'route="/token"', 'status="200"'), 11)
    t.equal(more('http_request_seconds_count', 'route="/token"'), 12)
    t.equal(more('refusals_total', 'code="invalid_grant"'), 1)
    t.equal(more('logins_total', 'outcome="in"'), 1)
    t.equal(sumOf(text, 'signing_keys', 'alg="RS256"', 'state="active"'), 1, 'one key, though two workers know it')
    t.ok(sumOf(text, 'signing_key_age_seconds') > 0)
    t.ok(sumOf(text, 'database_connections', 'state="idle"') >= 2)
    t.match(text, /nodejs_eventloop_lag_p99_seconds/)
    for (const secret of [app.clientId, ada.email, ada.sub, '127.0.0.1', token]) t.notOk(text.includes(secret))

    t.equal((await read(server.port)).status, 200)
    t.equal(
      sumOf(await (await read(server.port)).text(), 'grants_total', 'outcome="granted"'),
      sumOf(text, 'grants_total', 'outcome="granted"'),
    )
    for (const port of [metricsPort, server.port]) {
      const refused = await read(port, 'wrong')
      t.strictSame([refused.status, refused.headers.get('www-authenticate')], [401, 'Bearer'])
    }
    t.equal((await fetch(`http://localhost:${second.port}/metrics`)).status, 401)
  },
)

t.test('traces: request, flow and statements, without anything that was sent', async (t) => {
  const text = () => Buffer.concat(traces).toString('latin1')
  await until('they arrived', () =>
    ['POST /token', 'flow token', 'update family'].every((name) => text().includes(name)),
  )
  t.match(text(), /countersign/)
  for (const secret of [app.clientId, ada.email, ada.password, 'cs_rt_', 'code_challenge', 'a state'])
    t.notOk(text().includes(secret), secret)
})

t.test('a server that stops under load says so first, and no request fails', async (t) => {
  // As a balancer does: it asks who is ready, and sends each request to one of them.
  const members = [server, second]
  let ready = [...members]
  let goesOn = true
  const reasons: string[] = []
  const watch = async (): Promise<void> => {
    while (goesOn) {
      const asked = await Promise.all(
        members.map(async (member) => {
          const answer = await fetch(`http://localhost:${member.port}/health/ready`).catch(() => undefined)
          if (answer?.status === 503) reasons.push(...((await answer.json()) as { reasons: string[] }).reasons)
          else await answer?.body?.cancel()
          return answer?.status === 200 ? [member] : []
        }),
      )
      ready = asked.flat()
      await sleep(50)
    }
  }
  const failed: unknown[] = []
  const answered = new Map<number, number>()
  const use = async (own: App, start: string, offset: number): Promise<void> => {
    let token = start
    for (let n = offset; goesOn; n += 1) {
      const { port } = ready[n % ready.length] ?? second
      const answer = await refresh(servedBy(own, { port }), token).catch((error: Error) => ({
        status: 0,
        body: error.cause ?? error,
      }))
      if (answer.status !== 200) return void failed.push(answer)
      answered.set(port, (answered.get(port) ?? 0) + 1)
      token = (answer.body as { refresh_token: string }).refresh_token
    }
  }
  const tokens: string[] = []
  for (let n = 0; n < 4; n += 1) tokens.push((await redeem(app, await codeFor(app, ada))).body.refresh_token)
  const running = [watch(), ...tokens.map((token, n) => use(app, token, n))]
  await until('both are used', () => members.every(({ port }) => (answered.get(port) ?? 0) > 10))
  const exit = await server.stop()
  const [stopped = 0, after = 0] = [answered.get(server.port), answered.get(second.port)]
  await until('the other goes on', () => (answered.get(second.port) ?? 0) > after + 10)
  goesOn = false
  await Promise.all(running)
  t.same(failed, [])
  t.ok(stopped > 10)
  t.equal(exit.code, 0)
  t.match(reasons, [/^stopping/])
})

t.test('nor without any delay: who was just asking is answered, who comes later finds nobody', async (t) => {
  const own = await register(second.issuer)
  const wrong: unknown[] = []
  let answers = 0
  const use = async (start: string): Promise<void> => {
    for (let token = start; ; answers += 1) {
      const answer = await refresh(own, token).catch((error: Error) => ({ status: 0, body: error }))
      if (answer.status !== 200) {
        const { cause } = answer.body as { cause?: { code?: string } }
        if (cause?.code !== 'ECONNREFUSED') wrong.push([answer, cause])
        return
      }
      token = (answer.body as { refresh_token: string }).refresh_token
    }
  }
  const tokens: string[] = []
  for (let n = 0; n < 4; n += 1) tokens.push((await redeem(own, await codeFor(own, ada))).body.refresh_token)
  const running = tokens.map(use)
  await until('it is used', () => answers > 20)
  t.equal((await second.stop()).code, 0)
  await Promise.all(running)
  t.same(wrong, [])
})
