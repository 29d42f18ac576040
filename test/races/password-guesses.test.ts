// Parallel guesses at a password, on two servers (NIST SP 800-63B-4 §3.2.2): none slips past the limit, and nobody else pays.
import t, { type Test } from 'tap'
import { person } from '../support/cast.ts'
import { type Browser, hasForm, isAway, type Page, type Visit } from '../support/plain-browser.ts'
import {
  authorizeUrl,
  browserOf,
  codeFor,
  newVerifier,
  postAs,
  redeem,
  register,
  servedBy,
} from '../support/plain-client.ts'
import { beside, environment, startServer } from '../support/process.ts'

const server = await startServer(t, await environment(t, { settings: { DANGER_NO_RATE_LIMITS: '' } }))
const second = await startServer(t, await beside(server.environment, { ISSUER: server.issuer }))
const [ada, bob] = [await person(server.environment), await person(server.environment, 'bob')]
const app = await register(server.issuer)
const there = servedBy(app, second)

const loginPage = async (browser: Browser): Promise<Page> => {
  const visit = await browser.open(authorizeUrl(app, newVerifier(), { prompt: 'login' }))
  if (!hasForm(visit, 'login')) throw new Error('no login form')
  return visit
}
/** 200: the password was right, whatever comes then. */
const statusOf = (visit: Visit): number => (isAway(visit) ? 200 : visit.status)

/** As many browsers, each with its page open, that send their forms at the same moment. */
const guessAtOnce = async (count: number, email: string, passwords: (at: number) => string): Promise<number[]> => {
  const ready = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const browser = browserOf(at % 2 === 0 ? app : there)
      return { browser, page: await loginPage(browser), password: passwords(at) }
    }),
  )
  const visits = await Promise.all(
    ready.map(({ browser, page, password }) => browser.submit(page, 'login', { email, password })),
  )
  return visits.map(statusOf)
}

const count = (statuses: readonly number[], wanted: number): number =>
  statuses.filter((status) => status === wanted).length

t.test('ten are looked at, all others are told to wait', async (t: Test) => {
  const known = browserOf(app)
  await codeFor(app, ada, known)
  const statuses = await guessAtOnce(40, ada.email, (at) => `guess ${at}`)
  t.equal(count(statuses, 401), 10, 'ten wrong')
  t.equal(count(statuses, 429), 30, 'thirty too many')
  const stranger = browserOf(there)
  t.equal(
    statusOf(await stranger.submit(await loginPage(stranger), 'login', ada)),
    429,
    'then even the right one waits',
  )
  t.equal(
    statusOf(await known.submit(await loginPage(known), 'login', ada)),
    200,
    'but not in the browser that knows her',
  )
  t.equal(
    statusOf(await browserOf(app).submit(await loginPage(browserOf(app)), 'login', bob)),
    403,
    'a form of another browser counts for nothing',
  )
  const other = browserOf(there)
  t.equal(statusOf(await other.submit(await loginPage(other), 'login', bob)), 200, 'another person is not locked out')
})

t.test('the same for an address that nobody has', async (t) => {
  const statuses = await guessAtOnce(15, 'nobody@example.com', (at) => `guess ${at}`)
  t.equal(count(statuses, 401), 10)
  t.equal(count(statuses, 429), 5)
})

t.test('guessing does not stop the machines', async (t) => {
  const granted = await codeFor(app, bob)
  t.equal((await redeem(app, granted)).status, 200)
  t.equal((await postAs(app, 'introspect', { token: 'x' })).status, 200)
  t.notMatch(server.err() + second.err(), /unexpected error/)
})
