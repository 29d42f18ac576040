// How long a start takes, from spawn to the line that says where it listens, and what memory the server has then.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../../test/support/postgres.ts'
import { report } from '../results.ts'
import { progress, spread, table } from './figures.ts'
import { type ServerProcess, startServer } from './process.ts'

const times = Number(process.env.BENCH_TIMES ?? 7)
const idleSeconds = 3
const PORT = '3981'

const folder = mkdtempSync(join(tmpdir(), 'countersign-start-'))
const postgres = await startPostgres(18)

type Start = Readonly<{ millis: number; idleMib: number }>

const startOnce = async (settings: Record<string, string>): Promise<Start> => {
  const server: ServerProcess = await startServer({ PORT, ...settings })
  await sleep(idleSeconds * 1000)
  const start = { millis: server.startMillis, idleMib: server.residentMib() }
  await server.stop()
  return start
}

const row = (name: string, starts: readonly Start[], target: string): readonly string[] => [
  name,
  spread(
    starts.map(({ millis }) => millis / 1000),
    2,
  ),
  target,
  spread(
    starts.map(({ idleMib }) => idleMib),
    0,
  ),
]

try {
  const onPostgres = { DATABASE_URL: postgres.url, KEYS_DIR: join(folder, 'keys') }
  const embedded = { DATA_DIR: join(folder, 'data'), KEYS_DIR: join(folder, 'embedded-keys') }
  const first = { postgres: await startOnce(onPostgres), embedded: await startOnce(embedded) }
  const later: { postgres: Start[]; embedded: Start[] } = { postgres: [], embedded: [] }
  for (let round = 0; round < times; round += 1) {
    later.postgres.push(await startOnce(onPostgres))
    later.embedded.push(await startOnce(embedded))
    progress(`round ${round + 1} of ${times}`)
  }
  const rows = [
    row('PostgreSQL, migrated', later.postgres, '1.0'),
    row('PostgreSQL, the first time', [first.postgres], '-'),
    row('embedded', later.embedded, '1.5'),
    row('embedded, the first time', [first.embedded], '5.0'),
  ]
  const intro = `npm start, medians of ${times} (least to most).`
  report(
    'start',
    'Start',
    intro,
    table(['start', 'seconds until it listens', 'target', 'resident MiB when idle'], rows),
  )
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
