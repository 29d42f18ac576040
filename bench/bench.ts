// The benchmark: Countersign beside its peer in the same run, by the CPU that the server's process uses for an operation.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Checks, checksOf } from './checks.ts'
import { openConnection } from './connection.ts'
import { compareContent, contentOf } from './content.ts'
import type { Contestant } from './contestant.ts'
import { startBareRoute } from './contestants/bare-route.ts'
import { nameWith, startCountersign } from './contestants/countersign.ts'
import { startOidcProvider } from './contestants/oidc-provider.ts'
import { type Databases, startDatabases } from './database.ts'
import { loadCore, machineWords, pin, signatureMillis } from './machine.ts'
import { type Operation, operations, type Work } from './operations.ts'
import { writeSection } from './results.ts'
import { settings } from './settings.ts'
import { median } from './statistics.ts'
import { type Measured, rowsOf, tableHead } from './table.ts'
import { type Turn, takeTurn } from './turns.ts'

/** V8 compiles by how often a function ran: until so many operations were done, the one who does fewer a second is at a loss. */
const warmUpOperations = 8000
const warmUpSeconds = 1.6

const { only, rounds, seconds, parallel } = settings
const chosen = operations.filter(({ key }) => only.length === 0 || only.includes(key))
if (only.some((key) => !operations.some((each) => each.key === key)))
  throw new Error(`BENCH_ONLY names some of: ${operations.map(({ key }) => key).join(',')}`)

type Ready = Readonly<{ contestant: Contestant; checks: Checks }>

const takesPart = ({ yardstick, keys }: Operation, { name }: Contestant): boolean =>
  name === nameWith(keys ?? 'RS256') || (yardstick !== null && (yardstick === name || name === 'oidc-provider'))

const prepare = async (operation: Operation, { contestant, checks }: Ready, databases: Databases): Promise<Work> => {
  contestant.process.resume()
  const { send, close } = await openConnection(contestant.port)
  const work = await operation.prepare(contestant, checks, send)
  close()
  for (let done = 0; done < warmUpOperations; )
    done += (await takeTurn(contestant, work, warmUpSeconds, databases)).millis.length
  return work
}

const measure = async (operation: Operation, all: readonly Ready[], databases: Databases): Promise<Measured> => {
  const runs: { contestant: Contestant; work: Work; turns: Turn[] }[] = []
  for (const ready of all.filter(({ contestant }) => takesPart(operation, contestant)))
    runs.push({ contestant: ready.contestant, work: await prepare(operation, ready, databases), turns: [] })
  const floors: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    floors.push(signatureMillis())
    for (const { contestant, work, turns } of runs) turns.push(await takeTurn(contestant, work, seconds, databases))
  }
  const turns = new Map(runs.map(({ contestant, turns }) => [contestant.name, turns]))
  return { operation, turns, signatureMillis: floors }
}

const contentThrough = async ({ contestant, checks }: Ready): Promise<readonly string[]> => {
  const { send, close } = await openConnection(contestant.port)
  const content = await contentOf(contestant, checks, send)
  close()
  return content
}

const run = async (databases: Databases, folder: string, started: Contestant[]): Promise<void> => {
  const ready = async (contestant: Contestant): Promise<Ready> => {
    started.push(contestant)
    return { contestant, checks: await checksOf(contestant) }
  }
  const ours = await ready(await startCountersign(await databases.create('ours'), folder))
  const peer = await ready(await startOidcProvider(await databases.create('peer')))
  compareContent(await contentThrough(ours), await contentThrough(peer))
  const all = [ours, peer, await ready(await startBareRoute(ours.contestant))]
  // A server of its own: a resource with other keys would cost the others a read (src/flows/known-resources.ts).
  if (chosen.some(({ keys }) => keys === 'ES256'))
    all.push(await ready(await startCountersign(await databases.create('ours_es256'), folder, 'ES256')))
  for (const { process } of started) process.pause()

  console.log(tableHead.join('\n'))
  const rows: string[] = []
  const floors: number[] = []
  for (const operation of chosen) {
    const measured = await measure(operation, all, databases)
    floors.push(...measured.signatureMillis)
    const more = rowsOf(measured)
    console.log(more.join('\n'))
    rows.push(...more)
  }
  const intro = `${machineWords()}; ${rounds} alternations of ${seconds} s, ${parallel} connections.
All figures are for one operation, medians of the alternations. One RSA-2048 signature costs ${median(floors).toFixed(3)} ms of CPU here.`
  console.log(`\n${intro}`)
  if (only.length === 0)
    writeSection('peers', ['## Beside oidc-provider', '', intro, '', ...tableHead, ...rows].join('\n'))
}

const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
// PostgreSQL inherits it.
pin(loadCore, process.pid)
const databases = await startDatabases()
const started: Contestant[] = []
try {
  await run(databases, folder, started)
} finally {
  for (const { process } of started) await process.stop()
  await databases.stop()
}
