// The process: it starts whole or not at all, with one clear line; it stops with grace.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { person } from './support/cast.ts'
import { execute } from './support/database.ts'
import { codeFor, introspect, redeem, refresh, register, request, servedBy } from './support/plain-client.ts'
import { beside, type Environment, environment, type Exit, refusingServer, startServer } from './support/process.ts'

const refuses = (t: Test, what: string, { code, out, err }: Exit, line: RegExp): void => {
  const lines = err.trim().split('\n')
  t.match([code, out, lines.length, err], [1, '', 1, line], `${what}: exit code 1, one clear line`)
  t.notMatch(err, /\n\s+at /, `${what}: no stack`)
}

const filesIn = (folder: string): Record<string, string> =>
  existsSync(folder) ? Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')])) : {}

t.test('a second process on the embedded folder', async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  const first = await startServer(t, settings)
  const [ada, app] = [await person(t, settings), await register(first.issuer)]
  const tokens = await redeem(app, await codeFor(app, ada))
  const second = await beside(settings)
  refuses(t, 'the second', await refusingServer(t, second), /data/)
  t.equal((await refresh(app, tokens.body.refresh_token)).status, 200, 'the first goes on')
  await first.kill()
  const successor = await startServer(t, second)
  const there = servedBy(app, successor)
  t.equal((await refresh(there, tokens.body.refresh_token)).status, 200, 'after its death the next one takes over, and nothing is lost')
})

const keysLost = async (t: Test, settings: Environment, rows: () => Promise<unknown>): Promise<void> => {
  const keysDir = settings.KEYS_DIR as string
  const server = await startServer(t, settings)
  const [ada, app] = [await person(t, settings), await register(server.issuer)]
  const { body } = await redeem(app, await codeFor(app, ada))
  await server.stop()
  const before = await rows()

  renameSync(keysDir, `${keysDir}.away`)
  refuses(t, 'no folder', await refusingServer(t, settings), /master key/i)
  t.notOk(existsSync(keysDir), 'no folder was made')
  const elsewhere = await startServer(t, await environment(t))
  await elsewhere.stop()
  renameSync(elsewhere.environment.KEYS_DIR as string, keysDir)
  const foreign = filesIn(keysDir)
  refuses(t, 'the keys of another server', await refusingServer(t, settings), /master key/i)
  t.same(filesIn(keysDir), foreign, 'they are as they were')
  for (const name of readdirSync(keysDir).filter((name) => name.endsWith('.key'))) writeFileSync(join(keysDir, name), 'not a key\n')
  const broken = filesIn(keysDir)
  refuses(t, 'a file that is no key', await refusingServer(t, settings), /master/i)
  t.same(filesIn(keysDir), broken, 'it is as it was')
  t.same(await rows(), before, 'the database is as it was')

  rmSync(keysDir, { recursive: true })
  renameSync(`${keysDir}.away`, keysDir)
  const again = await startServer(t, settings)
  t.equal((await introspect(app, body.access_token)).body.active, true, 'with the keys back, its old tokens are good')
  t.equal((await refresh(app, body.refresh_token)).status, 200)
  await again.stop()
}

t.test('KEYS_DIR lost, on PostgreSQL', async (t) => {
  const settings = await environment(t)
  const rows = async () => (await execute(settings.DATABASE_URL as string, 'select * from signing_key', 'select * from family', 'select * from sealed_secret')).map((result) => result.rows)
  await keysLost(t, settings, rows)
})

t.test('KEYS_DIR lost, on the embedded database', async (t) => {
  await keysLost(t, await environment(t, { databaseUrl: null }), async () => 'not looked at')
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
  const [ada, app] = [await person(t, server.environment), await register(server.issuer)]
  let token = (await redeem(app, await codeFor(app, ada))).body.refresh_token
  let answered = 0
  const load = (async () => {
    for (;;) {
      const answer = await refresh(app, token).catch(() => undefined)
      if (answer === undefined || answer.status !== 200) return answer?.status
      token = answer.body.refresh_token
      answered += 1
      if (answered === 20) server.stop()
    }
  })()
  const last = await load
  t.notOk(last !== undefined && last !== 503, `no request was half done (${last ?? 'refused connection'})`)
  t.equal((await server.exited).code, 0)
  t.equal(server.out(), `listening ${server.issuer} pid ${server.pid}\n`, 'and standard output has the one line')
  const next = await startServer(t, server.environment)
  t.equal((await request(`${next.issuer}/health/ready`)).status, 200)
  t.equal((await refresh(app, token)).status, 200, 'nothing was lost')
})
