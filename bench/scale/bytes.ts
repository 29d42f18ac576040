// What people and their logins take on the disk: rows, their indexes, and the log that PostgreSQL writes for them.
import type pg from 'pg'
import { withClient } from './cluster.ts'
import { table } from './figures.ts'
import type { Send } from './load.ts'
import type { Seeded } from './seed.ts'

const tables = ['account', 'session', 'consent', 'authorization_code', 'family']

/** Bytes of a row in each table, with its share of the free space and the indexes. */
export const bytesOfRows = ({ url }: Seeded): Promise<string> =>
  withClient(url, async (client) => {
    const rows: (string | number)[][] = []
    for (const name of tables) {
      const { rows: found } = await client.query<Record<'count' | 'heap' | 'indexes', string>>(
        `select count(*), pg_table_size('${name}') as heap, pg_indexes_size('${name}') as indexes from ${name}`,
      )
      const { count, heap, indexes } = found[0] ?? { count: 0, heap: 0, indexes: 0 }
      const each = (bytes: number): number => Math.round(bytes / Number(count))
      const sizes = [each(Number(heap)), each(Number(indexes)), each(Number(heap) + Number(indexes))]
      rows.push([name, Number(count).toLocaleString('en'), ...sizes])
    }
    return table(['table', 'rows', 'bytes of a row', 'of its indexes', 'together'], rows)
  })

const count = 2000

type Written = Readonly<{ wal: number; inserted: number }>

const written = async (client: pg.Client): Promise<Written> => {
  // What other connections have counted shows a moment later.
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const { rows } = await client.query<Record<keyof Written, string>>(`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as wal, sum(n_tup_ins) as inserted from pg_stat_user_tables`)
  return { wal: Number(rows[0]?.wal), inserted: Number(rows[0]?.inserted) }
}

/** Rows and bytes of log for each piece of work, just after a checkpoint: then the log holds each page whole that is touched first. */
export const bytesOfWork = ({ url }: Seeded, work: (send: Send) => Promise<void>, send: Send): Promise<Written> =>
  withClient(url, async (client) => {
    await client.query('checkpoint')
    const before = await written(client)
    for (let i = 0; i < count; i += 1) await work(send)
    const after = await written(client)
    return { wal: (after.wal - before.wal) / count, inserted: (after.inserted - before.inserted) / count }
  })
