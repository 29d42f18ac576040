// Simulation: random histories of people, apps, thieves, failing statements and jumping clocks, against the real flows.
import t from 'tap'
import { embeddedGround, postgresGround } from './ground.ts'
import { simulate, tell } from './history.ts'

const full = process.env.COUNTERSIGN_TEST_FULL === '1'
const replayed = process.env.SIMULATION_SEED

const seeds = (name: string, count: number): readonly string[] =>
  replayed ? [replayed] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`)

const grounds = [
  { name: 'PostgreSQL', open: postgresGround, seeds: seeds('postgres', full ? 4000 : 150) },
  { name: 'PGlite', open: embeddedGround, seeds: seeds('pglite', full ? 1000 : 50) },
] as const

for (const ground of grounds)
  t.test(
    `${ground.seeds.length} histories on ${ground.name} keep every promise`,
    { timeout: full ? 3_600_000 : 120_000 },
    async (t) => {
      const under = await ground.open(t)
      for (const seed of ground.seeds) {
        const broken = await simulate(under, seed)
        if (broken !== undefined) {
          t.fail(`seed ${seed}: ${broken.because.message}`)
          t.comment(tell(broken))
          break
        }
      }
      t.pass(`${ground.seeds.length} histories`)
    },
  )
