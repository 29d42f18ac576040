// Device authorizations: what devices without a browser ask for, and what people answered (RFC 8628).
import { type Kysely, sql } from 'kysely'

const statements = [
  // No foreign keys, for the reasons that stand beside authorization_code. sub is who answered; session_id to amr are of a
  // session that allowed it. A poll changes interval_seconds, polled_at and polled_too_soon: none of them is indexed (HOT).
  `create table device_authorization (
    digest bytea primary key,
    user_code_digest bytea not null unique,
    client_id text collate "C" not null,
    scope text[] not null,
    resources text[] not null,
    address text not null,
    user_agent text,
    interval_seconds integer not null,
    polled_at timestamptz(3),
    polled_too_soon boolean not null default false,
    issued_at timestamptz(3) not null,
    expires_at timestamptz(3) not null,
    decision text,
    decided_at timestamptz(3),
    sub text collate "C",
    session_id text collate "C",
    sid text,
    authenticated_at timestamptz(3),
    amr text[],
    spent_at timestamptz(3),
    family_id bytea not null,
    family_public_id text not null
  ) with (fillfactor = 70)`,
  `create index device_authorization_expiry on device_authorization (expires_at)`,
  `create index device_authorization_client on device_authorization (client_id)`,
  `create index device_authorization_sub on device_authorization (sub) where sub is not null`,
  `create index device_authorization_session on device_authorization (session_id) where session_id is not null`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
