// A login storm: many people with passwords at once, and whether those who only refresh notice it.
import { setTimeout as sleep } from 'node:timers/promises'
import { openPasswords } from '../../src/crypto/passwords.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { formOf, hasForm, plainBrowser } from '../../test/support/plain-browser.ts'
import { header, openConnection } from '../connection.ts'
import { report } from '../results.ts'
import { openCluster, withClient } from './cluster.ts'
import { progress, quantile, spread, table } from './figures.ts'
import { afterSeconds, steadyLoad } from './load.ts'
import { startServer } from './process.ts'
import { type Seeded, seeded } from './seed.ts'
import { appOf, authorizePath, failed, refreshing, refreshTokensOf } from './visits.ts'

const people = Number(process.env.BENCH_PEOPLE ?? 64)
/** More than may wait. */
const crowd = 400
const rounds = Number(process.env.BENCH_ROUNDS ?? 12)
const perSecond = Number(process.env.BENCH_RATE ?? 100)
const idleSeconds = 2
const folder = process.env.BENCH_FOLDER ?? '/tmp/countersign-bench'
const port = 3993
const issuer = `http://localhost:${port}`
const password = 'a password for the benchmark'

/** At the cost that the server has when nobody sets another. */
const givePasswords = async ({ url }: Seeded): Promise<void> => {
  const cost = { memoryKib: 19_456, iterations: 2, parallelism: 1, concurrency: 1, queueLimit: 1 }
  const hash = await openPasswords({ ...cost, random: systemRandom }).hash(password)
  await withClient(url, (client) => client.query('update account set password_hash = $1', [hash]))
}

type Outcome = Readonly<{ kind: 'in' | 'busy'; seconds: number }>

/** The post of the login page, as bytes: while it rains, this process must not be busy with being browsers. */
const loginPost = async (place: Seeded, i: number): Promise<string> => {
  const browser = plainBrowser(issuer)
  const page = await browser.open(issuer + authorizePath(appOf(place, i)))
  if (!hasForm(page, 'login')) throw new Error('no login page')
  const { action, hidden } = formOf(page, 'login')
  const { pathname, search } = new URL(action, page.url)
  const body = new URLSearchParams([...hidden, ['email', `person${i}@example.com`], ['password', password]]).toString()
  const cookies = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const head = `Host: localhost:${port}\r\nOrigin: ${issuer}\r\nCookie: ${cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}`
  return `POST ${pathname}${search} HTTP/1.1\r\n${head}\r\n\r\n${body}`
}

/** Opens the login page in as many browsers as there are people; what it returns sends all the passwords at once. */
const gather = async (place: Seeded, count: number): Promise<() => Promise<readonly Outcome[]>> => {
  const ready = await Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      post: await loginPost(place, i),
      connection: await openConnection(port),
    })),
  )
  return () =>
    Promise.all(
      ready.map(async ({ post, connection }): Promise<Outcome> => {
        const from = performance.now()
        const answer = await connection.send(post)
        connection.close()
        const seconds = (performance.now() - from) / 1000
        if (answer.status === 303 && /set-cookie: cs_session=/i.test(answer.head)) return { kind: 'in', seconds }
        if (answer.status === 503 && header(answer.head, 'retry-after') !== undefined) return { kind: 'busy', seconds }
        throw failed('login', answer)
      }),
    )
}

const cluster = await openCluster(folder)
try {
  const place = await seeded(cluster, 1000, 'storm')
  await givePasswords(place)
  // How soon the disk has what was written is not the subject.
  await withClient(place.url, (client) => client.query(`alter database ${place.database} set synchronous_commit = off`))
  const server = await startServer({
    ...{ PORT: String(port), DATABASE_URL: place.url, MASTER_KEYS: place.masterKey, DANGER_NO_RATE_LIMITS: '1' },
    ...(process.env.WORKERS && { WORKERS: process.env.WORKERS }),
    ...(process.env.ARGON2_CONCURRENCY && { ARGON2_CONCURRENCY: process.env.ARGON2_CONCURRENCY }),
  })
  const work = refreshing(place, port, await refreshTokensOf(place))
  const load = async (ended: () => boolean): Promise<number[]> =>
    (await steadyLoad({ lanes: [{ port, work }], perSecond, ended }))[0] ?? []
  const idleMib = server.residentMib()
  let peakMib = 0
  const sampling = setInterval(() => {
    peakMib = Math.max(peakMib, server.residentMib())
  }, 20)
  const storm = async (count: number) => {
    const send = await gather(place, count)
    await sleep(500)
    let over = false
    const [millis, outcomes] = await Promise.all([
      load(() => over),
      send().finally(() => {
        over = true
      }),
    ])
    return { millis, outcomes }
  }
  const idle: number[] = []
  const stormy: number[] = []
  const waits: number[] = []
  const ratios: number[] = []
  // The first round is thrown away.
  for (let round = 0; round <= rounds; round += 1) {
    const quiet = await load(afterSeconds(idleSeconds))
    const { millis, outcomes } = await storm(people)
    if (outcomes.some(({ kind }) => kind !== 'in')) throw new Error('somebody was sent away')
    const slowest = Math.max(...outcomes.map(({ seconds }) => seconds))
    const p99s = [quiet, millis].map((all) => quantile(all, 0.99).toFixed(1)).join(' and ')
    progress(`round ${round} of ${rounds}: p99 ${p99s} ms; the last was in after ${slowest.toFixed(1)} s`)
    if (round === 0) continue
    idle.push(...quiet)
    stormy.push(...millis)
    waits.push(slowest)
    ratios.push(quantile(millis, 0.99) / quantile(quiet, 0.99))
  }
  const stormMib = peakMib
  const flood = await storm(crowd)
  clearInterval(sampling)
  const row = (name: string, millis: readonly number[]) => [
    name,
    millis.length,
    ...[0.5, 0.99].map((share) => quantile(millis, share).toFixed(2)),
    (quantile(millis, 0.99) / quantile(idle, 0.99)).toFixed(2),
  ]
  const rows = [row('idle', idle), row(`while ${people} people log in`, stormy), row(`while ${crowd} do`, flood.millis)]
  const turnedAway = flood.outcomes.filter(({ kind }) => kind === 'busy').length
  report(
    'storm',
    'Login storm',
    `${people} people with passwords log in at once (argon2id, 19 MiB, 2 passes), again and again, while others refresh. The target for them is 3 times idle.`,
    table([`refresh, ${perSecond} a second`, 'requests', 'p50 ms', 'p99 ms', 'p99 beside idle'], rows),
    [
      `p99 in the storm beside p99 in the quiet before it, round by round: ${spread(ratios, 2)}.`,
      `Seconds until the last of the ${people} was in: ${spread(waits, 2)}.`,
      `Of ${crowd} at once, ${crowd - turnedAway} were let in, ${turnedAway} got 503 with Retry-After.`,
      `Resident memory: ${idleMib.toFixed(0)} MiB at the start, at most ${stormMib.toFixed(0)} MiB in the storms, ${peakMib.toFixed(0)} MiB with ${crowd}.`,
    ].join('\n'),
  )
  await server.stop()
} finally {
  await cluster.stop()
}
