// Plans: a prepared statement keeps the plan that it got on tables as small as those of the first day, so that plan must suit millions of rows.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/store/database.ts'
import { createStore } from '../../src/store/index.ts'
import type { Handle } from '../../src/store/schema.ts'
import { freshDatabase } from '../support/database.ts'
import { aFamily, now, random, redemptionOf, rotationOf } from './samples.ts'

type Plan = Readonly<{ 'Node Type': string; 'Index Name'?: string; Plans?: readonly Plan[] }>

const scansOf = (plan: Plan): readonly string[] => {
  const own = /(Index|Index Only|Seq|Bitmap Index) Scan$/.test(plan['Node Type'])
  const name = plan['Index Name'] ?? plan['Node Type']
  return [...(own ? [name] : []), ...(plan.Plans ?? []).flatMap(scansOf)]
}

/** Those that the one connection keeps. */
const preparedTexts = async (handle: Handle): Promise<readonly string[]> => {
  const { rows } = await sql<{ statement: string }>`
    select statement from pg_prepared_statements where name like 'cs\\_%'`.execute(handle)
  return rows.map(({ statement }) => statement)
}

const keys = async (handle: Handle): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_index join pg_class on oid = indexrelid where indisunique`.execute(handle)
  return new Set(rows.map(({ name }) => name))
}

t.test('on tables that are nearly empty, every prepared statement finds its rows by unique keys', async (t) => {
  const database = await openDatabase({ databaseUrl: await freshDatabase(t), dataDir: '', workerConnections: 1 })
  t.teardown(() => database.close())
  const store = createStore(database)
  const { family, cookieDigest, client } = await aFamily(store)
  await store.families.rotate(rotationOf(family, 0))
  await store.families.living(family.id)
  await store.families.ofLiveToken(family.publicId, random())
  await store.sessions.find(cookieDigest, now, client.clientId)
  await store.deviceAuthorizations.redeem({ ...redemptionOf({ digest: randomBytes(32) } as never), clientId: random() })

  const unique = await keys(database.handle)
  const texts = await preparedTexts(database.handle)
  t.equal(texts.length, 7, 'all of src/store')
  // The passkeys of one person are few. A table of a page or two is read as a whole, and that is right; what matters is which index it would be.
  await sql`set enable_seqscan = off`.execute(database.handle)
  for (const text of texts) {
    const { rows } = await sql<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>`
      explain (generic_plan, format json) ${sql.raw(text)}`.execute(database.handle)
    const scans = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => scansOf(Plan)))
    t.ok(scans.length > 0)
    t.same(
      scans.filter((name) => !unique.has(name) && name !== 'passkey_sub'),
      [],
      text.trim().slice(0, 70),
    )
  }
})
