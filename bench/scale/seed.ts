// Fills a database with people, sessions, consents, codes and families, as a server would have written them over a month.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import { parseMasterKey } from '../../src/crypto/master-key.ts'
import { type Cluster, notes, withClient } from './cluster.ts'
import { progress } from './figures.ts'
import { accountsOf, clientsCount, redirectUri, scope } from './people.ts'

export type App = Readonly<{ clientId: string; secret: string }>
export type Seeded = Readonly<{
  database: string
  url: string
  families: number
  masterKey: string
  apps: readonly App[]
}>

const chunk = 50_000
const entry = join(import.meta.dirname, '../../bin/countersign.js')

// Twins of people.ts.
const functions = `
  create schema if not exists bench;
  create or replace function bench.bytes(kind text, i bigint) returns bytea language sql immutable parallel safe
    as $$ select sha256(convert_to(kind || ' ' || i, 'UTF8')) $$;
  create or replace function bench.base64url(value bytea) returns text language sql immutable parallel safe
    as $$ select translate(encode(value, 'base64'), '+/=', '-_') $$;
  create or replace function bench.name(prefix text, kind text, i bigint) returns text language sql immutable parallel safe
    as $$ select prefix || bench.base64url(substring(bench.bytes(kind, i) for 16)) $$;`

// The cost of making hashes is not the subject; nobody logs in with these.
const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RGVzIGlzdCBrZWluIEhhc2gsIG51ciBzbyBsYW5nLg'

const accounts = `
  insert into account (sub, email, email_normalized, name, roles, password_hash, password_changed_at, created_at, profile_updated_at)
  select bench.name('usr_', 'account', i), 'person' || i || '@example.com', 'person' || i || '@example.com', 'Person ' || i,
    '{}', '${passwordHash}', now(), now() - interval '200 days', now() - interval '200 days'
  from generate_series($1::bigint, $2::bigint - 1) i`

// Seen in the future: else the first visit would write to each session of the large table, and to few of the small one.
const sessions = `
  insert into session (id, cookie_digest, sub, sid_seed, authenticated_at, amr, created_at, last_seen_at, idle_expires_at,
    absolute_expires_at, user_agent, address)
  select bench.name('ses_', 'session', i), sha256(convert_to('cs_ses_' || bench.base64url(bench.bytes('cookie', i)), 'UTF8')),
    bench.name('usr_', 'account', i), bench.bytes('seed', i), now() - interval '1 hour', '{pwd}', now() - interval '1 hour',
    now() + interval '20 days', now() + make_interval(days => (20 + i % 10)::integer), now() + interval '30 days',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36', '203.0.113.7'
  from generate_series($1::bigint, $2::bigint - 1) i`

// $3: how many accounts; $4: the clients' ids.
const ofFamily = `
  select i, bench.name('usr_', 'account', i % $3::bigint) as sub, bench.name('ses_', 'session', i % $3) as session_id,
    ($4::text[])[1 + (i / $3 + i % $3) % ${clientsCount}] as client_id,
    now() - make_interval(secs => 2592000.0 * (1 - (i + 1) / $5::float8)) as at
  from generate_series($1::bigint, $2::bigint - 1) i`

const consents = `
  insert into consent (sub, client_id, redirect_origin, scope, resources, client_name, granted_at)
  select sub, client_id, '${new URL(redirectUri).origin}', '{${scope}}', '{}', 'Bench', at from (${ofFamily}) f
  on conflict do nothing`

const families = `
  insert into family (id, public_id, client_id, sub, session_id, sid, scope, resources, requested_claims, authenticated_at, amr,
    generation, rotated_at, master_key, created_at, idle_expires_at, absolute_expires_at)
  select substring(bench.bytes('family', i) for 16), bench.name('fam_', 'public', i), client_id, sub, session_id,
    bench.name('', 'sid', i), '{${scope}}', '{}', '{"idToken":[],"userinfo":[]}', at, '{pwd}',
    0, at, $6, at, now() + make_interval(days => (10 + i % 20)::integer), at + interval '180 days'
  from (${ofFamily}) f`

/** Of the last day. */
const codes = `
  insert into authorization_code (digest, client_id, sub, session_id, sid, redirect_uri, redirect_uri_sent, code_challenge, scope,
    resources, requested_claims, authenticated_at, amr, family_id, family_public_id, issued_at, expires_at, spent_at)
  select bench.bytes('code', i), client_id, sub, session_id, bench.name('', 'sid', i), '${redirectUri}', true,
    bench.base64url(bench.bytes('challenge', i)), '{${scope}}', '{}', '{"idToken":[],"userinfo":[]}', at, '{pwd}',
    substring(bench.bytes('family', i) for 16), bench.name('fam_', 'public', i), at, at + interval '1 minute', at
  from (${ofFamily}) f`

/** The database of that name with so many families: as an earlier run left it, or filled now. */
export const seeded = async (cluster: Cluster, families: number, purpose = 'data'): Promise<Seeded> => {
  const database = `${purpose}_${families}`
  const kept = notes<Seeded>(cluster.folder, database)
  const before = kept.read()
  if (before !== undefined) return before
  const url = cluster.urlOf(database)
  await withClient(cluster.urlOf('postgres'), async (client) => {
    await client.query(`drop database if exists ${database}`)
    await client.query(`create database ${database}`)
  })
  const masterKey = randomBytes(32).toString('base64url')
  const apps = Array.from({ length: clientsCount }, () => createApp(url, masterKey))
  await withClient(url, (client) => fill(client, families, masterKey, apps))
  const seeded = { database, url, families, masterKey, apps }
  kept.write(seeded)
  return seeded
}

/** By the command line, which also makes the tables. */
const createApp = (url: string, masterKey: string): App => {
  const grants = ['authorization_code', 'refresh_token'].flatMap((name) => ['--grant', name])
  const facts = ['--name', 'Bench', '--redirect-uri', redirectUri, '--scope', scope.join(' '), ...grants]
  const env = { PATH: process.env.PATH, DATABASE_URL: url, MASTER_KEYS: masterKey }
  const args = [entry, 'clients', 'create', ...facts, '--json']
  const made = JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }))
  return { clientId: made.client_id, secret: made.client_secret }
}

const fill = async (client: pg.Client, count: number, masterKey: string, apps: readonly App[]): Promise<void> => {
  const people = accountsOf(count)
  const ids = apps.map(({ clientId }) => clientId)
  const fingerprint = parseMasterKey(masterKey)?.fingerprint
  await client.query('set synchronous_commit = off')
  await client.query(functions)
  const each = async (what: string, from: number, to: number, statement: string, ...more: unknown[]): Promise<void> => {
    for (let i = from; i < to; i += chunk) {
      await client.query(statement, [i, Math.min(to, i + chunk), ...more])
      if ((i / chunk) % 10 === 9) progress(`${count} families: ${what} ${i + chunk} of ${to}`)
    }
  }
  await each('accounts', 0, people, accounts)
  await each('sessions', 0, people, sessions)
  await each('consents', 0, count, consents, people, ids, count)
  await each('families', 0, count, families, people, ids, count, fingerprint)
  await each('codes', Math.floor(count * (29 / 30)), count, codes, people, ids, count)
  await client.query("update client set first_login_at = now() - interval '200 days'")
  progress(`${count} families: vacuum`)
  await client.query('vacuum (analyze)')
  await client.query('checkpoint')
}
