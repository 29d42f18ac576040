// Flows for tests: a story of people, apps and browsers, on the real flows, a real store and a clock that the test moves.

import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import type { Test } from 'tap'
import { systemRandom } from '../../src/crypto/random.ts'
import type { Visitor } from '../../src/flows/authorize.ts'
import type { TokenResponse } from '../../src/flows/issue.ts'
import type { Account } from '../../src/model/account.ts'
import type { Client } from '../../src/model/client.ts'
import type { Event } from '../../src/model/event.ts'
import type { Mail } from '../../src/model/mail.ts'
import { createStore } from '../../src/store/index.ts'
import { assemble } from './assembly.ts'
import { decideAt } from './decide.ts'
import { openIngredients } from './ingredients.ts'
import { interactionSince } from './interaction.ts'
import { freshOpenDatabase } from './store.ts'
import { challengeOf, type Fields, params } from './wire.ts'

export const start = new Date('2026-11-22T10:20:30.123Z')

export type PersonInStory = Readonly<{ account: Account; email: string; password: string }>
export type AppInStory = Readonly<{ client: Client; secret: string | undefined; redirectUri: string }>

type AppOptions = Readonly<{
  public?: boolean
  redirectUris?: readonly string[]
  grants?: readonly string[]
  scope?: readonly string[]
  audiences?: readonly string[]
  pkceRequired?: boolean
}>

export type Story = Awaited<ReturnType<typeof story>>

let people = 0
let addresses = 0

export const story = async (t: Test, settings: Readonly<Record<string, string>> = {}) => {
  const database = await freshOpenDatabase(t, 18)
  const store = createStore(database)
  const logLines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logLines.push(line) })
  let now = start
  const clock = (): Date => now
  const waiting: Promise<unknown>[] = []
  const masterKeys = [randomBytes(32).toString('base64url')]
  const later = (work: () => Promise<unknown>): void => void waiting.push(work())
  // Before the database closes: what no answer waits for would fail with nobody to hear it.
  t.teardown(() => Promise.allSettled(waiting))
  const mails: Mail[] = []
  const post = { send: (mail: Mail) => void mails.push(mail), kept: () => [] }
  const opened = await openIngredients({ store, settings, masterKeys, clock, random: systemRandom, log, later })
  const ingredients = { ...opened, post }
  const { config, events } = ingredients
  const flows = await assemble(ingredients)
  await flows.operator.scopes.set({ name: 'orders', words: 'read your orders', optional: false, privileged: false })
  await flows.operator.scopes.set({ name: 'audit', words: 'read everything', optional: false, privileged: true })
  await flows.scopes.reload()

  const person = async (options: Readonly<{ roles?: readonly string[] }> = {}): Promise<PersonInStory> => {
    people += 1
    const email = `Ada.${people}@Example.com`
    const password = `correct horse ${people}`
    const wanted = { email, name: 'Ada', roles: options.roles ?? [], emailVerified: true }
    return { account: await flows.operator.users.create(wanted, password), email, password }
  }

  const app = async (options: AppOptions = {}): Promise<AppInStory> => {
    const redirectUris = options.redirectUris ?? ['https://shop.example/callback']
    const { client, secret } = await flows.operator.clients.create({
      name: 'Shop',
      public: options.public ?? false,
      redirectUris,
      grantTypes: options.grants ?? [],
      scope: options.scope ?? ['openid', 'profile', 'offline_access', 'orders'],
      audiences: options.audiences ?? [],
      pkceRequired: options.pkceRequired ?? true,
    })
    return { client, secret, redirectUri: redirectUris[0] ?? '' }
  }

  /** A browser of its own address, in which somebody may log in. */
  const browser = () => {
    addresses += 1
    const address = `198.51.${addresses >> 8}.${addresses & 255}`
    const id = `browser ${addresses}`
    let cookie: string | undefined
    const knownSubs: string[] = []
    const visitor = async (): Promise<Visitor> => flows.findVisitor(cookie, now)
    return {
      address,
      id,
      knownSubs,
      visitor,
      cookie: () => cookie,
      useCookie: (other: string | undefined) => {
        cookie = other
      },
      logIn: async ({ email, password }: { email: string; password: string }) => {
        const current = await visitor()
        const attempt = { email, password, address, userAgent: 'test', browser: { id, knownSubs }, current }
        const outcome = await flows.logIn(attempt, now)
        if (outcome.kind === 'in') cookie = outcome.cookie
        return outcome
      },
    }
  }

  const credentialsOf = ({ client, secret }: AppInStory): Fields => ({
    client_id: client.clientId,
    client_secret: secret,
  })

  const token = async (who: AppInStory, fields: Fields, resources: readonly string[] = []): Promise<TokenResponse> => {
    const sent = params({ ...credentialsOf(who), ...fields }, resources)
    return flows.token({ params: sent, authorization: undefined, address: '192.0.2.1', now })
  }

  const verifier = 'a-verifier-that-is-long-enough-for-rfc-7636.~_'
  const question = ({ client, redirectUri }: AppInStory, fields: Fields = {}): Fields => ({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
    ...fields,
  })

  const authorize = async (
    who: AppInStory,
    visitor: Visitor,
    fields: Fields = {},
    resources: readonly string[] = [],
    since: Date | null = null,
  ) => flows.authorize.proceed(params(question(who, fields), resources), visitor, interactionSince(since), now)

  const decide = async (
    who: AppInStory,
    visitor: Visitor,
    decision: 'allow' | 'deny',
    fields: Fields = {},
    resources: readonly string[] = [],
    since: Date | null = null,
  ) => decideAt(flows.authorize, params(question(who, fields), resources), visitor, decision, since, now)

  /** Logged in, allowed, answered. */
  const code = async (
    who: AppInStory,
    visitor: Visitor,
    fields: Fields = {},
    resources: readonly string[] = [],
  ): Promise<string> => {
    const outcome = await decide(who, visitor, 'allow', fields, resources)
    if (outcome.kind !== 'answered') throw new Error(`no code, but ${outcome.kind}`)
    return String(outcome.response.parameters[0]?.[1])
  }

  const redemption = ({ redirectUri }: AppInStory, sent: string): Fields => ({
    grant_type: 'authorization_code',
    code: sent,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  })

  const redeem = (
    who: AppInStory,
    sent: string,
    fields: Fields = {},
    resources: readonly string[] = [],
  ): Promise<TokenResponse> => token(who, { ...redemption(who, sent), ...fields }, resources)

  const refresh = (
    who: AppInStory,
    sent: string | undefined,
    fields: Fields = {},
    resources: readonly string[] = [],
  ): Promise<TokenResponse> => token(who, { grant_type: 'refresh_token', refresh_token: sent, ...fields }, resources)

  const asServer = async (who: AppInStory, sent: string | undefined, hint?: string) =>
    flows.introspect(params({ ...credentialsOf(who), token: sent, token_type_hint: hint }), undefined, now)

  return {
    ...{ store, config, flows, ingredients, logLines, mails, verifier, events },
    ...{ person, app, browser, token, question, authorize, decide, code, redeem, refresh, credentialsOf },
    introspect: asServer,
    /** As a restore of the database leaves it. */
    setFamily: async (id: Buffer | undefined, { generation }: { generation: number }) => {
      await database.handle
        .updateTable('family')
        .set({ generation })
        .where('id', '=', id ?? Buffer.alloc(0))
        .execute()
    },
    countRows: async (table: 'attempt' | 'revoked_token' | 'event'): Promise<number> => {
      const rows = await database.handle.selectFrom(table).selectAll().execute()
      return rows.length
    },
    /** Why a family ended; null while it lives, undefined if there is none. */
    endOf: async (familyName: string) => {
      const query = database.handle.selectFrom('family').select('revoked_reason').where('public_id', '=', familyName)
      return (await query.executeTakeFirst())?.revoked_reason
    },
    /** No flow does this yet. */
    setRoles: async (sub: string, roles: readonly string[]) => {
      await database.handle.updateTable('account').set({ roles }).where('sub', '=', sub).execute()
    },
    revoke: (who: AppInStory, sent: string | undefined, hint?: string) =>
      flows.revoke(params({ ...credentialsOf(who), token: sent, token_type_hint: hint }), undefined, now),
    now: clock,
    at: (seconds: number): Date => new Date(now.getTime() + seconds * 1000),
    pass: (seconds: number): void => {
      now = new Date(now.getTime() + seconds * 1000)
    },
    /** Waits for what no answer waits for. */
    settled: async (): Promise<void> => {
      await Promise.all(waiting.splice(0))
    },
    /** What was recorded about a client or a person, the newest first. */
    recorded: async (about: { clientId?: string; sub?: string }): Promise<readonly Event[]> => {
      await events.flush()
      return store.events.list({ ...about, limit: 100 })
    },
    /** A person in a browser of theirs. */
    loggedIn: async () => {
      const ada = await person()
      const her = browser()
      await her.logIn(ada)
      return { ada, her, visitor: await her.visitor() }
    },
    /** A person who has logged in, and tokens of an app that they allowed. */
    login: async (
      who: AppInStory,
      options: { scope?: string; person?: PersonInStory; resources?: readonly string[] } = {},
    ) => {
      const ada = options.person ?? (await person())
      const her = browser()
      await her.logIn(ada)
      const visitor = await her.visitor()
      const sent = await code(who, visitor, { scope: options.scope }, options.resources)
      return { person: ada, browser: her, visitor, code: sent, tokens: await redeem(who, sent) }
    },
  }
}
