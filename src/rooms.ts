// The rooms that a command needs and the server is built on: memory, secrets and the operator's flows.
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { openCommonPasswords } from './crypto/common-passwords.ts'
import { sha256 } from './crypto/digest.ts'
import { foreignHashProblem } from './crypto/foreign-hashes.ts'
import { openKeyRing } from './crypto/key-ring.ts'
import { openMasterKeys } from './crypto/master-keys.ts'
import { openPasswords } from './crypto/passwords.ts'
import { type Clock, type Random, systemClock, systemRandom } from './crypto/random.ts'
import { reseal } from './crypto/seal.ts'
import { signingKeyContext } from './crypto/signing-keys.ts'
import { openEvents } from './flows/events.ts'
import { openFigures } from './flows/figures.ts'
import { knowingResources } from './flows/known-resources.ts'
import { knowingScopes } from './flows/known-scopes.ts'
import { recordingAs } from './flows/operator/acts.ts'
import { type OperatorFlows, type OperatorParts, operatorFlows } from './flows/operator/index.ts'
import { judgingForOperators } from './flows/operator/password.ts'
import { settingUp } from './flows/operator/setup-link.ts'
import type { Actor } from './model/actor.ts'
import type { Event } from './model/event.ts'
import type { Meter } from './model/meter.ts'
import type { Traces } from './model/traces.ts'
import { openGuardedFetch } from './outbound/guarded-fetch.ts'
import { openPost } from './outbound/mail.ts'
import { openDatabase } from './store/database.ts'
import { createStore } from './store/index.ts'
import { migrate } from './store/migrate.ts'
import type { AroundStatement } from './store/watched.ts'

/** What tests replace: nothing else is. */
export type Nature = Readonly<{ clock: Clock; random: Random }>

type Around = Partial<Nature> & Readonly<{ traces?: Traces | undefined; meter?: Meter | undefined }>

export const openRooms = async (
  config: Config,
  log: Logger,
  { clock = systemClock, random = systemRandom, traces, meter }: Around = {},
) => {
  const aroundStatement: AroundStatement | undefined =
    traces &&
    ((summary, run) => traces.around(summary, { 'db.system.name': 'postgresql', 'db.query.summary': summary }, run))
  const database = await openDatabase(config, aroundStatement)
  try {
    const migrated = await migrate(database)
    const store = createStore(database)
    const masterKeys = openMasterKeys({
      keysDir: config.keysDir,
      masterKeys: config.masterKeys,
      sealedBy: await store.sealingKeys(),
      random,
      warn: (line) => log.warn(line),
    })
    const resources = await knowingResources({ ...config, store })
    const scopes = await knowingScopes(store.scopes)
    const keyRing = await openKeyRing({
      keys: store.signingKeys,
      masterKeys,
      random,
      clock,
      algorithms: ['RS256'],
      announceSeconds: config.keyAnnounceSeconds,
      activeSeconds: config.keyActiveSeconds,
      get maxTokenSeconds() {
        return resources.longestTokenSeconds()
      },
      log,
    })
    const passwords = openPasswords({
      memoryKib: config.argon2MemoryKib,
      iterations: config.argon2Iterations,
      parallelism: config.argon2Parallelism,
      concurrency: config.workerHashes,
      // Whoever waits, waits as long with many workers as with one.
      queueLimit: Math.ceil(256 / config.workers),
      random,
      wrongAnswerMillis: config.wrongAnswerMillis,
    })
    const figures = openFigures({ store: store.figures, clock })
    const noted = (event: Event): void => {
      figures.noted(event)
      meter?.event(event.kind, event.code)
    }
    const events = openEvents({ store: store.events, clock, reference: random.reference, log, noted })
    const post = openPost({
      ...{ smtpUrl: config.smtpUrl, from: config.mailFrom, devMailbox: config.devMailbox, clock },
      service: config.brandName,
      usualLanguage: config.defaultLanguage,
      gaveUp: ({ kind }, reason) => {
        const operatorText = `A mail (${kind}) could not be delivered: ${reason}.`
        events.record({ kind: 'mail_undelivered', operatorText, cure: 'Look at SMTP_URL and at the mail server.' })
        log.warn({ mail: kind, reason }, 'a mail could not be delivered')
      },
    })
    const guardedFetch = openGuardedFetch({ allowLoopback: config.fetchLoopback })
    const operatorParts: OperatorParts = {
      store,
      passwords,
      foreignHashProblem,
      masterKeys,
      reseal: (context, value) => reseal(masterKeys, random, context, value),
      signingKeyContext,
      issuer: config.issuer,
      fetchLoopback: config.fetchLoopback,
      resources,
      scopes,
      keyRing,
      random,
      sha256,
      clock,
      record: events.record,
      flushEvents: events.flush,
      invitations: { config, deliver: post.deliver },
      sendMail: post.send,
      passwordProblem: judgingForOperators({ ...config, commonPasswords: openCommonPasswords() }),
    }
    /** What an operator may do, with an event for each act that says who it was. */
    const operatorAs = (actor: Actor): OperatorFlows =>
      operatorFlows({ ...operatorParts, record: recordingAs(events.record, actor) }, actor)
    const operator = operatorAs({ kind: 'command-line' })
    const setup = settingUp(operatorParts)
    const close = async (): Promise<void> => {
      await post.close()
      await events.flush()
      await figures.flush().catch((error: unknown) => log.warn({ err: error }, 'the last figures were not written'))
      await store.close()
    }
    const parts = {
      store,
      resources,
      scopes,
      masterKeys,
      keyRing,
      passwords,
      events,
      figures,
      post,
      guardedFetch,
      operator,
      operatorAs,
      setup,
    }
    return { config, clock, random, log, database, migrated, ...parts, close }
  } catch (error) {
    await database.close()
    throw error
  }
}

export type Rooms = Awaited<ReturnType<typeof openRooms>>
