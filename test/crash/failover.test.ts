// PostgreSQL fails over: answers that are lost, a server that only reads, a standby that becomes the primary and knows less.
import t, { type Test } from 'tap'
import { databaseUrl, execute } from '../support/database.ts'
import { failoverProxy } from '../support/failover-proxy.ts'
import { isAway } from '../support/plain-browser.ts'
import { startPostgres } from '../support/postgres.ts'
import { type Answer, type StoryClient, story } from '../support/story.ts'
import { tcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

const primary = await startPostgres(18)
t.teardown(() => primary.stop())
const replication = await tcpProxy(t, primary.port)
await primary.shutDown()
const standby = await startPostgres(18, {
  standbyOf: { primary, port: replication.port },
  // It looks for its primary before that is up again.
  settings: { wal_retrieve_retry_interval: '50ms' },
})
t.teardown(() => standby.stop())
await primary.start()
await execute(primary.url, 'create database countersign')
const atPrimary = databaseUrl(primary.url, 'countersign')
const atStandby = databaseUrl(standby.url, 'countersign')
const proxy = await failoverProxy(t, primary.port)
const throughProxy = new URL(atPrimary)
throughProxy.port = String(proxy.port)

const one = async <Row>(url: string, statement: string): Promise<Row> => (await execute(url, statement))[0]?.rows[0]

type Family = Readonly<{ generation: number; revoked_reason: string | null }>
/** Of the app's first login. */
const familyOf = (app: StoryClient, url = atPrimary): Promise<Family> =>
  one(url, `select generation, revoked_reason from family where client_id = '${app.clientId}' order by created_at`)

const isAskedToComeAgain = (t: Test, what: string, { status, headers, body }: Answer): void => {
  const said = [status, body.error, headers.get('retry-after')]
  t.match(said, [503, 'temporarily_unavailable', /^[1-9]\d*$/], `${what}: 503, and when to come again`)
}

t.test('failover', async (t) => {
  const s = await story(t, { DATABASE_URL: throughProxy.href })
  const ada = await s.account('ada')

  /** An app that ada has allowed, with the tokens of its first login. */
  const appOf = async (name: string) => {
    const app = await s.client(name)
    const at = s.browser()
    const { body } = await s.redeem(app, await s.codeFor(app, ada, {}, at))
    return { app, at, token: body.refresh_token as string, accessToken: body.access_token as string }
  }
  const introspect = async (app: StoryClient, token: string): Promise<Answer> => {
    const proof = { client_id: app.clientId, client_secret: app.secret ?? '' }
    const body = new URLSearchParams({ ...proof, token })
    const answer = await s.fetch(`${s.issuer}/introspect`, { method: 'POST', body })
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }
  const eventsOf = async (app: StoryClient): Promise<string[]> => {
    await s.rooms.events.flush()
    const events = await s.store.events.list({ clientId: app.clientId, limit: 100 })
    return events.map(({ kind }) => kind).filter((kind) => !kind.startsWith('logged'))
  }

  t.test('a refresh whose answer is lost is asked again, on a new connection', async (t) => {
    const { app, token } = await appOf('shop')
    // More connections, which all die with the one.
    await Promise.all(Array.from({ length: 10 }, () => s.store.ping()))
    proxy.loseAnswer('rotated')
    const { status, body } = await s.refresh(app, token)
    t.ok(proxy.hasLost())
    t.equal(status, 200, 'the app notices nothing')
    t.same(await familyOf(app), { generation: 1, revoked_reason: null }, 'it moved once')
    t.same(await eventsOf(app), ['refresh_retried'], 'and the event tells')
    t.equal((await s.refresh(app, body.refresh_token)).status, 200, 'its token is the successor')
  })

  t.test('so is what only reads', async (t) => {
    const { app, at, accessToken } = await appOf('reader')
    proxy.loseAnswer(ada.sub)
    t.match(await introspect(app, accessToken), { status: 200, body: { active: true } })
    t.ok(proxy.hasLost(), 'introspection')
    proxy.loseAnswer(ada.sub)
    t.ok(isAway(await s.authorize(at, app)), 'a session')
    t.ok(proxy.hasLost(), 'and what was allowed in it')
  })

  t.test('a redemption whose answer is lost is not', async (t) => {
    const app = await s.client('careful')
    const code = await s.codeFor(app, ada, { nonce: 'the nonce of a lost answer' })
    proxy.loseAnswer('the nonce of a lost answer')
    isAskedToComeAgain(t, 'redeeming', await s.redeem(app, code))
    t.ok(proxy.hasLost())
    t.same(await familyOf(app), { generation: 0, revoked_reason: null }, 'it took effect once')
    t.match(await s.redeem(app, code), { status: 400, body: { error: 'invalid_grant' } }, 'a second use')
    t.same(await familyOf(app), { generation: 0, revoked_reason: 'code_replayed' }, 'ends what the first led to')
  })

  t.test('a primary that only reads from now on, and no longer', async (t) => {
    const { app, accessToken, ...first } = await appOf('patient')
    let { token } = first
    let moved = 0
    const refreshed = async (): Promise<Answer> => {
      const answer = await s.refresh(app, token)
      if (answer.status !== 200) return answer
      token = answer.body.refresh_token
      moved += 1
      return answer
    }
    const backends = async (): Promise<number[]> => {
      const found = `select coalesce(array_agg(pid), '{}') as pids from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`
      return (await one<{ pids: number[] }>(atPrimary, found)).pids
    }
    const setReadOnly = (value: 'on' | 'off') =>
      execute(
        primary.url,
        'set default_transaction_read_only = off',
        `alter system set default_transaction_read_only = ${value}`,
        'select pg_reload_conf()',
      )
    await Promise.all(Array.from({ length: 10 }, () => s.store.ping()))
    const before = await backends()
    await setReadOnly('on')
    await until('it only reads', async () => (await refreshed()).status === 503)
    isAskedToComeAgain(t, 'refreshing', await refreshed())
    isAskedToComeAgain(t, 'redeeming', await s.redeem(app, 'cs_code_x'))
    t.equal((await introspect(app, accessToken)).body.active, true, 'what only reads goes on')
    await Promise.all(Array.from({ length: 10 }, () => s.store.ping()))
    const after = await backends()
    t.notOk(
      before.some((pid) => after.includes(pid)),
      'no connection of that time is left',
    )
    await setReadOnly('off')
    await until('it writes again', async () => (await refreshed()).status === 200)
    t.equal((await refreshed()).status, 200)
    t.same(await familyOf(app), { generation: moved, revoked_reason: null }, 'as far as was acknowledged')
  })

  t.test('a standby takes over, and lacks what came last', async (t) => {
    const { app, token: first } = await appOf('loyal')
    const { at } = await one<{ at: string }>(primary.url, 'select pg_current_wal_lsn() as at')
    const caughtUp = `select pg_last_wal_replay_lsn() >= '${at}' as yes`
    await until('the standby knows as much', async () => (await one<{ yes: boolean }>(standby.url, caughtUp)).yes)
    replication.freeze()
    let token = first
    for (let turn = 0; turn < 3; turn += 1) token = (await s.refresh(app, token)).body.refresh_token
    s.clock.pass(1)
    const late = (await s.redeem(app, await s.codeFor(app, ada))).body.refresh_token
    await primary.crash()
    proxy.leadTo(standby.port)
    t.same(await familyOf(app, atStandby), { generation: 0, revoked_reason: null }, 'three refreshes are lost')

    isAskedToComeAgain(t, 'not the primary yet', await s.refresh(app, token))
    await execute(standby.url, 'select pg_promote()')
    let answer = await s.refresh(app, token)
    await until('it is found', async () => {
      if (answer.status !== 200) answer = await s.refresh(app, token)
      return answer.status === 200
    })
    t.same(await eventsOf(app), ['refresh_recovered'], 'the token is newer than the row, and the event tells')
    t.same(await familyOf(app, atStandby), { generation: 4, revoked_reason: null })
    t.equal((await s.refresh(app, token)).body.refresh_token, answer.body.refresh_token, 'a retry is a retry')
    t.equal((await introspect(app, answer.body.access_token)).body.active, true)
    t.match(await s.refresh(app, late), { status: 400 }, 'who logged in last does it again')
    t.equal((await s.redeem(app, await s.codeFor(app, ada))).status, 200, 'which works')
    t.equal((await s.refresh(app, first)).status, 400, 'reuse is still reuse')
    t.same(await familyOf(app, atStandby), { generation: 4, revoked_reason: 'refresh_reused' })
  })
})
