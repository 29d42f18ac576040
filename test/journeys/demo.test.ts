// The demo as a person meets it: `npm run demo`, log in, consent, the API, expiry and refresh, log out, Ctrl-C.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { startDemo, tokenSeconds } from '../support/demo.ts'
import { decode } from '../support/html.ts'
import { inTime } from '../support/pace.ts'
import { hasForm, isAway, type Page, plainBrowser, type Visit } from '../support/plain-browser.ts'
import { freePort } from '../support/ports.ts'
import { until } from '../support/until.ts'

t.test('npm run demo: the whole flow, then Ctrl-C', async (t) => {
  const demo = await startDemo(t, ['npm', 'run', 'demo'])
  const said = await demo.ready()
  inTime(t, 'it is ready', 10_000, Number(/Ready after ([\d.]+) s/.exec(said)?.[1]) * 1000)
  const app = plainBrowser(demo.appUrl)
  const server = plainBrowser(demo.issuer)

  const welcome = page(await app.open('/'))
  t.match(welcome.text, /Log in with Countersign/)

  // Log in and consent, at the server.
  const login = page(await server.open(away(await app.open('/login'))))
  t.ok(hasForm(login, 'login'))
  const consent = page(await server.submit(login, 'login', demo.person))
  t.ok(hasForm(consent, 'consent'))
  t.match(decode(consent.text), /Example app/)
  const callback = away(await server.submit(consent, 'consent', { decision: 'allow' }))
  t.equal(callback.searchParams.get('iss'), demo.issuer, 'RFC 9207')

  // Back at the app: it knows who came.
  const home = page(await app.open(callback))
  t.match(home.text, /id="sub">usr_/)
  t.strictSame(steps(home), ['200'], 'the API answered')
  t.ok(Number(textOf(home, 'seconds')) <= tokenSeconds)
  const replay = page(await app.open(callback))
  t.equal(replay.status, 400, 'the same callback a second time is refused')

  // What was not asked for is not given; asking for it shows the consent page again.
  const refused = page(await app.open('/reports'))
  t.strictSame(steps(refused), ['403'])
  t.match(decode(refused.text), /error="insufficient_scope".*scope="reports:read"/)
  const more = page(await server.open(away(await app.open('/login?for=reports'))))
  t.ok(hasForm(more, 'consent'), 'no second login')
  t.match(decode(more.text), /read your reports/)
  t.match(more.text, />Example API<\/bdi> \(<code>http:/, 'the API by its name')
  page(await app.open(away(await server.submit(more, 'consent', { decision: 'allow' }))))
  const reports = page(await app.open('/reports'))
  t.strictSame(steps(reports), ['200'])
  t.match(reports.text, /Tea drunk/)

  // The access token expires: the API says so, the app refreshes.
  await wait(tokenSeconds * 1000 + 200)
  const later = page(await app.open('/'))
  t.strictSame(steps(later), ['401', 'refreshed', '200'])
  t.match(decode(later.text), /error="invalid_token"/)
  t.equal(textOf(later, 'refreshes'), '1')

  // Log out, of both.
  const goodbye = page(await server.open(away(await app.submit(later, 'logout', {}))))
  t.ok(hasForm(goodbye, 'logout'))
  await server.submit(goodbye, 'logout', {})
  t.match(page(await app.open('/')).text, /knows nobody/)
  t.ok(hasForm(await server.open(away(await app.open('/login'))), 'login'), 'the server asks who it is again')

  // The two browser apps are there, each with a client that the server knows.
  t.match(await (await fetch(`${demo.spaUrl}/`)).text(), /single-page app/)
  const config = await (await fetch(`${demo.spaUrl}/config.js`)).text()
  t.match(config, new RegExp(`"${demo.issuer}".*app_`, 's'))
  t.ok(hasForm(await server.open(away(await plainBrowser(demo.bffUrl).open('/login'))), 'login'))

  // The administrator is who opened the setup link, and the way in is the console's own.
  const operator = plainBrowser(demo.issuer)
  const katherine = { ...demo.person, email: 'katherine@example.com' }
  const entry = page(await operator.open(new URL(`${demo.issuer}/admin/events?kind=account_changed`)))
  const events = page(await operator.submit(entry, 'login', katherine))
  t.match(decode(events.text), /The first admin was made by the setup link/)

  // Without a token the API says that it wants one, and where to read how to get it (RFC 6750 §3.1, RFC 9728 §5.1).
  const bare = await fetch(`${demo.apiUrl}/me`)
  t.equal(bare.status, 401)
  const metadataUrl = `${demo.apiUrl}/.well-known/oauth-protected-resource`
  t.equal(bare.headers.get('www-authenticate'), `Bearer resource_metadata="${metadataUrl}"`)
  // Who knows nothing but the API finds the server by it (RFC 9728 §3).
  t.match(await (await fetch(metadataUrl)).json(), {
    resource: demo.apiUrl,
    authorization_servers: [demo.issuer],
    scopes_supported: ['reports:read'],
  })

  const family = demo.family()
  t.ok(family.length >= 6, 'demo, server, API and three apps')
  process.kill(-demo.pid, 'SIGINT')
  await demo.ended
  await t.resolves(demo.leftNothing(family))
})

t.test('a part that dies takes all others with it', async (t) => {
  const demo = await startDemo(t, [process.execPath, 'examples/demo.ts'])
  await demo.ready()
  const family = demo.family()
  const api = family.find(({ command }) => command.includes('examples/api/main.ts'))
  process.kill(api?.pid as number, 'SIGKILL')
  t.equal(await demo.ended, 1)
  t.match(demo.said(), /The API ended by itself/)
  await t.resolves(demo.leftNothing(family))
})

t.test('npm is asked to stop while the demo is starting', async (t) => {
  const demo = await startDemo(t, ['npm', 'run', 'demo'])
  await until('it is starting', () => /Starting the server/.test(demo.said()))
  const family = demo.family()
  process.kill(demo.pid, 'SIGTERM')
  await demo.ended
  await t.resolves(demo.leftNothing(family))
})

t.test('the demo is killed: its parts and its folder go too', async (t) => {
  const demo = await startDemo(t, [process.execPath, 'examples/demo.ts'])
  await until('its parts run', () => /Making people/.test(demo.said()))
  const family = demo.family()
  process.kill(demo.pid, 'SIGKILL')
  await t.resolves(demo.leftNothing(family))
})

t.test('a port that is taken is one clear line', async (t) => {
  const port = await freePort(5)
  const other = createServer().listen(port + 1, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const demo = await startDemo(t, [process.execPath, 'examples/demo.ts'], port)
  t.equal(await demo.ended, 1)
  t.equal(
    demo.said(),
    `Port ${port + 1} is taken. Stop what listens there, or take other ports: DEMO_PORT=4000 npm run demo\n`,
  )
  t.strictSame(demo.folders(), [])
})

function page(visit: Visit): Page {
  if (isAway(visit)) throw new Error(`Expected a page, was sent to ${visit.location}`)
  return visit
}

function away(visit: Visit): URL {
  if (!isAway(visit)) throw new Error(`Expected to be sent away, got ${visit.status} ${visit.text}`)
  return visit.location
}

const steps = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/data-step="(\w+)"/g)].map(([, step = '']) => step)

function textOf({ text }: Page, id: string): string | undefined {
  return new RegExp(`id="${id}">([^<]*)<`).exec(text)?.[1]
}
