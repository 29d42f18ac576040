// A story: the whole server on a fresh database with a clock of its own, and words for what people and apps do with it.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import pino from 'pino'
import type { Test } from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { sha256 } from '../../src/crypto/digest.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import type { Account } from '../../src/model/account.ts'
import { type Client, usualClient } from '../../src/model/client.ts'
import { openRooms } from '../../src/rooms.ts'
import { buildServer } from '../../src/server.ts'
import { freshDatabase } from './database.ts'
import { freshFolder } from './embedded.ts'
import { type InjectFetch, injectFetch } from './inject-fetch.ts'
import { type Browser, hasForm, isAway, type Page, plainBrowser, type Visit } from './plain-browser.ts'
import { type SteppableClock, steppableClock } from './steppable-clock.ts'

export type StoryAccount = Account & Readonly<{ password: string }>
export type StoryClient = Client & Readonly<{ secret: string | null }>
export type Fields = Readonly<Record<string, string | null>>
// biome-ignore lint/suspicious/noExplicitAny: what a server answers is known only by looking at it.
export type Answer = Readonly<{ status: number; headers: Headers; body: any }>

export type Story = Awaited<ReturnType<typeof story>>

/** Settings are the environment's names; the database is a copy of the template on the real PostgreSQL. */
export const story = async (t: Test, settings: Readonly<Record<string, string>> = {}, clock = steppableClock()) => {
  const { rooms, app, config } = await openServer(t, settings, clock)
  const { store } = rooms
  const { issuer } = config
  const fetch: InjectFetch = injectFetch(app)
  const browser = (): Browser => plainBrowser(issuer, fetch)

  const account = async (name = 'ada', change: Partial<Account> = {}): Promise<StoryAccount> => {
    const password = `the password of ${name}`
    const email = change.email ?? `${name}@example.com`
    const made: Account = {
      sub: rooms.random.id('usr_'),
      email,
      emailNormalized: email.toLowerCase(),
      emailVerifiedAt: null,
      name: name.charAt(0).toUpperCase() + name.slice(1),
      language: null,
      profile: {},
      profileUpdatedAt: clock(),
      roles: [],
      attributes: {},
      disabledAt: null,
      createdAt: clock(),
      ...change,
    }
    await store.accounts.create({ ...made, passwordHash: await rooms.passwords.hash(password) })
    return { ...made, password }
  }

  const client = async (name = 'web', change: Partial<Client> = {}): Promise<StoryClient> => {
    const made: Client = { ...webApp(rooms.random.id('app_'), name, clock()), ...change }
    const secret = made.tokenEndpointAuthMethod === 'none' ? null : rooms.random.token('cs_sec_')
    await store.clients.create({
      client: made,
      secretId: rooms.random.id('sec_'),
      secretDigest: secret === null ? null : sha256(secret),
      registrationTokenDigest: null,
    })
    return { ...made, secret }
  }

  /** Opens the app's request; the browser ends at a page or away at the app. */
  const authorize = (at: Browser, app: Client, change: Fields = {}): Promise<Visit> =>
    at.open(authorizeUrl(issuer, app, change))

  const logIn = async (at: Browser, page: Visit, who: StoryAccount): Promise<Visit> =>
    at.submit(shown(page, 'login'), 'login', { email: who.email, password: who.password })

  const decide = (at: Browser, page: Visit, decision: 'allow' | 'deny'): Promise<Visit> =>
    at.submit(shown(page, 'consent'), 'consent', { decision })

  /** Everything from the app's request to its code. */
  const codeFor = async (app: Client, who: StoryAccount, change: Fields = {}, at = browser()): Promise<string> => {
    let visit = await authorize(at, app, change)
    if (hasForm(visit, 'login')) visit = await logIn(at, visit, who)
    if (hasForm(visit, 'theft-notice')) visit = await at.submit(visit, 'theft-notice', {})
    if (hasForm(visit, 'consent')) visit = await decide(at, visit, 'allow')
    return away(visit).get('code') ?? `no code: ${away(visit)}`
  }

  const token = async (app: StoryClient, fields: Fields): Promise<Answer> => {
    const proof = { client_id: app.clientId, client_secret: app.secret }
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams(sent({ ...proof, ...fields })),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }

  const redeem = (app: StoryClient, code: string, change: Fields = {}): Promise<Answer> =>
    token(app, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: app.redirectUris[0] ?? null,
      code_verifier: verifier,
      ...change,
    })

  const refresh = (app: StoryClient, refreshToken: string, change: Fields = {}): Promise<Answer> =>
    token(app, { grant_type: 'refresh_token', refresh_token: refreshToken, ...change })

  return {
    ...{ app, config, issuer, clock, rooms, store, fetch },
    ...{ browser, account, client, authorize, logIn, codeFor, token, redeem, refresh },
    allow: (at: Browser, page: Visit) => decide(at, page, 'allow'),
    deny: (at: Browser, page: Visit) => decide(at, page, 'deny'),
  }
}

const openServer = async (t: Test, settings: Readonly<Record<string, string>>, clock: SteppableClock) => {
  const loaded = loadConfig({
    DATABASE_URL: settings.DATABASE_URL ?? (await freshDatabase(t)),
    KEYS_DIR: join(freshFolder(t), 'keys'),
    REGISTRATION: 'open',
    LOG_LEVEL: 'error',
    ...{ DANGER_WEAK_PASSWORD_HASHES: '1', ARGON2_MEMORY_KIB: '8', ARGON2_ITERATIONS: '1', WRONG_PASSWORD_MILLIS: '0' },
    ...settings,
  })
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'))
  const { config } = loaded
  const log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }))
  const rooms = await openRooms(config, log, { clock, random: systemRandom })
  const { app } = await buildServer(rooms)
  t.teardown(async () => {
    await app.close()
    await rooms.close()
  })
  return { rooms, app, config }
}

const webApp = (clientId: string, name: string, now: Date): Client => ({
  ...usualClient,
  clientId,
  name: name.charAt(0).toUpperCase() + name.slice(1),
  origin: 'operator',
  tokenEndpointAuthMethod: 'client_secret_post',
  redirectUris: [`https://${name}.example/callback`],
  grantTypes: ['authorization_code', 'refresh_token'],
  scope: ['openid', 'profile', 'email', 'offline_access'],
  createdAt: now,
})

/** One verifier for all: what is secret about it is not what stories are about. */
export const verifier = 'a-verifier-of-forty-three-characters-or-more'

/** An authorization request with PKCE; a null field is left out. */
export const authorizeUrl = (issuer: string, app: Client, change: Fields = {}): string => {
  const fields = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUris[0] ?? null,
    scope: 'openid profile',
    state: 'a state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  }
  return `${issuer}/authorize?${new URLSearchParams(sent(fields))}`
}

const sent = (fields: Fields): [string, string][] =>
  Object.entries(fields).filter((field): field is [string, string] => field[1] !== null)

/** The page with that form, or what was there instead. */
export const shown = (visit: Visit, form: 'login' | 'consent' | 'logout' | 'select-account'): Page => {
  const instead = isAway(visit) ? visit.location.href : `${visit.status} ${visit.text}`
  if (hasForm(visit, form)) return visit
  throw new Error(`Not the ${form} page: ${instead}`)
}

/** The parameters with which the browser came to the app. */
export const away = (visit: Visit): URLSearchParams => {
  if (isAway(visit)) return visit.location.searchParams
  throw new Error(`Still here: ${visit.status} ${visit.text}`)
}
