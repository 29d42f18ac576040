// Readiness tells the truth: the database, its tables, the keys that sign and the master key; why only to operators.
import t from 'tap'
import { execute } from '../support/database.ts'
import { story } from '../support/story.ts'

const token = 'a-token-for-the-metrics-1'
const s = await story(t, { METRICS_TOKEN: token, LOG_LEVEL: 'silent' })
const url = s.config.databaseUrl as string

const ask = async (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') => {
  // What was found is held for a second, by a clock that nobody moves.
  await new Promise((resolve) => setTimeout(resolve, 1001))
  const { statusCode, body } = await s.app.inject({ url: '/health/ready', headers, remoteAddress })
  return [statusCode, JSON.parse(body)]
}

t.test('why it is not ready is told on its own machine, and by the token; to nobody else', async (t) => {
  t.same(await ask(), [200, { status: 'ready' }])
  await execute(url, "delete from kysely_migration where name = '0010-consent-duration'")
  const why = { status: 'unavailable', reasons: ['migrations: the database lacks 0010-consent-duration'] }
  t.same(await ask(), [503, why])
  t.same(await ask({}, '198.51.100.7'), [503, { status: 'unavailable' }])
  t.same(await ask({ 'x-forwarded-for': '127.0.0.1' }), [503, { status: 'unavailable' }], 'a proxy on this machine')
  t.same(await ask({ authorization: `Bearer ${token}` }, '198.51.100.7'), [503, why])
  t.same(await ask({ authorization: 'Bearer wrong' }, '198.51.100.7'), [503, { status: 'unavailable' }])
  await execute(url, "insert into kysely_migration values ('0010-consent-duration', '')")

  const { pathname } = new URL(url)
  const name = pathname.slice(1)
  // As after a failover to which this server was not told.
  await execute(url, `alter database "${name}" set default_transaction_read_only = on`)
  await execute(
    url,
    'select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  t.match(await ask(), [503, { reasons: [/it only reads/] }])
  const writable = 'set default_transaction_read_only = off'
  await execute(url, writable, `alter database "${name}" reset default_transaction_read_only`)
  t.same(await ask(), [200, { status: 'ready' }], 'by a new connection')

  await execute(url, "update signing_key set sealed_by = 'another'")
  t.match(await ask(), [503, { reasons: [/^master key: rows are sealed by another, which is not here/] }])
  await execute(url, 'delete from signing_key')
  await s.rooms.keyRing.reload()
  t.match(await ask(), [503, { reasons: [/^keys: no signing key/] }])
  t.equal((await s.app.inject('/health/live')).statusCode, 200)
})
