// Whether the cost of refresh, authorize and introspection grows with the tables: a small and a large database in turns.
import { join } from 'node:path'
import { openConnection } from '../connection.ts'
import { report } from '../results.ts'
import { bytesOfRows, bytesOfWork } from './bytes.ts'
import { openCluster } from './cluster.ts'
import { progress, quantile, spread, table } from './figures.ts'
import { afterSeconds, steadyLoad } from './load.ts'
import { seeded } from './seed.ts'
import { openSide, type Side } from './sides.ts'
import type { Visit } from './visits.ts'
import { warm } from './warm.ts'
import { year } from './year.ts'

const sizes = [1000, Number(process.env.BENCH_FAMILIES ?? 5_000_000)]
const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const seconds = Number(process.env.BENCH_SECONDS ?? 20)
/** Each of the two gets so many requests. */
const perSecond = Number(process.env.BENCH_RATE ?? 50)
const folder = process.env.BENCH_FOLDER ?? '/tmp/countersign-bench'

const intro = `${perSecond} requests a second to each of two servers that take turns, ${rounds} rounds of ${seconds} s an operation; people and
tokens are drawn at random from all. The target is a p99 ratio of at most 1.2.`
const walWords = 'The WAL of the large one is mostly whole pages, which PostgreSQL writes once after each checkpoint.'

const visitOf = ({ visits }: Side, name: string): Visit => (visits[name] as () => Visit)()

/** By operation and round: the milliseconds of the small side and of the large. */
const takeTurns = async (sides: readonly Side[], names: readonly string[]): Promise<Map<string, number[][][]>> => {
  const taken = new Map<string, number[][][]>(names.map((name) => [name, []]))
  // The first round is thrown away: code is compiled, statements are prepared, caches fill.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const lanes = sides.map((side) => ({ port: side.port, work: visitOf(side, name) }))
      const turns = await steadyLoad({ lanes, perSecond, ended: afterSeconds(seconds) })
      if (round > 0) taken.get(name)?.push(turns)
      const p99s = turns.map((millis) => quantile(millis, 0.99).toFixed(1)).join(' and ')
      progress(`round ${round} of ${rounds}: ${name}: p99 ${p99s} ms`)
    }
  }
  return taken
}

const latencies = (taken: Map<string, number[][][]>): string => {
  const rows = [...taken].map(([name, turns]) => {
    const [small = [], large = []] = [0, 1].map((side) => turns.flatMap((each) => each[side] ?? []))
    const ratios = turns.map(([a = [], b = []]) => quantile(b, 0.99) / quantile(a, 0.99))
    const all = [0.5, 0.99].flatMap((share) => [small, large].map((millis) => quantile(millis, share).toFixed(2)))
    return [name, ...all, (quantile(large, 0.99) / quantile(small, 0.99)).toFixed(2), spread(ratios, 2)]
  })
  const [small, large] = sizes.map((size) => size.toLocaleString('en'))
  const columns = [`p50 ms, ${small}`, `p50 ms, ${large}`, `p99 ms, ${small}`, `p99 ms, ${large}`]
  return table(['families', ...columns, 'p99 ratio', 'of each round'], rows)
}

const logOf = async (sides: readonly Side[]): Promise<string> => {
  const rows: string[][] = []
  for (const name of ['login with session and consent', 'refresh']) {
    const cells: string[] = []
    for (const side of sides) {
      const connection = await openConnection(side.port)
      const work = name === 'refresh' ? visitOf(side, name) : side.logIn
      const { inserted, wal } = await bytesOfWork(side.seeded, work, connection.send)
      connection.close()
      cells.push(inserted.toFixed(2), wal.toFixed(0))
    }
    rows.push([name, ...cells])
  }
  const columns = sizes.flatMap((size) => [`rows, ${size.toLocaleString('en')}`, 'bytes of WAL'])
  return table(['written by one', ...columns], rows)
}

const cluster = await openCluster(folder)
const sides: Side[] = []
try {
  for (const [index, families] of sizes.entries())
    sides.push(await openSide(await seeded(cluster, families), 3990 + index, perSecond * seconds))
  warm(join(folder, 'data/base'))
  const compared = latencies(await takeTurns(sides, Object.keys(sides[0]?.visits ?? {})))
  const sizesOfRows = await bytesOfRows((sides[1] as Side).seeded)
  report('data', 'Data', intro, compared, sizesOfRows, await logOf(sides), walWords, await year(cluster))
} finally {
  for (const side of sides) await side.stop()
  await cluster.stop()
}
process.exit()
