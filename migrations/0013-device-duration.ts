// A device's duration: until when a person allows it, said where they answer for it.
import { type Kysely, sql } from 'kysely'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  // Null: nobody set an end.
  await sql.raw('alter table device_authorization add column access_ends_at timestamptz(3)').execute(db)
}
