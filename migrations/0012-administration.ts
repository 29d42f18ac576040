// Administration: who did what to whom, searches that stay fast, figures, scopes of the admin API, and what `apply` made.
import { type Kysely, sql } from 'kysely'

// "C": the planner takes a prefix for a range of the index, whatever the machine's locale.
const statements = [
  // before, after: only the fields that an act changed, without secrets.
  `alter table event
    add column actor text collate "C",
    add column before jsonb,
    add column after jsonb`,
  `create index event_actor on event (actor, at) where actor is not null`,
  // Refusals are most of all events: who looks for those reads the newest of all.
  `create index event_kind on event (kind, at) where kind <> 'refused'`,

  `create index account_name on account ((lower(name)) collate "C", sub) where name is not null`,
  `create index account_admin on account (sub) where roles @> '{admin}'`,
  `create index client_name on client ((lower(name)) collate "C", client_id)`,

  // Null: no limit of its own.
  `alter table client add column tokens_per_minute integer check (tokens_per_minute > 0)`,

  `create table figure (
    minute timestamptz(3) not null,
    name text collate "C" not null,
    count bigint not null,
    primary key (minute, name)
  ) with (fillfactor = 70)`,

  `create table applied (
    kind text collate "C" not null,
    name text collate "C" not null,
    primary key (kind, name)
  )`,
]

// The words complete "This app would like to …". Tokens that carry them also need the role admin, or an operator's own app.
const scopes = `insert into scope (name, words, optional, privileged) values
  ('admin:people:read', 'see everybody who has an account here', false, true),
  ('admin:people:write', 'change, disable and sign out everybody who has an account here', false, true),
  ('admin:apps:read', 'see every app that is connected here', false, true),
  ('admin:apps:write', 'add, change and disable every app that is connected here', false, true),
  ('admin:settings:read', 'see the settings, scopes, APIs and signing keys of this server', false, true),
  ('admin:settings:write', 'change the scopes, APIs and signing keys of this server', false, true),
  ('admin:events:read', 'see what happened on this server, and to whom', false, true)
  on conflict (name) do update set privileged = true`

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of [...statements, scopes]) await sql.raw(statement).execute(db)
}
