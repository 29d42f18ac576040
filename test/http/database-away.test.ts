// PostgreSQL away: 503 with Retry-After within five seconds, what needs no database still answers, and it recovers by itself.
import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { inTime, keepsPromise } from '../support/pace.ts'
import { hasForm, isAway, type Page, plainBrowser, type Visit } from '../support/plain-browser.ts'
import {
  type Answer,
  authorizeUrl,
  codeFor,
  introspect,
  newVerifier,
  post,
  postAs,
  postJson,
  redeem,
  refresh,
  register,
  request,
} from '../support/plain-client.ts'
import { startPostgres } from '../support/postgres.ts'
import { environment, startServer } from '../support/process.ts'
import { referencePattern } from '../support/refused.ts'
import { tcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

const postgres = await startPostgres(18)
t.teardown(() => postgres.stop())
const proxy = await tcpProxy(t, postgres.port)
const throughProxy = new URL(postgres.url)
throughProxy.port = String(proxy.port)

const server = await startServer(t, await environment(t, { databaseUrl: throughProxy.href }))
const { issuer } = server
const ada = await person(server.environment)
const app = await register(issuer)
let token: string = (await redeem(app, await codeFor(app, ada))).body.refresh_token
const promisedMillis = 5000

type Ways = Readonly<{ away(): Promise<void>; back(): Promise<void> }>
const ways: Record<string, Ways> = {
  'it has crashed': { away: postgres.crash, back: postgres.start },
  'it was shut down': { away: postgres.shutDown, back: postgres.start },
  'it answers no more': { away: async () => proxy.freeze(), back: async () => proxy.thaw() },
}

const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const started = performance.now()
  return [await work(), performance.now() - started]
}

const unavailable = async (t: Test, what: string, ask: () => Promise<Answer>): Promise<void> => {
  const [{ status, headers, body }, millis] = await timed(ask)
  t.match(
    [status, body?.error, headers.get('retry-after'), headers.get('x-reference')],
    [503, 'temporarily_unavailable', /^[1-9]\d*$/, referencePattern],
    `${what}: 503, and when to try again`,
  )
  inTime(t, what, promisedMillis, millis)
}

const unavailablePage = async (t: Test, what: string, visit: () => Promise<Visit>): Promise<void> => {
  const [page, millis] = await timed(visit)
  if (isAway(page)) return void t.fail(`${what}: redirected`)
  t.equal(page.status, 503, `${what}: 503`)
  t.match(page.headers.get('retry-after'), /^[1-9]\d*$/, `${what}: when to try again`)
  t.match(page.text, 'id="reference"', `${what}: a page with a reference`)
  inTime(t, what, promisedMillis, millis)
}

for (const [what, { away, back }] of Object.entries(ways)) {
  t.test(`while ${what}`, async (t) => {
    const saved = await codeFor(app, ada)
    const browser = plainBrowser(issuer)
    const form = await browser.open(authorizeUrl(app, newVerifier()))
    if (!hasForm(form, 'login')) return void t.fail('no login form')
    await away()
    // Clients are remembered for some seconds; this is about what comes after.
    await until('that clients are forgotten', async () => {
      const page = await plainBrowser(issuer).open(authorizeUrl(app, newVerifier()))
      return !isAway(page) && page.status === 503
    })
    await Promise.all([
      unavailable(t, 'redeeming', () => redeem(app, saved)),
      unavailable(t, 'refreshing', () => refresh(app, token)),
      unavailable(t, 'introspecting', () => introspect(app, 'x')),
      unavailable(t, 'revoking', () => postAs(app, 'revoke', { token })),
      unavailable(t, 'registering', () => postJson(`${issuer}/register`, { redirect_uris: [app.redirectUri] })),
      unavailablePage(t, 'authorizing', () => plainBrowser(issuer).open(authorizeUrl(app, newVerifier()))),
      unavailablePage(t, 'logging in', () =>
        browser.submit(form as Page, 'login', { email: ada.email, password: ada.password }),
      ),
    ])
    const [read, readMillis] = await timed(() =>
      post(`${issuer}/revoke`, { token, client_id: app.clientId }, { origin: 'https://app.example' }),
    )
    t.equal(read.headers.get('access-control-allow-origin'), '*', 'a script in a browser can read it')
    inTime(t, 'the script', promisedMillis, readMillis)
    const once = unavailable(t, 'once more', () => refresh(app, token))
    const many = timed(() => Promise.all(Array.from({ length: 50 }, () => refresh(app, token))))
    const ready = timed(() => request(`${issuer}/health/ready`))

    for (const path of ['/.well-known/oauth-authorization-server', '/jwks', '/.well-known/jwks.json', '/health/live'])
      t.equal((await request(issuer + path)).status, 200, path)
    t.match((await request(`${issuer}/jwks`)).body, { keys: [{ kty: 'RSA' }] }, 'the keys are there')
    await once
    const [answers, manyMillis] = await many
    t.ok(
      answers.every(({ status }) => status === 503),
      'fifty at once',
    )
    inTime(t, 'all of them', promisedMillis, manyMillis)
    const [readiness, readyMillis] = await ready
    t.equal(readiness.status, 503, 'not ready')
    inTime(t, 'which it said', promisedMillis, readyMillis)

    await back()
    await keepsPromise(t, 'it is ready again', promisedMillis, async () => {
      return (await request(`${issuer}/health/ready`)).status === 200
    })
    t.equal((await redeem(app, saved)).status, 200, 'the code that was refused then works now')
    const refreshed = await refresh(app, token)
    t.equal(refreshed.status, 200, 'so does the refresh token')
    token = refreshed.body.refresh_token
    const visit = await browser.submit(form, 'login', { email: ada.email, password: ada.password })
    t.ok(isAway(visit) && visit.location.searchParams.get('code'), 'and so does the login form that was open')
  })
}

t.test('it never fell, and nothing was lost silently', async (t) => {
  t.notMatch(server.err(), /unexpected error/)
  await postgres.crash()
  const [exit, millis] = await timed(server.stop)
  t.equal(exit.code, 0, 'told to stop while the database is away, it stops')
  inTime(t, 'it has stopped', promisedMillis, millis)
})
