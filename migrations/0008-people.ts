// People: the language that each prefers, and the links that are sent to them by mail, by their digests.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table account add column language text`,
  `create table mail_link (
    digest bytea primary key,
    purpose text not null,
    sub text references account (sub) on delete cascade,
    email text,
    language text,
    request text,
    facts jsonb not null default '{}',
    created_at timestamptz(3) not null,
    expires_at timestamptz(3) not null
  )`,
  `create index mail_link_sub on mail_link (sub)`,
  `create index mail_link_expiry on mail_link (expires_at)`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
