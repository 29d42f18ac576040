// The demo as a person meets it: `npm run demo`, log in, consent, the API, expiry and refresh, log out, Ctrl-C.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { freshFolder } from '../support/embedded.ts'
import { decode } from '../support/html.ts'
import { hasForm, isAway, type Page, plainBrowser, type Visit } from '../support/plain-browser.ts'
import { familyOf, stillAlive } from '../support/process-table.ts'

const root = join(import.meta.dirname, '../..')
const tokenSeconds = 3

t.test('npm run demo: the whole flow, then Ctrl-C', async (t) => {
  const demo = await startDemo(t, ['npm', 'run', 'demo'])
  const said = await demo.ready()
  t.ok(Number(/Ready after ([\d.]+) s/.exec(said)?.[1]) < 10, 'ready within 10 s')
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
  page(await app.open(away(await server.submit(more, 'consent', { decision: 'allow' }))))
  const reports = page(await app.open('/reports'))
  t.strictSame(steps(reports), ['200'])
  t.match(reports.text, /Tea drunk/)

  // The access token expires: the API says so, the app refreshes.
  await wait(tokenSeconds * 1000 + 1000)
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

  // Without a token the API says that it wants one, and nothing else (RFC 6750 §3.1).
  const bare = await fetch(`${demo.apiUrl}/me`)
  t.equal(bare.status, 401)
  t.equal(bare.headers.get('www-authenticate'), 'Bearer')

  const family = demo.family()
  t.ok(family.length >= 4, 'demo, server, app and API')
  process.kill(-demo.pid, 'SIGINT')
  await demo.ended
  t.strictSame(stillAlive(family), [], 'no process is left')
  t.strictSame(readdirSync(demo.temporary), [], 'no folder is left')
})

t.test('a part that dies takes all others with it', async (t) => {
  const demo = await startDemo(t, [process.execPath, 'examples/demo.ts'])
  await demo.ready()
  const family = demo.family()
  const api = family.find(({ command }) => command.includes('examples/api/main.ts'))
  process.kill(api?.pid as number, 'SIGKILL')
  t.equal(await demo.ended, 1)
  t.match(demo.said(), /The API ended by itself/)
  t.strictSame(stillAlive(family), [])
  t.strictSame(readdirSync(demo.temporary), [])
})

t.test('npm is asked to stop while the demo is starting', async (t) => {
  const demo = await startDemo(t, ['npm', 'run', 'demo'])
  await until(() => /Starting the server/.test(demo.said()))
  const family = demo.family()
  process.kill(demo.pid, 'SIGTERM')
  await demo.ended
  await until(() => stillAlive(family).length === 0 && readdirSync(demo.temporary).length === 0)
  t.pass('no process and no folder is left')
})

t.test('a port that is taken is one clear line', async (t) => {
  const port = await freePorts()
  const other = createServer().listen(port + 1, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const demo = await startDemo(t, [process.execPath, 'examples/demo.ts'], port)
  t.equal(await demo.ended, 1)
  t.equal(
    demo.said(),
    `Port ${port + 1} is taken. Stop what listens there, or take other ports: DEMO_PORT=4000 npm run demo\n`,
  )
  t.strictSame(readdirSync(demo.temporary), [])
})

const startDemo = async (t: Test, [program = '', ...args]: readonly string[], given?: number) => {
  const port = given ?? (await freePorts())
  const temporary = freshFolder(t)
  const env = {
    ...process.env,
    DEMO_PORT: String(port),
    DEMO_TOKEN_SECONDS: String(tokenSeconds),
    TMPDIR: temporary,
    // A server of somebody's own: the demo must not touch it.
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    KEYS_DIR: '/nonexistent',
    NO_COLOR: '1',
  }
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let said = ''
  const hear = (chunk: Buffer): void => {
    said += chunk
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const pid = child.pid as number
  t.teardown(async () => {
    for (const each of familyOf(pid)) process.kill(each.pid, 'SIGKILL')
    await ended
  })
  return {
    pid,
    temporary,
    ended,
    said: () => said,
    issuer: `http://localhost:${port}`,
    appUrl: `http://localhost:${port + 1}`,
    apiUrl: `http://localhost:${port + 2}`,
    family: () => familyOf(pid),
    ready: async () => {
      await Promise.race([until(() => said.includes('Ctrl-C stops')), ended])
      if (!said.includes('Ctrl-C stops')) throw new Error(`The demo did not start.\n${said}`)
      return said
    },
    get person() {
      return { email: 'ada@example.com', password: /Password +(\S+)/.exec(said)?.[1] ?? '' }
    },
  }
}

const freePorts = async (): Promise<number> => {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const free = await Promise.all([port, port + 1, port + 2].map(isFree))
    if (free.every(Boolean)) return port
  }
  throw new Error('No three ports in a row are free.')
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })

const until = async (holds: () => boolean): Promise<void> => {
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (holds()) return
    await wait(50)
  }
  throw new Error('It did not happen in time.')
}

const page = (visit: Visit): Page => {
  if (isAway(visit)) throw new Error(`Expected a page, was sent to ${visit.location}`)
  return visit
}

const away = (visit: Visit): URL => {
  if (!isAway(visit)) throw new Error(`Expected to be sent away, got ${visit.status} ${visit.text}`)
  return visit.location
}

const steps = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/data-step="(\w+)"/g)].map(([, step = '']) => step)
const textOf = ({ text }: Page, id: string): string | undefined => new RegExp(`id="${id}">([^<]*)<`).exec(text)?.[1]
