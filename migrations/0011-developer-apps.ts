// Apps of people: whose an app is, who vouches for it, its logo, how many somebody may have, and offers to hand one over.
import { type Kysely, sql } from 'kysely'

const statements = [
  // The reference keeps an account from being deleted while apps are still its own (flows/apps/abandon.ts).
  `alter table client
    add column owner_sub text collate "C" references account,
    add column logo_digest text,
    add column publisher_host text collate "C",
    add column publisher_verified_at timestamptz(3),
    add column publisher_confirmed_at timestamptz(3),
    add column publisher_checked_at timestamptz(3),
    add column publisher_problem text`,
  `create index client_owner on client (owner_sub, client_id) where owner_sub is not null`,
  `create index client_publisher on client (publisher_checked_at) where publisher_verified_at is not null`,

  // Null: as many as APPS_PER_PERSON says.
  `alter table account add column app_quota integer check (app_quota >= 0)`,

  // Apart from client, whose row is read for each request.
  `create table client_logo (
    client_id text collate "C" primary key references client on delete cascade,
    digest text not null,
    media_type text not null,
    bytes bytea not null
  )`,

  // One for each app; a newer offer takes the place of the older.
  `create table app_offer (
    digest bytea primary key,
    client_id text collate "C" not null unique references client on delete cascade,
    from_sub text collate "C" not null,
    email_normalized text collate "C" not null,
    offered_at timestamptz(3) not null,
    expires_at timestamptz(3) not null
  )`,
  `create index app_offer_expiry on app_offer (expires_at)`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
