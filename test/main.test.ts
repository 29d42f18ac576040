// The process: it starts whole or not at all, with one clear line; it stops with grace.
import { createServer } from 'node:http'
import t from 'tap'
import { person } from './support/cast.ts'
import { inTime } from './support/pace.ts'
import { codeFor, redeem, refresh, register, request, servedBy } from './support/plain-client.ts'
import { beside, environment, refusingServer, startServer } from './support/process.ts'
import { refusesToStart as refuses } from './support/refused.ts'

t.test('a second process on the embedded folder', async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  const first = await startServer(t, settings)
  const [ada, app] = [await person(settings), await register(first.issuer)]
  const tokens = await redeem(app, await codeFor(app, ada))
  const second = await beside(settings)
  refuses(t, 'the second', await refusingServer(t, second), /data/)
  t.equal((await refresh(app, tokens.body.refresh_token)).status, 200, 'the first goes on')
  await first.kill()
  const successor = await startServer(t, second)
  const there = servedBy(app, successor)
  t.equal(
    (await refresh(there, tokens.body.refresh_token)).status,
    200,
    'after its death the next one takes over, and nothing is lost',
  )
})

t.test('wrong settings: all of them at once', async (t) => {
  const settings = await environment(t, { settings: { PORT: 'x', ISSUER: 'http://app.example', LOG_LEVEL: 'loud' } })
  const { code, out, err } = await refusingServer(t, settings)
  t.match([code, out, err.trim().split('\n').length], [1, '', 3])
  for (const name of ['PORT', 'ISSUER', 'LOG_LEVEL']) t.match(err, new RegExp(`countersign: .*${name}`))
})

t.test('a port that is taken; a database that is not there', async (t) => {
  const settings = await environment(t)
  const squatter = createServer().listen(Number(settings.PORT), 'localhost')
  await new Promise((resolve) => squatter.once('listening', resolve))
  refuses(t, 'the port', await refusingServer(t, settings), new RegExp(settings.PORT as string))
  await new Promise((resolve) => squatter.close(resolve))
  const nowhere = { ...settings, DATABASE_URL: `postgres://ada:a-secret-word@127.0.0.1:${settings.PORT}/none` }
  const exit = await refusingServer(t, nowhere)
  refuses(t, 'the database', exit, /database/i)
  t.notMatch(exit.err, 'a-secret-word', 'without its password')
})

t.test('told to stop, it finishes what it began', async (t) => {
  const server = await startServer(t)
  const [ada, app] = [await person(server.environment), await register(server.issuer)]
  const tokens: string[] = []
  for (let at = 0; at < 8; at += 1) tokens.push((await redeem(app, await codeFor(app, ada))).body.refresh_token)
  let answered = 0
  const refreshing = async (at: number): Promise<number | undefined> => {
    for (;;) {
      const answer = await refresh(app, tokens[at] as string).catch(() => undefined)
      if (answer?.status !== 200) return answer?.status
      tokens[at] = answer.body.refresh_token
      answered += 1
      if (answered === 100) server.stop()
    }
  }
  const last = await Promise.all(tokens.map((_, at) => refreshing(at)))
  t.ok(
    last.every((status) => status === undefined || status === 503),
    'every request was answered with tokens, or 503, or not taken',
  )
  const stopping = performance.now()
  t.equal((await server.exited).code, 0)
  inTime(t, 'no idle connection held it', 5000, performance.now() - stopping)
  t.equal(server.out(), `listening ${server.issuer} pid ${server.pid}\n`, 'and standard output has the one line')
  const next = await startServer(t, server.environment)
  t.equal((await request(`${next.issuer}/health/ready`)).status, 200)
  for (const token of tokens) t.equal((await refresh(app, token)).status, 200, 'nothing was lost')
})
