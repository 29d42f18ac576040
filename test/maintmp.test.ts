// The process: it starts whole or not at all, with one clear line; it stops with grace.
import { createServer } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { person } from './support/cast.ts'
import { freshFolder } from './support/embedded.ts'
import { codeFor, redeem, refresh, register, request, servedBy } from './support/plain-client.ts'
import { beside, environment, refusingServer, startServer } from './support/process.ts'
import { refusesToStart as refuses } from './support/refused.ts'

t.test('told to stop, it finishes what it began', async (t) => {
  const server = await startServer(t)
  const [ada, app] = [await person(t, server.environment), await register(server.issuer)]
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
  t.ok(performance.now() - stopping < 5000, 'no idle connection held it')
  t.equal(server.out(), `listening ${server.issuer} pid ${server.pid}\n`, 'and standard output has the one line')
  const next = await startServer(t, server.environment)
  t.equal((await request(`${next.issuer}/health/ready`)).status, 200)
  for (const token of tokens) t.equal((await refresh(app, token)).status, 200, 'nothing was lost')
})
