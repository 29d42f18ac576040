// Migrations: bring the database to the newest tables; several servers may do it at the same moment.
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as firstTables from '../../migrations/0001-first-tables.ts'
import * as openidConnect from '../../migrations/0002-openid-connect.ts'
import * as deviceAuthorization from '../../migrations/0003-device-authorization.ts'
import * as logoutDeliveries from '../../migrations/0004-logout-deliveries.ts'
import * as clientAssertions from '../../migrations/0005-client-assertions.ts'
import * as clientDocuments from '../../migrations/0006-client-documents.ts'
import * as fullerFamilyPages from '../../migrations/0007-fuller-family-pages.ts'
import * as people from '../../migrations/0008-people.ts'
import * as secondFactors from '../../migrations/0009-second-factors.ts'
import * as consentDuration from '../../migrations/0010-consent-duration.ts'
import * as developerApps from '../../migrations/0011-developer-apps.ts'
import * as administration from '../../migrations/0012-administration.ts'
import * as deviceDuration from '../../migrations/0013-device-duration.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

const migrations: Record<string, Migration> = {
  '0001-first-tables': firstTables,
  '0002-openid-connect': openidConnect,
  '0003-device-authorization': deviceAuthorization,
  '0004-logout-deliveries': logoutDeliveries,
  '0005-client-assertions': clientAssertions,
  '0006-client-documents': clientDocuments,
  '0007-fuller-family-pages': fullerFamilyPages,
  '0008-people': people,
  '0009-second-factors': secondFactors,
  '0010-consent-duration': consentDuration,
  '0011-developer-apps': developerApps,
  '0012-administration': administration,
  '0013-device-duration': deviceDuration,
}

export const migrationNames: readonly string[] = Object.keys(migrations)

/** Any number, as long as nothing else in the database takes it. */
const lockNumber = 7_020_146_749

/** The names of the migrations that it ran; none if the database was up to date. */
export const migrate = async (database: Database): Promise<readonly string[]> =>
  (await isUpToDate(database.handle))
    ? []
    : database.patiently((handle) => handle.transaction().execute((transaction) => migrateAlone(transaction)))

// The Migrator looks at every table before it says so; most starts need two statements. What others are just migrating is not seen, and then waited for.
const isUpToDate = async (handle: Kysely<Schema>): Promise<boolean> => {
  const { rows } = await sql<{ made: boolean }>`
    select to_regclass('kysely_migration') is not null as made`.execute(handle)
  if (rows[0]?.made !== true) return false
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(handle)
  return done.rows.map(({ name }) => name).join() === migrationNames.toSorted().join()
}

// One transaction with a lock that ends with it: nothing outlives it, so it works behind a transaction pooler too.
const migrateAlone = async (transaction: Kysely<Schema>): Promise<readonly string[]> => {
  await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(transaction)
  const provider = { getMigrations: async () => migrations }
  const { error, results } = await new Migrator({ db: transaction, provider }).migrateToLatest()
  if (error !== undefined) throw explained(error)
  return (results ?? []).map((result) => result.migrationName)
}

const explained = (error: unknown): unknown => {
  const [, unknownName] = /executed migration (\S+) is missing/.exec(error instanceof Error ? error.message : '') ?? []
  if (unknownName === undefined) return error
  return new Error(`The database was made by another version of the server (${unknownName} is unknown here).`, {
    cause: error,
  })
}
