// A year of refreshes: some families refresh every quarter of an hour for a year of their own clock; what the tables hold after it.

import { parseMasterKey } from '../../src/crypto/master-key.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createStore } from '../../src/store/index.ts'
import { type Cluster, withClient } from './cluster.ts'
import { progress, table } from './figures.ts'
import { accountOf, clientOf, familyId } from './people.ts'
import { type Seeded, seeded } from './seed.ts'

const everyMinutes = 15
const refreshes = (365 * 24 * 60) / everyMinutes
const busy = 4
/** Among so many that do nothing meanwhile. */
const idle = 20_000

type Size = Readonly<{ rows: number; heap: number; indexes: number; updates: number; hot: number }>

const sizeOf = ({ url }: Seeded): Promise<Size> =>
  withClient(url, async (client) => {
    await client.query('select pg_stat_force_next_flush()')
    const { rows } = await client.query<Record<keyof Size, string>>(`
      select (select count(*) from family) as rows, pg_table_size('family') as heap, pg_indexes_size('family') as indexes,
        n_tup_upd as updates, n_tup_hot_upd as hot
      from pg_stat_user_tables where relname = 'family'`)
    const [row] = rows
    const number = (name: keyof Size): number => Number(row?.[name])
    return {
      rows: number('rows'),
      heap: number('heap'),
      indexes: number('indexes'),
      updates: number('updates'),
      hot: number('hot'),
    }
  })

const vacuum = ({ url }: Seeded) => withClient(url, (client) => client.query('vacuum (analyze) family'))

/** The very statement of the server, with a clock that runs faster. */
const refreshForAYear = async (seeded: Seeded): Promise<void> => {
  const database = await openDatabase({ databaseUrl: seeded.url, dataDir: '' })
  const { families } = createStore(database)
  const masterKey = parseMasterKey(seeded.masterKey)?.fingerprint ?? ''
  const from = Date.now()
  const refresh = async (i: number): Promise<void> => {
    for (let generation = 0; generation < refreshes; generation += 1) {
      const now = new Date(from + generation * everyMinutes * 60_000)
      const facts = { id: familyId(i), generation, now, masterKey, retrySeconds: 60, idleSeconds: 30 * 86_400 }
      const rotated = await families.rotate({ ...facts, clientId: seeded.apps[clientOf(i, idle)]?.clientId ?? '' })
      if (rotated?.outcome !== 'rotated')
        throw new Error(`family ${i} of account ${accountOf(i, idle)}: ${rotated?.outcome}`)
      if (i === 0 && generation % 5000 === 4999) progress(`a year: ${generation + 1} of ${refreshes} refreshes of each`)
    }
  }
  await Promise.all(Array.from({ length: busy }, (_, i) => refresh(i)))
  await database.close()
}

export const year = async (cluster: Cluster): Promise<string> => {
  const place = await seeded(cluster, idle, 'year')
  const busyIds = Array.from({ length: busy }, (_, i) => familyId(i))
  await withClient(place.url, (client) =>
    client.query(
      "update family set generation = 0, absolute_expires_at = now() + interval '400 days', idle_expires_at = now() + interval '30 days' where id = any($1)",
      [busyIds],
    ),
  )
  await vacuum(place)
  const before = await sizeOf(place)
  await refreshForAYear(place)
  const after = await sizeOf(place)
  await vacuum(place)
  const vacuumed = await sizeOf(place)
  const row = (name: string, size: Size) => [name, size.rows, kib(size.heap), kib(size.indexes)]
  const share = (100 * (after.hot - before.hot)) / (after.updates - before.updates)
  return [
    `${busy} families among ${idle}, ${refreshes} refreshes each (every ${everyMinutes} minutes for a year):`,
    table(
      ['family', 'rows', 'heap KiB', 'indexes KiB'],
      [row('before', before), row('after', after), row('after vacuum', vacuumed)],
    ),
    `${share.toFixed(2)} % of the ${after.updates - before.updates} updates touched no index (HOT).`,
  ].join('\n\n')
}

const kib = (bytes: number): number => Math.round(bytes / 1024)
