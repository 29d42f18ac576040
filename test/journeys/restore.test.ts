// A restore: the embedded database goes back in time, and apps that refreshed meanwhile notice nothing (README, Decisions).
import { join } from 'node:path'
import t from 'tap'
import { person } from '../support/cast.ts'
import { cli, cliJson } from '../support/command-line.ts'
import { freshFolder } from '../support/embedded.ts'
import { codeFor, introspect, redeem, refresh, register } from '../support/plain-client.ts'
import { environment, startServer } from '../support/process.ts'

t.test('a restored backup', async (t) => {
  const settings = await environment(t, { databaseUrl: null })
  const server = await startServer(t, settings)
  const [ada, app] = [await person(settings), await register(server.issuer)]
  const file = join(freshFolder(t), 'backup.tar.gz')

  let token: string = (await redeem(app, await codeFor(app, ada))).body.refresh_token
  const spent = await codeFor(app, ada)
  await redeem(app, spent)
  await cliJson(settings, ['backup', file])
  const first = token
  for (let turn = 0; turn < 5; turn += 1) token = (await refresh(app, token)).body.refresh_token
  const late = await codeFor(app, ada)
  const { body: founded } = await redeem(app, late)

  const refused = await cli(settings, ['restore', file, '--replace'])
  t.match([refused.code, refused.err], [1, /stop/], 'never under a running server')
  await server.stop()
  await cliJson(settings, ['restore', file, '--replace'])
  const again = await startServer(t, settings)

  t.equal(again.issuer, server.issuer)
  const recovered = await refresh(app, token)
  t.equal(recovered.status, 200, 'the newest refresh token is five generations ahead, and works')
  t.equal((await introspect(app, recovered.body.access_token)).body.active, true)
  t.equal(
    (await refresh(app, token)).body.refresh_token,
    recovered.body.refresh_token,
    'a retry gets the same successor',
  )
  t.equal((await refresh(app, recovered.body.refresh_token)).status, 200, 'and it goes on from there')
  t.equal((await redeem(app, spent)).status, 400, 'a code that was spent before the backup stays spent')
  t.equal((await redeem(app, late)).status, 400, 'one that came after it is unknown')
  t.equal(
    (await refresh(app, founded.refresh_token)).status,
    400,
    'and so is what it founded: that person logs in again',
  )
  t.equal((await refresh(app, first)).status, 400, 'reuse is still reuse')
})
