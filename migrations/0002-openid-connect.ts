// OpenID Connect and resources: what is known of people, what clients may be, and the APIs that tokens are for.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table account
    add column profile jsonb not null default '{}',
    add column profile_updated_at timestamptz(3),
    add column attributes jsonb not null default '{}'`,
  `update account set profile_updated_at = created_at`,
  `alter table account alter column profile_updated_at set not null`,

  `alter table client
    add column jwks jsonb,
    add column jwks_uri text,
    add column web_origins text[] not null default '{}',
    add column post_logout_redirect_uris text[] not null default '{}',
    add column backchannel_logout_uri text,
    add column subject_type text not null default 'public',
    add column sector text,
    add column id_token_alg text not null default 'RS256',
    add column userinfo_alg text,
    add column default_max_age_seconds integer`,

  `alter table authorization_code add column requested_claims jsonb not null default '{"idToken":[],"userinfo":[]}'`,
  `alter table family add column requested_claims jsonb not null default '{"idToken":[],"userinfo":[]}'`,

  `create table resource (
    identifier text collate "C" primary key,
    audience text not null,
    name text not null,
    scope text[] not null,
    access_token_seconds integer,
    signing_alg text not null,
    claims jsonb not null,
    created_at timestamptz(3) not null
  )`,

  // The words complete "This app would like to …". Privileged: clients that copy the whole list of scopes must not get these.
  `insert into scope (name, words, optional, privileged) values
    ('address', 'see your postal address', false, true),
    ('phone', 'see your telephone number', false, true)
    on conflict (name) do nothing`,
  // The scope tells more than a name now; words of the operator's own stay.
  `update scope set words = 'see your name and profile, such as your picture and birthday'
    where name = 'profile' and words = 'see your name'`,
]

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
