// Settings: each with its shape, its default and its words, which the README's table repeats; rules.ts says what must hold between them.
import { availableParallelism } from 'node:os'
import { logLevels } from './config.ts'
import { lookSettings } from './look-settings.ts'
import { operationSettings } from './operation-settings.ts'
import { mailboxSetting, peopleSettings } from './people-settings.ts'
import { setting } from './setting.ts'
import * as read from './values.ts'

const minute = 60
const day = 24 * 60 * minute
const year = 365 * day
/** Defaults that give way to what is set beside them. */
export const usualSeconds = { refreshIdle: 30 * day, sessionIdle: 14 * day, keyAnnounce: day } as const
/** Of each worker, and of all: PostgreSQL allows 100 by itself, so that two such servers and an operator fit. */
export const usualConnections = { each: 10, atMost: 40 } as const
/** A core is left to whoever only wants a token. */
const hashes = Math.min(4, Math.max(1, availableParallelism() - 1))
const levels = logLevels.map((level) => `\`${level}\``).join(', ')

export const shape = {
  PORT: setting(read.wholeNumber(1, 65_535).default(3000), 'port', 'TCP port to listen on.'),
  HOST: setting(
    read.host().default('localhost'),
    'host',
    'Address to listen on. `0.0.0.0` in a container, behind a proxy that speaks TLS.',
  ),
  ISSUER: setting(
    read.issuer().optional(),
    'issuer',
    'The address that people and apps see; it stands in every token. A path is allowed, a slash at the end is not. `http` is for localhost alone.',
    { default: '`http://localhost:$PORT`' },
  ),
  DATABASE_URL: setting(
    read.postgresUrl().optional(),
    'databaseUrl',
    'PostgreSQL 15 or newer: `postgres://user:password@host:5432/name`. Unset: the embedded database.',
    { secret: true },
  ),
  DATA_DIR: setting(
    read.folder().default('./data'),
    'dataDir',
    'Folder of the embedded database, on a local disk. One process at a time owns it.',
  ),
  WORKERS: setting(
    read.workers().default(1),
    'workers',
    'How many processes serve, on PostgreSQL: a number, or `auto` for one on each core.',
  ),
  DATABASE_POOL: setting(
    read.wholeNumber(1, 10_000).optional(),
    'databasePool',
    'How many connections to PostgreSQL there are at most; the workers share them.',
    { default: `\`${usualConnections.each}\` for each worker, at most \`${usualConnections.atMost}\`` },
  ),
  KEYS_DIR: setting(
    read.folder().default('./keys'),
    'keysDir',
    'Folder of the master keys. The first is made at the first start. Back it up, apart from the database.',
  ),
  MASTER_KEYS: setting(
    read.masterKeys().optional(),
    'masterKeys',
    'Master keys instead of `KEYS_DIR`: 32 bytes each in base64url, newest first, separated by commas.',
    { secret: true },
  ),
  LOG_LEVEL: setting(read.oneOf(...logLevels).default('info'), 'logLevel', `One of ${levels}.`),
  TRUST_PROXY: setting(
    read.trustedProxies().optional(),
    'trustProxy',
    'Addresses or CIDRs of your proxies, separated by commas. Only their `X-Forwarded-*` headers count.',
    { default: 'nobody' },
  ),
  DEFAULT_AUDIENCE: setting(
    read.word().optional(),
    'defaultAudience',
    'The `aud` of access tokens whose request names no resource.',
    { default: 'the issuer' },
  ),
  ...lookSettings,
  REGISTRATION: setting(
    read.oneOf('open', 'token', 'off').default('token'),
    'registration',
    'Who may register clients at `/register`: anyone (`open`); whoever sends `INITIAL_ACCESS_TOKEN`, so nobody while that is unset (`token`); nobody (`off`).',
  ),
  INITIAL_ACCESS_TOKEN: setting(
    read.bearerToken().optional(),
    'initialAccessToken',
    'The bearer token that registration asks for. Make it long and random.',
    { secret: true },
  ),
  APP_REGISTRATION: setting(
    read.oneOf('everyone', 'invited', 'nobody').default('invited'),
    'appRegistration',
    'Who may register apps at `/apps`: everyone with an account (`everyone`); people with the role `developer` or `admin` (`invited`); nobody (`nobody`). Whoever has apps keeps them.',
  ),
  APPS_PER_PERSON: setting(
    read.wholeNumber(0, 1000).default(10),
    'appsPerPerson',
    'How many apps one person may have, unless a quota of their own says otherwise.',
  ),
  CIMD: setting(
    read.oneOf('open', 'list', 'off').default('open'),
    'cimd',
    'Which apps may describe themselves by a document at their own https address (client ID metadata documents): any (`open`); those of `CIMD_HOSTS` (`list`); none (`off`).',
  ),
  CIMD_HOSTS: setting(
    read.hosts().optional(),
    'cimdHosts',
    'Hosts that `CIMD=list` admits, separated by commas: `app.example.org`, or `.example.org` for every host below it.',
    { default: 'none' },
  ),
  ACCESS_TOKEN_SECONDS: setting(
    read.wholeNumber(1, day).default(15 * minute),
    'accessTokenSeconds',
    'Life of an access token.',
  ),
  REFRESH_IDLE_SECONDS: setting(
    read.wholeNumber(1, 10 * year).optional(),
    'refreshIdleSeconds',
    'A refresh token that is not used for so long expires.',
    { default: '`2592000` (30 days), at most `REFRESH_ABSOLUTE_SECONDS`' },
  ),
  REFRESH_ABSOLUTE_SECONDS: setting(
    read.wholeNumber(1, 10 * year).default(180 * day),
    'refreshAbsoluteSeconds',
    'After so long the person logs in again, however often the tokens were refreshed.',
  ),
  REFRESH_RETRY_SECONDS: setting(
    read.wholeNumber(0, 30 * day).optional(),
    'refreshRetrySeconds',
    'How long a replaced refresh token may be repeated by a client that lost the reply. `0`: not at all.',
    { default: '`60` for public clients, `86400` for clients with a secret' },
  ),
  CODE_SECONDS: setting(
    read.wholeNumber(1, 10 * minute).default(minute),
    'codeSeconds',
    'Life of an authorization code.',
  ),
  DEVICE_CODE_SECONDS: setting(
    read.wholeNumber(1, 60 * minute).default(15 * minute),
    'deviceCodeSeconds',
    'How long a person has to answer for a device that shows a code.',
  ),
  SESSION_IDLE_SECONDS: setting(
    read.wholeNumber(1, year).optional(),
    'sessionIdleSeconds',
    'A session that is not used for so long ends.',
    { default: '`1209600` (14 days), at most `SESSION_ABSOLUTE_SECONDS`' },
  ),
  SESSION_ABSOLUTE_SECONDS: setting(
    read.wholeNumber(1, year).default(30 * day),
    'sessionAbsoluteSeconds',
    'After so long a session ends.',
  ),
  ...peopleSettings,
  KEY_ANNOUNCE_SECONDS: setting(
    read.wholeNumber(1, year).optional(),
    'keyAnnounceSeconds',
    'How long a new signing key is published before it signs.',
    { default: '`86400` (a day), at most half of `KEY_ACTIVE_SECONDS`' },
  ),
  KEY_ACTIVE_SECONDS: setting(
    read.wholeNumber(2, 10 * year).default(90 * day),
    'keyActiveSeconds',
    'How long a signing key signs before its successor takes over.',
  ),
  ARGON2_MEMORY_KIB: setting(
    read.wholeNumber(8, 262_144).default(19_456),
    'argon2MemoryKib',
    'Memory of one argon2id hash. A stronger setting reaches each person at their next login.',
  ),
  ARGON2_ITERATIONS: setting(read.wholeNumber(1, 20).default(2), 'argon2Iterations', 'Passes of one argon2id hash.'),
  ARGON2_PARALLELISM: setting(read.wholeNumber(1, 16).default(1), 'argon2Parallelism', 'Lanes of one argon2id hash.'),
  ARGON2_CONCURRENCY: setting(
    read.wholeNumber(1, 64).default(hashes),
    'argon2Concurrency',
    'How many passwords are hashed at once, by all workers together, but one by each at least; others wait.',
    { default: 'one less than there are cores, from `1` to `4`' },
  ),
  WRONG_PASSWORD_MILLIS: setting(
    read.wholeNumber(0, 10_000).default(500),
    'wrongAnswerMillis',
    'A wrong password is answered at a multiple of this, so that the time tells nothing about imported hashes.',
  ),
  ...operationSettings,
  ...mailboxSetting,
  DANGER_WEAK_PASSWORD_HASHES: setting(
    read.flag().optional(),
    null,
    '`1` allows argon2id settings below the minimum that OWASP recommends. For tests.',
  ),
  DANGER_NO_RATE_LIMITS: setting(
    read.flag().optional(),
    null,
    '`1` lifts every rate limit, the one on password attempts too. For load tests.',
  ),
  DANGER_FETCH_LOOPBACK: setting(
    read.flag().optional(),
    null,
    '`1` lets apps point this server at addresses of its own machine, also by `http`. For tests.',
  ),
}

export type SettingName = keyof typeof shape
export const settingNames = Object.keys(shape) as readonly SettingName[]
