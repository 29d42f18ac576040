// Searches of the console and the admin API: right, in order, page by page, and each a range of an index, however many rows there are.
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/store/database.ts'
import { createStore, type Store } from '../../src/store/index.ts'
import { freshDatabase } from '../support/database.ts'
import { isFull } from '../support/seed.ts'
import { onEveryDatabase } from '../support/store.ts'
import { aClient, anAccount, anEvent, at } from './samples.ts'

const emails = (found: Awaited<ReturnType<Store['accounts']['search']>>) => found.map(({ email }) => email)

onEveryDatabase(t, async (t, store) => {
  await t.test('people by the beginning of e-mail or name', async (t) => {
    const people = [
      ['zz-anna@example.com', 'Éva'],
      ['zz-anne@example.com', 'Eve'],
      ['zz-bo%b@example.com', 'eve b_x'],
      ['zz-bob@example.com', null],
    ] as const
    for (const [email, name] of people)
      await store.accounts.create({ ...anAccount({ email, emailNormalized: email, name }), passwordHash: null })
    t.same(emails(await store.accounts.search({ email: 'zz-an', limit: 9 })), [people[0][0], people[1][0]])
    t.same(emails(await store.accounts.search({ email: 'zz-bo%', limit: 9 })), [people[2][0]], 'a percent sign is one')
    t.same(emails(await store.accounts.search({ name: 'EVE', limit: 9 })), [people[1][0], people[2][0]])
    t.same(emails(await store.accounts.search({ name: 'eve b_', limit: 9 })), [people[2][0]])
    t.same(emails(await store.accounts.search({ name: 'Éva', limit: 9 })), [people[0][0]])
    const [first] = await store.accounts.search({ name: 'eve', limit: 1 })
    const after = first && { ...first, name: first.name }
    t.same(emails(await store.accounts.search({ name: 'eve', after, limit: 9 })), [people[2][0]])
  })

  await t.test('events by person, done by or done to', async (t) => {
    const mine = [
      anEvent({ sub: 'usr_x', at: at(1), kind: 'logged_in' }),
      anEvent({ actor: 'usr_x', at: at(2), kind: 'account_changed' }),
      anEvent({ sub: 'usr_x', at: at(2) }),
    ]
    await store.events.insertMany([...mine, anEvent({ sub: 'usr_y', at: at(3) })])
    const found = await store.events.list({ person: 'usr_x', limit: 9 })
    t.same(
      found.map(({ at }) => at),
      [at(2), at(2), at(1)],
    )
    const [last] = found
    t.same(await store.events.list({ person: 'usr_x', after: last, limit: 9 }), found.slice(1))
    t.same((await store.events.list({ person: 'usr_x', kind: 'logged_in', limit: 9 })).length, 1)
  })

  await t.test('figures are added up, in whatever order they come', async (t) => {
    const minute = at(0)
    await Promise.all(
      Array.from({ length: 10 }, () =>
        store.figures.add([
          { minute, name: 'tokens', count: 2 },
          { minute: at(60), name: 'tokens', count: 1 },
          { minute, name: 'logins', count: 1 },
        ]),
      ),
    )
    t.same(await store.figures.read(minute, at(3600), 3600), [
      { startedAt: minute, name: 'logins', count: 10 },
      { startedAt: minute, name: 'tokens', count: 30 },
    ])
    t.equal(await store.figures.sweep(at(30), 500), 2)
    t.same(await store.figures.read(minute, at(3600), 60), [{ startedAt: at(60), name: 'tokens', count: 10 }])
  })
})

const [people, apps, happened] = isFull ? [100_000, 20_000, 20_000] : [6000, 3000, 6000]

t.test(
  `with ${people} people, ${apps} apps and ${happened} events every search reads a range of an index`,
  async (t) => {
    const database = await openDatabase({ databaseUrl: await freshDatabase(t), dataDir: '', workerConnections: 1 })
    t.teardown(() => database.close())
    const store = createStore(database)
    const { handle } = database
    const { client } = { client: aClient() }
    await store.clients.create({ client, secretDigest: null, secretId: 'x', registrationTokenDigest: null })
    // More than a request has time for.
    await database.patiently(async (handle) => {
      await sql`insert into account (sub, email, email_normalized, name, roles, attributes, profile, profile_updated_at, created_at)
    select 'usr_' || n, 'p' || n || '@x.example', 'p' || n || '@x.example', 'Name ' || n, '{}', '{}', '{}', now(), now()
    from generate_series(1, ${sql.lit(people)}) n`.execute(handle)
      await sql`insert into client select (jsonb_populate_record(client, jsonb_build_object('client_id', 'app_' || n, 'name', 'App ' || n))).*
    from client, generate_series(1, ${sql.lit(apps)}) n`.execute(handle)
      await sql`insert into event (reference, at, kind, sub, operator_text)
    select 'r' || n, now() - n * interval '1 second', case when n % 50 = 0 then 'logged_in' else 'refused' end, 'usr_' || n % 500, 'x'
    from generate_series(1, ${sql.lit(happened)}) n`.execute(handle)
      await sql`analyze`.execute(handle)
    })
    const read = async (search: () => Promise<readonly unknown[]>, most: number) => {
      const before = await rowsRead()
      const found = await search()
      const rows = (await rowsRead()) - before
      t.ok(found.length > 0)
      t.ok(rows <= most, `${rows} rows`)
    }
    const rowsRead = async (): Promise<number> => {
      await sql`select pg_stat_force_next_flush()`.execute(handle)
      const { rows } = await sql<{
        read: number
      }>`select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 as read
      from pg_stat_user_tables where relname in ('account', 'client', 'event')`.execute(handle)
      return rows[0]?.read ?? 0
    }
    // Where there are so few, to sort them all is often cheaper: this shows an index for each search, the full run that it is taken.
    if (!isFull) await sql`set enable_sort = off`.execute(handle)
    const last = { sub: 'usr_3000', emailNormalized: 'p3000@x.example', name: 'Name 3000' }
    await read(() => store.accounts.search({ limit: 26 }), 60)
    await read(() => store.accounts.search({ email: 'p7', limit: 26 }), 60)
    await read(() => store.accounts.search({ email: 'p', after: last, limit: 26 }), 60)
    await read(() => store.accounts.search({ name: 'name 7', limit: 26 }), 60)
    await read(() => store.accounts.search({ name: 'name', after: last, limit: 26 }), 60)
    await read(() => store.clients.search({ limit: 26 }), 60)
    await read(() => store.clients.search({ name: 'app 7', limit: 26 }), 60)
    await read(() => store.clients.search({ after: { clientId: 'app_2000', name: 'App 2000' }, limit: 26 }), 60)
    await sql`reset enable_sort`.execute(handle)
    await read(() => store.events.list({ person: 'usr_7', limit: 51 }), 300)
    await read(() => store.events.list({ kind: 'logged_in', limit: 51 }), 150)
    await read(() => store.events.list({ limit: 51 }), 150)
  },
)
