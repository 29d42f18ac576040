// Whether throughput grows with WORKERS: tokens of client credentials, which ask the database nothing and are mostly signature.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../test/support/postgres.ts'
import { openConnection } from '../connection.ts'
import { report } from '../results.ts'
import { median, progress, spread, table } from './figures.ts'
import { type ServerProcess, startServer } from './process.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const parallel = 32
const firstPort = 3970
const entry = join(import.meta.dirname, '../../bin/countersign.js')

const postgres = await startPostgres(18)
const settings = { DATABASE_URL: postgres.url, MASTER_KEYS: randomBytes(32).toString('base64url') }

const form = 'grant_type=client_credentials'
const createApp = (): string => {
  const args = [entry, 'clients', 'create', '--name', 'Bench', '--grant', 'client_credentials', '--json']
  const env = { PATH: process.env.PATH, ...settings }
  const made = JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }))
  return Buffer.from(`${made.client_id}:${made.client_secret}`).toString('base64')
}

/** As many as its processes can answer: of the cores, some belong to this load. */
const tokensPerSecond = async (port: number, credentials: string): Promise<number> => {
  const request = `POST /token HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Basic ${credentials}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`
  const connections = await Promise.all(Array.from({ length: parallel }, () => openConnection(port)))
  const startedAt = performance.now()
  let count = 0
  await Promise.all(
    connections.map(async ({ send }) => {
      while (performance.now() < startedAt + seconds * 1000) {
        const { status, body } = await send(request)
        if (status !== 200) throw new Error(`${status}: ${body}`)
        count += 1
      }
    }),
  )
  for (const { close } of connections) close()
  return (count * 1000) / (performance.now() - startedAt)
}

const counts = Array.from({ length: cpus().length }, (_, index) => index + 1)
const servers: ServerProcess[] = []
try {
  const credentials = createApp()
  for (const workers of counts) {
    const PORT = String(firstPort + workers)
    servers.push(await startServer({ ...settings, PORT, WORKERS: String(workers), DANGER_NO_RATE_LIMITS: '1' }))
  }
  const taken = counts.map((): number[] => [])
  // The first round is thrown away: code is compiled then.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, workers] of counts.entries()) {
      const rate = await tokensPerSecond(firstPort + workers, credentials)
      if (round > 0) taken[index]?.push(rate)
    }
    progress(`round ${round} of ${rounds}`)
  }
  const alone = median(taken[0] ?? [])
  const rows = taken.map((rates, index) => [
    counts[index] ?? 0,
    spread(rates, 0),
    (median(rates) / alone).toFixed(2),
    spread(
      rates.map((rate, round) => rate / (taken[0]?.[round] ?? Number.NaN)),
      2,
    ),
  ])
  const head = ['WORKERS', 'tokens per second', 'beside one', 'of each round']
  const intro = `Tokens of client credentials over ${parallel} connections; the load that asks for them has its share of the same ${counts.length} cores.`
  report('workers', 'Workers', intro, table(head, rows))
} finally {
  for (const server of servers) await server.stop()
  await postgres.stop()
}
