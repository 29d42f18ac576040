// Client assertions: which were used, by the digest of client and jti, so that none proves its client twice (RFC 7523 §3).
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table client_assertion (
    digest bytea primary key,
    expires_at timestamptz(3) not null
  )`,
  `create index client_assertion_expiry on client_assertion (expires_at)`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
