// More logins at once than passwords can be hashed: some are told to come back, the rest are served, and apps notice nothing.
import t from 'tap'
import { person } from '../support/cast.ts'
import { inTime } from '../support/pace.ts'
import { hasForm, isAway, type Page, plainBrowser } from '../support/plain-browser.ts'
import { authorizeUrl, codeFor, newVerifier, redeem, refresh, register } from '../support/plain-client.ts'
import { environment, startServer } from '../support/process.ts'

const settings = { ARGON2_CONCURRENCY: '1', ARGON2_MEMORY_KIB: '8192' }
const server = await startServer(t, await environment(t, { settings }))
const ada = await person(server.environment)
const app = await register(server.issuer)
const crowd = 320

t.test(`${crowd} logins at once`, async (t) => {
  let token = (await redeem(app, await codeFor(app, ada))).body.refresh_token
  const url = authorizeUrl(app, newVerifier())
  const pages: [ReturnType<typeof plainBrowser>, Page][] = []
  for (let at = 0; at < crowd; at += 1) {
    const browser = plainBrowser(server.issuer)
    const page = await browser.open(url)
    if (!hasForm(page, 'login')) return void t.fail('no login form')
    pages.push([browser, page])
  }
  let over = false
  const slowest = (async () => {
    let slowestMillis = 0
    while (!over) {
      const started = performance.now()
      const answer = await refresh(app, token)
      if (answer.status !== 200) t.fail(`an app was answered with ${answer.status}`)
      token = answer.body.refresh_token
      slowestMillis = Math.max(slowestMillis, performance.now() - started)
    }
    return slowestMillis
  })()
  const visits = await Promise.all(
    pages.map(([browser, page]) => browser.submit(page, 'login', { email: ada.email, password: 'wrong' })),
  )
  over = true
  const statuses = visits.map((visit) => (isAway(visit) ? 0 : visit.status))
  const busy = visits.filter((visit): visit is Page => 'status' in visit && visit.status === 503)
  t.ok(
    statuses.every((status) => status === 401 || status === 503),
    'looked at, or told to come back',
  )
  t.ok(busy.length > 0, `${busy.length} were told to come back: the queue has an end`)
  t.ok(
    busy.every((page) => /^[1-9]\d*$/.test(page.headers.get('retry-after') ?? '') && hasForm(page, 'login')),
    'and when, with the form',
  )
  t.ok(statuses.filter((status) => status === 401).length >= 200, 'the others were served')
  inTime(t, 'the slowest refresh beside them', 5000, await slowest)
})

t.test('then the right password works', async (t) => {
  t.equal((await redeem(app, await codeFor(app, ada))).status, 200)
  t.notMatch(server.err(), /unexpected error/)
})
