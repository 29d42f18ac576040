// Logout deliveries: which app is still to be told that a session is over, and what came of it.
import { type Kysely, sql } from 'kysely'

// No foreign key to client, for the same reason as with families: a logout must not fail because its client is just going.
const statements = [
  `create table logout_delivery (
    id bigint primary key generated always as identity,
    client_id text collate "C" not null,
    sid text collate "C" not null,
    sub text collate "C" not null,
    state text not null check (state in ('waiting', 'delivered', 'failed')),
    attempts integer not null,
    created_at timestamptz(3) not null,
    due_at timestamptz(3) not null,
    leased_until timestamptz(3),
    last_attempt_at timestamptz(3),
    finished_at timestamptz(3),
    last_error text,
    expires_at timestamptz(3) not null,
    unique (client_id, sid)
  )`,
  `create index logout_delivery_waiting on logout_delivery (client_id, due_at) where state = 'waiting'`,
  `create index logout_delivery_client on logout_delivery (client_id, created_at)`,
  `create index logout_delivery_expiry on logout_delivery (expires_at)`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
