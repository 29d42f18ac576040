// A snapshot of a story's database: what of each table an attack could have changed, without what every visit writes.
import pg from 'pg'
import type { Story } from './story.ts'

/** Kept for looking back, or counted at each visit. */
const written = ['event', 'figure', 'attempt', 'used_challenge', 'mail_link']

export const snapshotOf = async ({ config, rooms }: Story): Promise<Readonly<Record<string, string>>> => {
  await rooms.events.flush()
  const client = new pg.Client({ connectionString: config.databaseUrl })
  await client.connect()
  const tables = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const sums: [string, string][] = []
  for (const { name } of tables.rows.filter((table) => !written.includes(table.name))) {
    const { rows } = await client.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as sum
       from (select (to_jsonb(x) - 'last_seen_at' - 'address' - 'user_agent')::text as row from "${name}" x) rows`,
    )
    sums.push([name, rows[0]?.sum ?? ''])
  }
  await client.end()
  return Object.fromEntries(sums)
}
