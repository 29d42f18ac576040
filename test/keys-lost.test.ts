// Master keys lost: the server does not start, says so in one line, and writes nothing, so that the real ones can be put back.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { person } from './support/cast.ts'
import { execute } from './support/database.ts'
import { codeFor, introspect, redeem, refresh, register } from './support/plain-client.ts'
import { type Environment, environment, refusingServer, startServer } from './support/process.ts'
import { refusesToStart as refuses } from './support/refused.ts'
import { isFull } from './support/seed.ts'

const filesIn = (folder: string): Record<string, string> =>
  existsSync(folder)
    ? Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
    : {}

const keysLost = async (t: Test, settings: Environment, rows: () => Promise<unknown>): Promise<void> => {
  const keysDir = settings.KEYS_DIR as string
  const server = await startServer(t, settings)
  const [ada, app] = [await person(settings), await register(server.issuer)]
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
  for (const name of readdirSync(keysDir).filter((name) => name.endsWith('.key')))
    writeFileSync(join(keysDir, name), 'not a key\n')
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
  const rows = async () =>
    (
      await execute(
        settings.DATABASE_URL as string,
        'select * from signing_key',
        'select * from family',
        'select * from sealed_secret',
      )
    ).map((result) => result.rows)
  await keysLost(t, settings, rows)
})

// Master keys are read the same way above either database; each start of this one costs seconds.
const skip = isFull ? false : 'npm run test:full has it; PostgreSQL above shows the same'
t.test('KEYS_DIR lost, on the embedded database', { skip }, async (t) => {
  await keysLost(t, await environment(t, { databaseUrl: null }), async () => 'not looked at')
})
