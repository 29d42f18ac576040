// Ground: one real database under all histories of a run, emptied between them; and a way to see its rows without the store.
import pg from 'pg'
import type { Test } from 'tap'
import { openKeyRing } from '../../src/crypto/key-ring.ts'
import { masterKeyFrom } from '../../src/crypto/master-key.ts'
import { openMasterKeys } from '../../src/crypto/master-keys.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { embeddedDialect, openFolder } from '../../src/store/embedded.ts'
import { createStore, type Store } from '../../src/store/index.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { freshDatabase } from '../support/database.ts'
import { snapshot } from '../support/embedded.ts'
import { type Faults, faultyDatabase } from '../support/faulty-database.ts'
import { everyRow, type Row, tables } from './rows.ts'

/** Where every history begins, with one signing key that is active already. */
export const beginning = Date.parse('2026-11-22T10:20:30.123Z')
export const firstMasterKey = Buffer.alloc(32, 'simulated master key').toString('base64url')

export type Ground = Readonly<{
  store: Store
  faults: Faults
  rows(): Promise<readonly Row[]>
  /** Statements past the store, such as an operator's or a restore's. */
  sql(text: string, parameters?: readonly unknown[]): Promise<void>
  /** Everything that a backup holds, and how to go back to it. */
  backup(): Promise<Backup>
  restore(backup: Backup): Promise<void>
  clear(): Promise<void>
}>

export type Backup = Readonly<Record<string, string>>

type Query = (text: string, parameters?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>

export const embeddedGround = async (t: Test): Promise<Ground> => {
  const pglite = await openFolder('memory://', await snapshot())
  t.teardown(() => pglite.close())
  const { database, faults } = faultyDatabase(embeddedDialect(pglite), () => pglite.close())
  const query: Query = async (text, parameters = []) =>
    (await pglite.query<Record<string, unknown>>(text, [...parameters])).rows
  const script = async (text: string) => void (await pglite.exec(text))
  return groundOn(createStore(database), faults, query, script)
}

export const postgresGround = async (t: Test): Promise<Ground> => {
  const url = await freshDatabase(t, 18)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const { dialect } = openPostgres(url)
  const { database, faults } = faultyDatabase(dialect, () => database.handle.destroy())
  t.teardown(async () => {
    await database.close()
    await client.end()
  })
  const query: Query = async (text, parameters = []) => (await client.query(text, [...parameters])).rows
  const script = async (text: string) => void (await client.query(text))
  return groundOn(createStore(database), faults, query, script)
}

/** Several statements in one trip, which hold together. */
type Script = (text: string) => Promise<void>

// Children before parents on the way out, parents first on the way in.
const emptied = tables.toReversed().map((table) => `delete from "${table}"`)

const groundOn = async (store: Store, faults: Faults, query: Query, script: Script): Promise<Ground> => {
  const sql: Ground['sql'] = async (text, parameters) => {
    await query(text, parameters)
  }
  const allOf = async (table: string): Promise<string> => {
    const [row] = await query(`select coalesce(jsonb_agg(to_jsonb(r)), '[]')::text as rows from "${table}" r`)
    return String(row?.rows)
  }
  const fill = async (table: string, rows: string): Promise<void> => {
    const columns = await columnsOf(table)
    await sql(
      `insert into "${table}" (${columns}) overriding system value select ${columns} from jsonb_populate_recordset(null::"${table}", $1::jsonb)`,
      [rows],
    )
  }
  const known = new Map<string, string>()
  const columnsOf = async (table: string): Promise<string> => {
    const found = known.get(table)
    if (found !== undefined) return found
    const rows = await query(
      `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    )
    const names = String(rows[0]?.names)
    known.set(table, names)
    return names
  }
  await makeFirstKey(store)
  const firstKeys = await allOf('signing_key')
  return {
    store,
    faults,
    sql,
    rows: async () => (await query(everyRow)).map(({ t, r }) => ({ ...JSON.parse(String(r)), table: t }) as Row),
    backup: async () => {
      const backup: Record<string, string> = {}
      for (const table of tables) backup[table] = await allOf(table)
      return backup
    },
    restore: async (backup) => {
      await script(emptied.join(';'))
      for (const table of tables) await fill(table, String(backup[table]))
    },
    clear: async () => {
      await script([...emptied, 'delete from signing_key'].join(';'))
      await fill('signing_key', firstKeys)
    },
  }
}

/** Made once: an RSA key costs as much as a whole history. */
const makeFirstKey = async (store: Store): Promise<void> => {
  const silent = () => {}
  await openKeyRing({
    keys: store.signingKeys,
    masterKeys: openMasterKeys({ keysDir: '', masterKeys: [firstMasterKey], sealedBy: [], random: systemRandom }),
    random: systemRandom,
    clock: () => new Date(beginning - 86_400_000),
    algorithms: ['RS256'],
    announceSeconds: 86_400,
    activeSeconds: 90 * 86_400,
    maxTokenSeconds: 900,
    log: { info: silent, warn: silent, error: silent },
  })
}

export const fingerprintOf = (masterKey: string): string =>
  masterKeyFrom(Buffer.from(masterKey, 'base64url')).fingerprint
