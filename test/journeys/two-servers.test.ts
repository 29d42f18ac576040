// Two servers on one database and one KEYS_DIR, behind one issuer: whatever one does, the other knows within five seconds.
import t from 'tap'
import { operatorApp, person } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { keepsPromise } from '../support/pace.ts'
import { hasForm, isAway } from '../support/plain-browser.ts'
import {
  authorizeUrl,
  browserOf,
  codeFor,
  introspect,
  newVerifier,
  passPages,
  redeem,
  refresh,
  register,
  request,
  servedBy,
} from '../support/plain-client.ts'
import { beside, environment, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

const one = await startServer(
  t,
  await environment(t, { settings: { DANGER_NO_RATE_LIMITS: '', KEY_ANNOUNCE_SECONDS: '2' } }),
)
const { issuer } = one
const two = await startServer(t, await beside(one.environment, { ISSUER: issuer }))
const ada = await person(one.environment)
const app = await register(issuer)
const there = servedBy(app, two)
const promisedMillis = 5000

t.test('a login begun at one is finished at the other', async (t) => {
  const [here, far] = [browserOf(app), browserOf(there)]
  const url = authorizeUrl(app, newVerifier())
  const start = await here.open(url)
  if (!hasForm(start, 'login')) return void t.fail('no login form')
  for (const [name, value] of here.cookies) far.cookies.set(name, value)
  const consent = await far.submit(start, 'login', { email: ada.email, password: ada.password })
  if (!hasForm(consent, 'consent')) return void t.fail('no consent form')
  for (const [name, value] of far.cookies) here.cookies.set(name, value)
  const visit = await here.submit(consent, 'consent', { decision: 'allow' })
  t.ok(isAway(visit) && visit.location.searchParams.get('code'))
})

t.test('codes, refresh tokens and access tokens are good at both', async (t) => {
  for (const [mine, other] of [
    [app, there],
    [there, app],
  ] as const) {
    const { status, body } = await redeem(other, await codeFor(mine, ada))
    t.equal(status, 200)
    const refreshed = await refresh(mine, body.refresh_token)
    t.equal(refreshed.status, 200)
    t.equal((await introspect(other, refreshed.body.access_token)).body.active, true)
    t.equal(
      (await refresh(other, body.refresh_token)).body.refresh_token,
      refreshed.body.refresh_token,
      'a retry at the other gets the same successor',
    )
  }
})

t.test('a key that is rotated or withdrawn is so at both', async (t) => {
  const published = async (server: string): Promise<string[]> =>
    (await request(`${server}/jwks`)).body.keys.map(({ kid }: { kid: string }) => kid)
  const { kid } = await cliJson<{ kid: string }>(one.environment, ['keys', 'rotate'])
  for (const { server } of [app, there])
    await keepsPromise(t, 'published', promisedMillis, async () => (await published(server)).includes(kid))
  await until('its time has come', async () => {
    const { body } = await redeem(there, await codeFor(app, ada))
    return JSON.parse(atob(body.access_token.split('.')[0])).kid === kid
  })
  await cliJson(two.environment, ['keys', 'rotate', '--compromised'])
  for (const { server } of [app, there])
    await keepsPromise(t, 'gone', promisedMillis, async () => !(await published(server)).includes(kid))
  t.same(await published(app.server), await published(there.server))
})

t.test('a resource is registered, changed and removed at both', async (t) => {
  const set = ['resources', 'set', 'https://orders.example', '--name', 'Orders']
  await cliJson(one.environment, set)
  const machine = await operatorApp(one.environment, issuer, ['--grant', 'client_credentials', '--scope', 'openid'])
  const lives = async (server: typeof app): Promise<string> => {
    const form = { grant_type: 'client_credentials', client_id: machine.clientId, client_secret: machine.secret ?? '' }
    const body = new URLSearchParams({ ...form, resource: 'https://orders.example' })
    const answer = (await (await fetch(`${server.server}/token`, { method: 'POST', body })).json()) as Record<
      string,
      unknown
    >
    return String(answer.expires_in ?? answer.error)
  }
  t.equal(await lives(there), '900', 'what is new is known at once')
  await cliJson(two.environment, [...set, '--token-seconds', '60', '--alg', 'ES256'])
  const follow = async (what: string, wanted: string) => {
    for (const server of [app, there])
      await keepsPromise(t, what, promisedMillis, async () => (await lives(server)) === wanted)
  }
  await follow('it has other terms', '60')
  await cliJson(one.environment, ['resources', 'remove', 'https://orders.example'])
  await follow('it is gone', 'invalid_target')
})

t.test('a new master key seals at one, and opens at the other', async (t) => {
  const before = (await redeem(app, await codeFor(app, ada))).body
  await cliJson(one.environment, ['master-key', 'add'])
  t.equal((await refresh(there, before.refresh_token)).status, 200, 'old tokens work')
  const added = await startServer(t, await beside(one.environment, { ISSUER: issuer }))
  const newest = servedBy(app, added)
  const { body } = await redeem(newest, await codeFor(newest, ada))
  t.equal(
    (await refresh(there, body.refresh_token)).status,
    200,
    'a token under the new key works at a server that started before it',
  )
})

t.test('attempts at a password count at both together', async (t) => {
  const wrong = { email: 'eve@example.com', password: 'wrong' }
  const statuses: number[] = []
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const visit = await passPages(browserOf(attempt % 2 === 0 ? app : there), authorizeUrl(app, newVerifier()), wrong)
    statuses.push(isAway(visit) ? 0 : visit.status)
    if (!isAway(visit) && visit.status === 429) t.match(visit.headers.get('retry-after'), /^\d+$/)
  }
  t.equal(statuses.indexOf(429), 10, 'ten, whoever counts them')
})

t.test('a person who is disabled is so at both', async (t) => {
  const { body } = await redeem(there, await codeFor(app, ada))
  await cliJson(two.environment, ['users', 'disable', ada.email])
  for (const at of [app, there]) {
    t.same((await introspect(at, body.access_token)).body, { active: false })
    t.equal((await refresh(at, body.refresh_token)).status, 400)
  }
})
