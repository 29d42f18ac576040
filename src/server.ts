// The only place where rooms meet: builds each part once, in visible order.
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { sameDigest, sha256 } from './crypto/digest.ts'
import { foreignHashProblem } from './crypto/foreign-hashes.ts'
import { openKeyRing } from './crypto/key-ring.ts'
import { openMasterKeys } from './crypto/master-keys.ts'
import { openPasswords, PasswordsBusy } from './crypto/passwords.ts'
import { type Clock, type Random, systemClock, systemRandom } from './crypto/random.ts'
import { reseal, sealedBox } from './crypto/seal.ts'
import { signingKeyContext } from './crypto/signing-keys.ts'
import { countingAttempts } from './flows/account/attempts.ts'
import { loggingIn } from './flows/account/log-in.ts'
import { loggingOut } from './flows/account/log-out.ts'
import { findingVisitors } from './flows/account/visitor.ts'
import { clientAuthentication } from './flows/authenticate-client.ts'
import { authorizeFlow } from './flows/authorize.ts'
import { openEvents } from './flows/events.ts'
import { allGrants } from './flows/grants/index.ts'
import { introspecting } from './flows/introspect.ts'
import { issuing } from './flows/issue.ts'
import { knowingScopes } from './flows/known-scopes.ts'
import { mintingCodes } from './flows/mint-code.ts'
import { operatorFlows } from './flows/operator/index.ts'
import { refreshTokensUnder } from './flows/refresh-tokens.ts'
import { registering } from './flows/register.ts'
import { revoking } from './flows/revoke.ts'
import { tokenFlow } from './flows/token.ts'
import { sweeping } from './flows/upkeep.ts'
import { buildApp } from './http/app.ts'
import type { HttpParts } from './http/parts.ts'
import { addressGroup } from './protocol/address.ts'
import { openDatabase } from './store/database.ts'
import { createStore } from './store/index.ts'
import { migrate } from './store/migrate.ts'
import { isUnavailable } from './store/unavailable.ts'

/** What tests replace: nothing else is. */
export type Nature = Readonly<{ clock: Clock; random: Random }>
const nature: Nature = { clock: systemClock, random: systemRandom }

/** Memory, secrets and the operator's flows: what a command needs, and what the server is built on. */
export const openRooms = async (config: Config, log: Logger, { clock, random }: Nature = nature) => {
  const database = await openDatabase(config)
  try {
    const migrated = await migrate(database)
    const store = createStore(database)
    const uses = await store.masterKeyUses(clock())
    const masterKeys = openMasterKeys({
      keysDir: config.keysDir,
      masterKeys: config.masterKeys,
      sealedBy: uses.map(({ fingerprint }) => fingerprint),
      random,
      warn: (line) => log.warn(line),
    })
    const keyRing = await openKeyRing({
      keys: store.signingKeys,
      masterKeys,
      random,
      clock,
      algorithms: ['RS256'],
      announceSeconds: config.keyAnnounceSeconds,
      activeSeconds: config.keyActiveSeconds,
      maxTokenSeconds: config.accessTokenSeconds,
      log,
    })
    const passwords = openPasswords({
      memoryKib: config.argon2MemoryKib,
      iterations: config.argon2Iterations,
      parallelism: config.argon2Parallelism,
      concurrency: config.argon2Concurrency,
      queueLimit: 256,
      random,
      wrongAnswerMillis: config.wrongAnswerMillis,
    })
    const events = openEvents({ store: store.events, clock, reference: random.reference, log })
    const operator = operatorFlows({
      store,
      passwords,
      foreignHashProblem,
      masterKeys,
      reseal: (context, value) => reseal(masterKeys, random, context, value),
      signingKeyContext,
      keyRing,
      random,
      sha256,
      clock,
      record: events.record,
      flushEvents: events.flush,
    })
    const close = async (): Promise<void> => {
      await events.flush()
      await store.close()
    }
    const parts = { store, masterKeys, keyRing, passwords, events, operator }
    return { config, clock, random, log, database, migrated, ...parts, close }
  } catch (error) {
    await database.close()
    throw error
  }
}

export type Rooms = Awaited<ReturnType<typeof openRooms>>

export const buildServer = async (rooms: Rooms) => {
  const { config, clock, random, log, store, masterKeys, keyRing, passwords, events } = rooms
  const { record } = events
  const later = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => log.warn({ err: error }, 'work that no answer waits for failed'))
  }

  const refreshTokens = refreshTokensUnder(masterKeys)
  const knownResources = async (named: readonly string[]): Promise<readonly string[]> => {
    const others = named.filter((resource) => resource !== config.defaultAudience)
    return [config.defaultAudience, ...(others.length === 0 ? [] : await store.clients.knownAudiences(others))]
  }

  const scopes = await knowingScopes(store.scopes)

  const authenticateClient = clientAuthentication({ clients: store.clients, sha256, sameDigest, later })
  const grants = allGrants({
    ...config,
    refreshRetrySeconds: config.refreshRetrySeconds,
    store,
    families: store.families,
    sha256,
    refreshTokens,
    record,
    knownResources,
  })
  const issue = issuing({ ...config, sign: keyRing.sign, unique: () => random.id(''), refreshTokens })
  const mintCode = mintingCodes({ codes: store.codes, random, sha256, codeSeconds: config.codeSeconds })
  const attempts = countingAttempts({ store: store.attempts, sha256, addressGroup, limited: config.rateLimits })

  const parts: HttpParts = {
    config,
    clock,
    random,
    record,
    token: tokenFlow({ grants, authenticateClient, issue }),
    authorize: authorizeFlow({ store, issuer: config.issuer, knownResources, mintCode }),
    revoke: revoking({ store, authenticateClient, refreshTokens, verify: keyRing.verify, record }),
    introspect: introspecting({
      store,
      issuer: config.issuer,
      authenticateClient,
      refreshTokens,
      verify: keyRing.verify,
    }),
    registration: registering({
      store,
      scopes: scopes.list,
      policy: config.registration,
      initialAccessToken: config.initialAccessToken,
      random,
      sha256,
      sameDigest,
      record,
    }),
    logIn: loggingIn({ ...config, store, passwords, attempts, record, random, sha256, later }),
    logOut: loggingOut({ store, record }),
    findVisitor: findingVisitors({ ...config, sessions: store.sessions, sha256, later }),
    scopes: scopes.list,
    keyRing,
    formBox: sealedBox(masterKeys, random, 'form'),
    browserBox: sealedBox(masterKeys, random, 'browser'),
    grantTypes: grants.map(({ name }) => name),
    ping: store.ping,
    isUnavailable,
    isBusy: (error) => error instanceof PasswordsBusy,
  }
  const app = await buildApp(parts, log)
  /** Follows what other processes changed; call it every few seconds. */
  const reload = async (): Promise<void> => {
    masterKeys.reload()
    await Promise.all([keyRing.reload(), scopes.reload()])
  }
  return { app, reload, upkeep: keyRing.upkeep, sweep: sweeping({ store, log }) }
}
