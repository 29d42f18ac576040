// Second factors: what a person proves besides the password, and which passkey challenges were answered.
import { type Kysely, sql } from 'kysely'

const statements = [
  // One app for codes per person. last_step: the newest time step whose code was accepted; none is accepted twice.
  `create table totp (
    id text collate "C" primary key,
    sub text collate "C" not null unique references account on delete cascade,
    sealed bytea not null,
    sealed_by text collate "C" not null,
    last_step integer not null,
    added_at timestamptz(3) not null,
    last_used_at timestamptz(3)
  )`,
  // For the start of a server, which asks for the few values of it, and for those that are to be re-sealed.
  `create index totp_sealed_by on totp (sealed_by)`,

  // A used code is deleted.
  `create table recovery_code (
    sub text collate "C" not null references account on delete cascade,
    digest bytea not null,
    made_at timestamptz(3) not null,
    primary key (sub, digest)
  )`,

  // id: the credential's. user_handle: random, the same for all passkeys of a person; what their devices know them by.
  // synced: a provider may copy the key to other devices; backed_up: it has done so.
  `create table passkey (
    id bytea primary key,
    sub text collate "C" not null references account on delete cascade,
    user_handle bytea not null,
    public_key bytea not null,
    counter bigint not null,
    transports text[] not null,
    name text not null,
    synced boolean not null,
    backed_up boolean not null,
    added_at timestamptz(3) not null,
    last_used_at timestamptz(3)
  )`,
  `create index passkey_sub on passkey (sub)`,

  // Challenges travel sealed in the page; a row is made when one is answered, so that none is answered twice.
  `create table used_challenge (
    digest bytea primary key,
    expires_at timestamptz(3) not null
  )`,
  `create index used_challenge_expiry on used_challenge (expires_at)`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
