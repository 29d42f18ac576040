// Tables: migrations run once whoever comes first, leave no session state, and give every sweep and refresh cheap indexes.
import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import t from 'tap'
import { adminScopes } from '../../src/protocol/admin-scopes.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createStore } from '../../src/store/index.ts'
import { migrate } from '../../src/store/migrate.ts'
import { statementName } from '../../src/store/prepared.ts'
import { emptyDatabase, execute, freshDatabase } from '../support/database.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aFamily, aLogin, anAccount, at, now, redemptionOf, rotationOf } from './samples.ts'

const migrations = readdirSync(new URL('../../migrations', import.meta.url))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort()

for (const version of [15, 18] as const) {
  t.test(`four servers that migrate an empty PostgreSQL ${version} at once do it once`, async (t) => {
    const databaseUrl = await emptyDatabase(t, version)
    const databases = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ databaseUrl, dataDir: '' })))
    t.teardown(() => Promise.all(databases.map((database) => database.close())))
    const runs = await Promise.all(databases.map(migrate))
    t.strictSame(
      runs.toSorted((a, b) => b.length - a.length),
      [migrations, [], [], []],
    )
    for (const database of databases)
      t.equal((await createStore(database).scopes.list()).length, 6 + adminScopes.length)
  })
}

t.test('a database that a newer version has migrated is refused in one line', async (t) => {
  const databaseUrl = await freshDatabase(t)
  await execute(databaseUrl, `insert into kysely_migration values ('9999-future', '2099-01-01T00:00:00.000Z')`)
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  t.teardown(() => database.close())
  await t.rejects(migrate(database), {
    message: /^The database was made by another version of the server \(9999-future/,
  })
})

t.test(
  'a session of PostgreSQL keeps nothing but statements named by their text: a pooler may hand it to somebody else',
  async (t) => {
    const databaseUrl = await emptyDatabase(t)
    const database = await openDatabase({ databaseUrl, dataDir: '' })
    t.teardown(() => database.close())
    const inspect = () =>
      database.handle.connection().execute(async (handle) => {
        const settings = sql<{
          name: string
        }>`select name from pg_settings where source in ('client', 'session') order by 1`
        const locks = sql`select 1 from pg_locks where locktype = 'advisory'`
        const prepared = sql<{ name: string; statement: string }>`select name, statement from pg_prepared_statements`
        const named = (await prepared.execute(handle)).rows
        const others = named.filter(({ name, statement }) => name !== statementName(statement))
        const names = (await settings.execute(handle)).rows.map((row) => row.name)
        return { names, left: [...(await locks.execute(handle)).rows, ...others] }
      })
    const before = await inspect()
    await migrate(database)
    const store = createStore(database)
    const { code } = await aLogin(store)
    await store.transaction(({ codes }) => codes.redeem(redemptionOf(code)))
    await t.rejects(store.accounts.create({ ...anAccount(), sub: code.sub }))
    const after = await inspect()
    t.strictSame(after, { names: before.names, left: [] })
    t.notMatch(after.names.join(), /search_path|timeout|lock/)
  },
)

onEveryDatabase(t, async (t, store, database) => {
  t.test('a refresh and a sign of life touch no index (HOT)', async (t) => {
    const { family, session } = await aFamily(store)
    const counts = await database.handle.transaction().execute(async (handle) => {
      const inside = createStore({ ...database, handle })
      for (const generation of [0, 1, 2]) {
        await inside.families.rotate(rotationOf(family, generation, { now: at(generation) }))
        await inside.sessions.touch(session.id, at(generation), at(generation + 100))
      }
      await inside.families.rotate(rotationOf(family, 2))
      const count = (table: string) =>
        sql<{ all: number; hot: number }>`
        select pg_stat_get_xact_tuples_updated(${table}::regclass)::integer as all,
          pg_stat_get_xact_tuples_hot_updated(${table}::regclass)::integer as hot`.execute(handle)
      return [(await count('family')).rows[0], (await count('session')).rows[0]]
    })
    t.strictSame(counts, [
      { all: 4, hot: 4 },
      // The first moves the end to another day, and with it the day of the sweep.
      { all: 3, hot: 2 },
    ])
  })

  t.test('every column that rows are swept by, or that access is ended by, leads an index', async (t) => {
    const { rows } = await sql<{ lead: string }>`
      select c.relname || '.' || a.attname as lead from pg_index i
      join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where c.relnamespace = 'public'::regnamespace`.execute(database.handle)
    const leads = new Set(rows.map((row) => row.lead))
    const wanted = [
      ...['session.sweep_on', 'family.sweep_on', 'authorization_code.expires_at', 'attempt.expires_at'],
      ...[
        'event.at',
        'revoked_token.expires_at',
        'client_assertion.expires_at',
        'client.origin',
        'session.sub',
        'session.cookie_digest',
      ],
      ...['authorization_code.sub', 'authorization_code.client_id', 'authorization_code.session_id'],
      ...['device_authorization.expires_at', 'device_authorization.user_code_digest', 'device_authorization.sub'],
      ...['device_authorization.client_id', 'device_authorization.session_id'],
      ...['family.sub', 'family.client_id', 'family.session_id', 'family.public_id', 'consent.client_id'],
      ...['event.client_id', 'event.sub', 'client_secret.client_id', 'account.email_normalized'],
      ...['logout_delivery.expires_at', 'logout_delivery.client_id'],
    ]
    t.strictSame(
      wanted.filter((lead) => !leads.has(lead)),
      [],
    )
  })

  t.test('migrating again changes nothing', async (t) => {
    t.strictSame(await migrate(database), [])
    t.ok(now)
  })
})
