// Behind a transaction pooler: two servers, an empty database, and everything that apps and people do, without one failed request.
import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { emptyDatabase, execute } from '../support/database.ts'
import { pgbouncerVersion, startPgbouncer } from '../support/pgbouncer.ts'
import {
  type Answer,
  type App,
  codeFor,
  introspect,
  postAs,
  redeem,
  refresh,
  register,
  request,
  servedBy,
} from '../support/plain-client.ts'
import { beside, environment, startServer } from '../support/process.ts'
import { transactionPooler } from '../support/transaction-pooler.ts'
import { until } from '../support/until.ts'

const lives = async (t: Test, databaseUrl: string, direct: string): Promise<void> => {
  const settings = { LOG_LEVEL: 'warn', KEY_ANNOUNCE_SECONDS: '1' }
  const first = await environment(t, { databaseUrl, settings })
  const issuer = `http://localhost:${first.PORT}`
  // Both at once: each wants to migrate and to make the first keys.
  const second = await beside(first, { ISSUER: issuer })
  const servers = await Promise.all([startServer(t, first), startServer(t, second)])
  const [, two] = servers
  const ada = await person(first)
  const app = await register(issuer)
  const there = servedBy(app, two)
  const atBoth = (times: number, ask: (app: App) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: times }, (_, turn) => ask(turn % 2 === 0 ? app : there)))

  const logins = await atBoth(8, async (at) => redeem(at === app ? there : app, await codeFor(at, ada)))
  t.same(
    logins.map(({ status }) => status),
    logins.map(() => 200),
    'logins, begun at one server and ended at the other',
  )
  const [{ body: login }] = logins as [Answer]
  const refreshed = await atBoth(50, (at) => refresh(at, login.refresh_token))
  t.same([...new Set(refreshed.map(({ status }) => status))], [200], 'fifty refreshes at once')
  t.equal(new Set(refreshed.map(({ body }) => body.refresh_token)).size, 1, 'one successor')
  const [{ body }] = refreshed as [Answer]
  const alive = await atBoth(10, (at) => introspect(at, body.access_token))
  t.ok(
    alive.every((answer) => answer.body.active),
    'alive',
  )

  const { kid } = await cliJson<{ kid: string }>(first, ['keys', 'rotate'])
  for (const { server } of [app, there])
    await until('the key is published', async () =>
      (await request(`${server}/jwks`)).body.keys.some((key: { kid: string }) => key.kid === kid),
    )
  let token: string = logins[1]?.body.refresh_token
  await until('and signs', async () => {
    const answer = await refresh(there, token)
    if (answer.status !== 200) throw new Error(answer.text)
    token = answer.body.refresh_token
    return JSON.parse(atob(answer.body.access_token.split('.')[0])).kid === kid
  })

  t.equal((await postAs(there, 'revoke', { token: body.refresh_token })).status, 200)
  t.same((await introspect(app, body.access_token)).body, { active: false }, 'revoked')
  t.equal((await refresh(app, body.refresh_token)).status, 400)
  await cliJson(second, ['users', 'disable', ada.email])
  t.equal((await refresh(app, token)).status, 400, 'disabled')

  const [open] = await execute(
    direct,
    `select count(*)::integer from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  t.ok(open?.rows[0].count <= 3, 'on three connections')
  for (const server of servers) {
    t.equal((await server.stop()).code, 0)
    const complaints = server
      .err()
      .split('\n')
      .filter((line) => !line.includes('"msg":"DANGER_'))
    t.same(complaints, [''], 'no complaint')
  }
}

t.test('one that knows nothing of prepared statements', async (t) => {
  const direct = await emptyDatabase(t)
  const pooler = await transactionPooler(t, direct)
  await lives(t, pooler.url, direct)
  t.ok(pooler.mostClients() > 3, `${pooler.mostClients()} clients at a time shared them`)
  // Each process tries names until the first is lost; what was under way then is lost in others too, and done again.
  t.ok(pooler.mixUps() > 0, `${pooler.mixUps()} statements were sent again without their names`)
})

const version = pgbouncerVersion()
const absent = version === null && 'pgbouncer is not on the PATH: the simulation of it has to do'
t.test(`PgBouncer ${version ?? ''}`, { skip: absent }, async (t) => {
  const direct = await emptyDatabase(t)
  await lives(t, await startPgbouncer(t, direct), direct)
})
