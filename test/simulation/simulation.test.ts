// Simulation: random histories of people, apps, thieves, failing statements and jumping clocks, against the real flows.
import t from 'tap'
import { embeddedGround, type Ground, postgresGround } from './ground.ts'
import { simulate, tell } from './history.ts'
import { patience } from './patience.ts'

const full = process.env.COUNTERSIGN_TEST_FULL === '1'
const replayed = process.env.SIMULATION_SEED
patience(t, full ? 7200 : 300)

const seeds = (name: string, count: number): readonly string[] =>
  replayed ? [replayed] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`)

/** Ends at the first that breaks a promise: its seed and story say all. */
const brokenAmong = async (ground: Ground, some: readonly string[]): Promise<string> => {
  for (const seed of some) {
    const history = await simulate(ground, seed)
    if (history.broken !== undefined) return tell(history)
  }
  return ''
}

t.test('histories on PostgreSQL keep every promise', async (t) => {
  const some = seeds('postgres', full ? 3000 : 80)
  t.equal(await brokenAmong(await postgresGround(t), some), '', `${some.length} histories`)
})

t.test('histories on PGlite keep every promise', async (t) => {
  const some = seeds('pglite', full ? 500 : 15)
  t.equal(await brokenAmong(await embeddedGround(t), some), '', `${some.length} histories`)
})

t.test('a seed tells the same story again, on whichever database', async (t) => {
  const [postgres, embedded] = [await postgresGround(t), await embeddedGround(t)]
  for (const seed of seeds('again', 2)) {
    const { story } = await simulate(postgres, seed)
    t.ok(story.length >= 25, seed)
    t.same((await simulate(postgres, seed)).story, story, 'again')
    t.same((await simulate(embedded, seed)).story, story, 'on the other database')
  }
})
