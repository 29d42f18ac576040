// The first tables: people, clients, sessions, codes, families, keys and what surrounds them.
import { type Kysely, sql } from 'kysely'

// Names and keys are compared byte for byte ("C"), so that no upgrade of the operating system's locale breaks an index.
// Instants have milliseconds, like JavaScript's, so that what is read equals what was written.
const tables = [
  `create table account (
    sub text collate "C" primary key,
    email text not null,
    email_normalized text collate "C" not null unique,
    email_verified_at timestamptz(3),
    name text,
    roles text[] not null,
    password_hash text,
    password_changed_at timestamptz(3),
    disabled_at timestamptz(3),
    created_at timestamptz(3) not null
  )`,

  `create table client (
    client_id text collate "C" primary key,
    name text not null,
    origin text not null,
    token_endpoint_auth_method text not null,
    redirect_uris text[] not null,
    grant_types text[] not null,
    scope text[] not null,
    audiences text[] not null,
    pkce_required boolean not null,
    display jsonb not null,
    refresh_retry_seconds integer,
    registration_token_digest bytea,
    verified_at timestamptz(3),
    disabled_at timestamptz(3),
    created_at timestamptz(3) not null,
    first_login_at timestamptz(3)
  )`,
  `create index client_never_used on client (origin, created_at) where first_login_at is null`,
  `create index client_audiences on client using gin (audiences)`,

  // position: which secret is the newer, whatever the clocks said.
  `create table client_secret (
    id text collate "C" primary key,
    client_id text collate "C" not null references client on delete cascade,
    position bigint not null generated always as identity,
    digest bytea not null,
    created_at timestamptz(3) not null,
    last_used_at timestamptz(3)
  )`,
  `create index client_secret_client on client_secret (client_id, position)`,

  // sweep_on is a day and not an instant: being seen changes it once a day at most, so most updates touch no index (HOT).
  `create table session (
    id text collate "C" primary key,
    cookie_digest bytea not null unique,
    sub text collate "C" not null references account,
    sid_seed bytea not null,
    authenticated_at timestamptz(3) not null,
    amr text[] not null,
    created_at timestamptz(3) not null,
    last_seen_at timestamptz(3) not null,
    idle_expires_at timestamptz(3) not null,
    absolute_expires_at timestamptz(3) not null,
    user_agent text,
    address text,
    sweep_on date not null generated always as
      ((least(idle_expires_at, absolute_expires_at) at time zone 'UTC')::date + 1) stored
  ) with (fillfactor = 80)`,
  `create index session_sub on session (sub)`,
  `create index session_sweep on session (sweep_on)`,

  `create table consent (
    sub text collate "C" not null references account,
    client_id text collate "C" not null references client on delete cascade,
    redirect_origin text collate "C" not null,
    scope text[] not null,
    resources text[] not null,
    client_name text not null,
    granted_at timestamptz(3) not null,
    primary key (sub, client_id, redirect_origin)
  )`,
  `create index consent_client on consent (client_id)`,

  // Codes and families reference account, client and session without foreign keys, on purpose: every code and every family
  // would lock the one row of a busy client, and both must outlive the session that they name. Who removes a client removes
  // them in the same transaction; who removes a person does so too (src/store/erasure.ts); what slips through finds no client, and expires.
  `create table authorization_code (
    digest bytea primary key,
    client_id text collate "C" not null,
    sub text collate "C" not null,
    session_id text collate "C" not null,
    sid text not null,
    redirect_uri text not null,
    redirect_uri_sent boolean not null,
    code_challenge text,
    scope text[] not null,
    resources text[] not null,
    nonce text,
    authenticated_at timestamptz(3) not null,
    amr text[] not null,
    family_id bytea not null,
    family_public_id text not null,
    issued_at timestamptz(3) not null,
    expires_at timestamptz(3) not null,
    spent_at timestamptz(3)
  ) with (fillfactor = 80)`,
  `create index authorization_code_expiry on authorization_code (expires_at)`,
  `create index authorization_code_sub on authorization_code (sub)`,
  `create index authorization_code_client on authorization_code (client_id)`,
  `create index authorization_code_session on authorization_code (session_id)`,

  // A refresh changes generation, rotated_at, idle_expires_at, master_key and last_outcome: none of them is indexed, and
  // sweep_on (a day, 14 days after the end) changes once a day at most, so a refresh touches no index (HOT).
  `create table family (
    id bytea primary key,
    public_id text collate "C" not null unique,
    client_id text collate "C" not null,
    sub text collate "C" not null,
    session_id text collate "C",
    sid text not null,
    scope text[] not null,
    resources text[] not null,
    authenticated_at timestamptz(3) not null,
    amr text[] not null,
    generation integer not null check (generation >= 0),
    rotated_at timestamptz(3) not null,
    last_outcome text,
    master_key text not null,
    created_at timestamptz(3) not null,
    idle_expires_at timestamptz(3) not null,
    absolute_expires_at timestamptz(3) not null,
    revoked_at timestamptz(3),
    revoked_reason text,
    sweep_on date not null generated always as
      ((least(revoked_at, idle_expires_at, absolute_expires_at) at time zone 'UTC')::date + 15) stored
  ) with (fillfactor = 70)`,
  `create index family_sub on family (sub)`,
  `create index family_client on family (client_id)`,
  `create index family_session on family (session_id)`,
  `create index family_sweep on family (sweep_on)`,

  // Single access tokens that were revoked before their end; for introspection.
  `create table revoked_token (
    jti text collate "C" primary key,
    expires_at timestamptz(3) not null
  )`,
  `create index revoked_token_expiry on revoked_token (expires_at)`,

  `create table attempt (
    key text collate "C" primary key,
    count integer not null,
    expires_at timestamptz(3) not null
  ) with (fillfactor = 70)`,
  `create index attempt_expiry on attempt (expires_at)`,

  `create table event (
    reference text collate "C" primary key,
    at timestamptz(3) not null,
    kind text not null,
    code text,
    endpoint text,
    client_id text collate "C",
    sub text collate "C",
    family_public_id text,
    address text,
    owner_text text,
    operator_text text not null,
    cure text
  )`,
  `create index event_at on event (at)`,
  `create index event_client on event (client_id, at) where client_id is not null`,
  `create index event_sub on event (sub, at) where sub is not null`,

  `create table signing_key (
    kid text collate "C" primary key,
    alg text not null,
    ordinal integer not null,
    public_jwk jsonb not null,
    sealed_private bytea,
    sealed_by text not null,
    created_at timestamptz(3) not null,
    active_from timestamptz(3) not null,
    covers_until timestamptz(3) not null,
    compromised_at timestamptz(3),
    unique (alg, ordinal)
  )`,

  `create table sealed_secret (
    name text collate "C" primary key,
    sealed bytea not null,
    sealed_by text not null
  )`,

  `create table scope (
    name text collate "C" primary key,
    words text not null,
    optional boolean not null,
    privileged boolean not null
  )`,
]

// The words complete "This app would like to …".
const starterScopes = `insert into scope (name, words, optional, privileged) values
  ('openid', 'know who you are when you log in', false, false),
  ('profile', 'see your name', false, false),
  ('email', 'see your e-mail address', false, false),
  ('offline_access', 'stay connected while you are away', false, false)`

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of [...tables, starterScopes]) await sql.raw(statement).execute(db)
}
