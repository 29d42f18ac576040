// Client metadata documents: when each was fetched and for how long it holds, and which one a person agreed to.
import { type Kysely, sql } from 'kysely'

const statements = [
  // What the document says is in the client's own row. Expires with its client: flows/upkeep.ts forgets those never used.
  `create table client_document (
    client_id text collate "C" primary key references client on delete cascade,
    host text collate "C" not null,
    fetched_at timestamptz(3) not null,
    fresh_until timestamptz(3) not null,
    stale_until timestamptz(3) not null
  )`,
  `create index client_document_host on client_document (host)`,

  // Null: the client has no document.
  `alter table consent add column client_version text`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
