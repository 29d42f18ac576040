// The benchmark: CPU of the server process per operation, beside the cost of one RSA-2048 signature in the same run.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { type Bench, startBench } from './server.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const roundSeconds = Number(process.env.BENCH_SECONDS ?? 3)
const parallel = 16

type Operation = Readonly<{ name: string; signatures: number; prepare: (bench: Bench) => Promise<() => Promise<void>> }>
type Figures = Readonly<{ perSecond: number; cpuMillis: number; p50Millis: number; p99Millis: number }>

const expectOk = async (response: Response): Promise<Record<string, unknown>> => {
  const body = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`unexpected ${response.status}: ${JSON.stringify(body)}`)
  return body
}

const operations: readonly Operation[] = [
  {
    name: 'JWKS',
    signatures: 0,
    prepare: async (bench) => async () => void (await expectOk(await bench.get('/jwks'))),
  },
  {
    name: 'metadata',
    signatures: 0,
    prepare: async (bench) => async () =>
      void (await expectOk(await bench.get('/.well-known/oauth-authorization-server'))),
  },
  {
    name: 'client_credentials',
    signatures: 1,
    prepare: async (bench) => async () =>
      void (await expectOk(await bench.token({ grant_type: 'client_credentials' }))),
  },
  {
    name: 'refresh',
    signatures: 1,
    prepare: async (bench) => {
      // One chain per worker: each refresh uses what the one before it returned.
      const chains = await Promise.all(Array.from({ length: parallel }, () => bench.logIn()))
      return async () => {
        const token = chains.pop() as string
        const body = await expectOk(await bench.token({ grant_type: 'refresh_token', refresh_token: token }))
        chains.push(body.refresh_token as string)
      }
    },
  },
  {
    name: 'authorize and redeem',
    signatures: 1,
    prepare: async (bench) => async () => void (await bench.logIn()),
  },
  {
    name: 'introspection',
    signatures: 0,
    prepare: async (bench) => {
      const body = await expectOk(await bench.token({ grant_type: 'client_credentials' }))
      const token = body.access_token as string
      return async () => {
        const answer = await expectOk(await bench.post('/introspect', { token }))
        if (answer.active !== true) throw new Error('the token is not active')
      }
    },
  },
]

const measure = async (bench: Bench, work: () => Promise<void>): Promise<Figures> => {
  const millis: number[] = []
  const cpuBefore = bench.cpuMillis()
  const startedAt = performance.now()
  const endsAt = startedAt + roundSeconds * 1000
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (performance.now() < endsAt) {
        const from = performance.now()
        await work()
        millis.push(performance.now() - from)
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  const cpu = bench.cpuMillis() - cpuBefore
  millis.sort((a, b) => a - b)
  const at = (share: number): number => millis[Math.min(millis.length - 1, Math.floor(millis.length * share))] as number
  return { perSecond: millis.length / seconds, cpuMillis: cpu / millis.length, p50Millis: at(0.5), p99Millis: at(0.99) }
}

const signatureMillis = (): number => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const message = createHash('sha256').update(randomBytes(32)).digest()
  const count = 2000
  const before = process.cpuUsage()
  for (let i = 0; i < count; i += 1) sign('sha256', message, privateKey)
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000 / count
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

const bench = await startBench()
const rows: string[] = []
try {
  const floors: number[] = []
  for (const operation of operations) {
    const work = await operation.prepare(bench)
    await measure(bench, work)
    const figures: Figures[] = []
    for (let round = 0; round < rounds; round += 1) {
      floors.push(signatureMillis())
      figures.push(await measure(bench, work))
    }
    const cpu = figures.map(({ cpuMillis }) => cpuMillis)
    const floor = median(floors)
    const cells = [
      operation.name,
      median(figures.map(({ perSecond }) => perSecond)).toFixed(0),
      `${median(cpu).toFixed(3)} (${Math.min(...cpu).toFixed(3)} to ${Math.max(...cpu).toFixed(3)})`,
      median(figures.map(({ p50Millis }) => p50Millis)).toFixed(1),
      median(figures.map(({ p99Millis }) => p99Millis)).toFixed(1),
      operation.signatures === 0 ? '-' : (median(cpu) / (operation.signatures * floor)).toFixed(2),
    ]
    rows.push(`| ${cells.join(' | ')} |`)
    console.error(rows.at(-1))
  }
  const text = [
    '# Results',
    '',
    `${bench.startedAt.toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version},`,
    `PostgreSQL 18; ${rounds} rounds of ${roundSeconds} s, ${parallel} requests at once; server pinned to one core, the load to the other, the database to none.`,
    `One RSA-2048 signature costs ${median(floors).toFixed(3)} ms of CPU here. Resident memory at the end: ${bench.residentMib()} MiB.`,
    'Medians (minimum to maximum). Absolute times are noise on shared machines; the CPU per operation and its ratio count.',
    '',
    '| operation | per second | CPU ms per operation | p50 ms | p99 ms | CPU beside its signatures |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n')
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), text)
  console.log(text)
} finally {
  await bench.stop()
}
