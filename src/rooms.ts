// The rooms that a command needs and the server is built on: memory, secrets and the operator's flows.
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { sha256 } from './crypto/digest.ts'
import { foreignHashProblem } from './crypto/foreign-hashes.ts'
import { openKeyRing } from './crypto/key-ring.ts'
import { openMasterKeys } from './crypto/master-keys.ts'
import { openPasswords } from './crypto/passwords.ts'
import { type Clock, type Random, systemClock, systemRandom } from './crypto/random.ts'
import { reseal } from './crypto/seal.ts'
import { signingKeyContext } from './crypto/signing-keys.ts'
import { openEvents } from './flows/events.ts'
import { knowingResources } from './flows/known-resources.ts'
import { knowingScopes } from './flows/known-scopes.ts'
import { operatorFlows } from './flows/operator/index.ts'
import { openGuardedFetch } from './outbound/guarded-fetch.ts'
import { openDatabase } from './store/database.ts'
import { createStore } from './store/index.ts'
import { migrate } from './store/migrate.ts'

/** What tests replace: nothing else is. */
export type Nature = Readonly<{ clock: Clock; random: Random }>
const nature: Nature = { clock: systemClock, random: systemRandom }

export const openRooms = async (config: Config, log: Logger, { clock, random }: Nature = nature) => {
  const database = await openDatabase(config)
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
    const events = openEvents({ store: store.events, clock, reference: random.reference, log })
    const guardedFetch = openGuardedFetch({ allowLoopback: config.fetchLoopback })
    const operator = operatorFlows({
      store,
      passwords,
      foreignHashProblem,
      masterKeys,
      reseal: (context, value) => reseal(masterKeys, random, context, value),
      signingKeyContext,
      fetchLoopback: config.fetchLoopback,
      resources,
      scopes,
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
    const parts = { store, resources, scopes, masterKeys, keyRing, passwords, events, guardedFetch, operator }
    return { config, clock, random, log, database, migrated, ...parts, close }
  } catch (error) {
    await database.close()
    throw error
  }
}

export type Rooms = Awaited<ReturnType<typeof openRooms>>
