// Devices under load, on two servers: tokens once, one answer, and nothing outlives what ended it (RFC 8628 §3.5).
import t from 'tap'
import { deviceCodeGrantType } from '../../src/model/client.ts'
import { person } from '../support/cast.ts'
import { type Browser, hasForm, isAway, type Page, plainBrowser, stayedAt } from '../support/plain-browser.ts'
import { type Answer, type App, postAs, refresh, register, servedBy } from '../support/plain-client.ts'
import { beside, startServer } from '../support/process.ts'

const server = await startServer(t)
const second = await startServer(t, await beside(server.environment, { ISSUER: server.issuer }))
const ada = await person(server.environment)
const app = await register(server.issuer, {
  redirect_uris: [],
  grant_types: [deviceCodeGrantType, 'refresh_token'],
  token_endpoint_auth_method: 'none',
})
const there = servedBy(app, second)
const either = (at: number): App => (at % 2 === 0 ? app : there)
const polls = 50

type Device = Readonly<{ device_code: string; verification_uri_complete: string }>
const newDevice = async (): Promise<Device> => (await postAs(app, 'device_authorization', {})).body
const poll = (at: App, { device_code }: Device): Promise<Answer> =>
  postAs(at, 'token', { grant_type: deviceCodeGrantType, device_code })

const question = async (browser: Browser, { verification_uri_complete: url }: Device): Promise<Page> => {
  let visit = await browser.open(url)
  if (hasForm(visit, 'login'))
    visit = await browser.submit(visit, 'login', { email: ada.email, password: ada.password })
  if (hasForm(visit, 'device-question')) return visit
  throw new Error(stayedAt(visit).text)
}

const tally = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const what = status === 200 ? 'tokens' : String(body.error)
    counts[what] = (counts[what] ?? 0) + 1
  }
  return counts
}

t.test(`${polls} parallel polls of a device that was allowed: one gets the tokens, and they work`, async (t) => {
  const device = await newDevice()
  const browser = plainBrowser(server.issuer)
  await browser.submit(await question(browser, device), 'device-question', { decision: 'allow' })
  const answers = await Promise.all(Array.from({ length: polls }, (_, at) => poll(either(at), device)))
  t.same(tally(answers), { tokens: 1, invalid_grant: polls - 1 })
  const won = answers.find(({ status }) => status === 200)
  t.equal((await refresh(there, won?.body.refresh_token)).status, 200)
})

t.test(`${polls} parallel polls of one that waits: each but the first makes the interval longer`, async (t) => {
  const device = await newDevice()
  const answers = await Promise.all(Array.from({ length: polls }, (_, at) => poll(either(at), device)))
  t.same(tally(answers), { authorization_pending: 1, slow_down: polls - 1 })
  const intervals = answers
    .flatMap(({ body }) => /wait (\d+) seconds/.exec(body.error_description)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
  t.same(
    intervals,
    Array.from({ length: polls - 1 }, (_, at) => 10 + 5 * at),
    'none was lost',
  )
})

t.test('allow against deny, in two tabs: one answer, which both pages tell', async (t) => {
  const browser = plainBrowser(server.issuer)
  for (let round = 0; round < 8; round += 1) {
    const device = await newDevice()
    const page = await question(browser, device)
    const [one, other] = await Promise.all([
      browser.submit(page, 'device-question', { decision: 'allow' }),
      browser.submit(page, 'device-question', { decision: 'deny' }),
    ])
    const { status, body } = await poll(there, device)
    const allowed = status === 200
    if (!allowed && body.error !== 'access_denied') t.fail(`answered with ${body.error}`)
    for (const visit of [one, other])
      t.match(isAway(visit) ? '' : visit.text, allowed ? /You may return to your device/ : /Nothing was allowed/)
  }
})

t.test('a logout against polls: tokens before it, or none at all', async (t) => {
  const outcomes = new Set<string>()
  for (let round = 0; round < 12; round += 1) {
    const device = await newDevice()
    const browser = plainBrowser(server.issuer)
    await browser.submit(await question(browser, device), 'device-question', { decision: 'allow' })
    const page = await browser.open(`${server.issuer}/logout`)
    if (!hasForm(page, 'logout')) return void t.fail('no logout form')
    const [answer] = await Promise.all([poll(either(round), device), browser.submit(page, 'logout', {})])
    outcomes.add(answer.status === 200 ? 'tokens' : answer.body.error)
    const after = await poll(there, device)
    if (after.body.error !== 'invalid_grant') t.fail(`round ${round}: after the logout ${after.status}`)
  }
  t.ok(
    [...outcomes].every((outcome) => outcome === 'tokens' || outcome === 'invalid_grant'),
    `answered with ${[...outcomes].join(' and ')}`,
  )
})
