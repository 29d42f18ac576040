// Consent's duration and choices, and the notices of thefts: until when something is allowed, what was left out, what the person must hear.
import { type Kysely, sql } from 'kysely'

const statements = [
  // What the person left out stays beside what they allowed, so that an app that asks for it each time does not ask them each time.
  `alter table consent add column declined text[] not null default '{}', add column ends_at timestamptz(3)`,
  `create index consent_end on consent (ends_at) where ends_at is not null`,

  // Null: nobody set an end. A family's absolute end is never later; it is kept there only to say why it came.
  `alter table authorization_code add column access_ends_at timestamptz(3)`,
  `alter table family add column access_ends_at timestamptz(3)`,

  // What an app says it can do without. The operator's mark on the scope is needed too, so the usual ones have it from now on.
  `alter table client add column optional_scope text[] not null default '{}'`,
  `update scope set optional = true where name in ('profile', 'email', 'offline_access')`,

  // One for each family that died because a token or code of it was used twice. No foreign keys: it outlives family and app.
  `create table theft_notice (
    family_public_id text collate "C" primary key,
    sub text collate "C" not null,
    client_id text collate "C" not null,
    app_name text not null,
    reason text not null,
    network text,
    at timestamptz(3) not null,
    seen_at timestamptz(3),
    expires_at timestamptz(3) not null
  )`,
  `create index theft_notice_sub on theft_notice (sub, at)`,
  `create index theft_notice_expiry on theft_notice (expires_at)`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
