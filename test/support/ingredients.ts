// Ingredients: what the flows are made of, opened on a given store and clock, with passwords hashed at a test's cost.
import type { Logger } from 'pino'
import { loadConfig } from '../../src/config/load.ts'
import { sha256 } from '../../src/crypto/digest.ts'
import { openKeyRing } from '../../src/crypto/key-ring.ts'
import { openMasterKeys } from '../../src/crypto/master-keys.ts'
import { openPasswords } from '../../src/crypto/passwords.ts'
import type { Clock, Random } from '../../src/crypto/random.ts'
import { openEvents } from '../../src/flows/events.ts'
import { openFigures } from '../../src/flows/figures.ts'
import { knowingResources } from '../../src/flows/known-resources.ts'
import { knowingScopes } from '../../src/flows/known-scopes.ts'
import { openGuardedFetch } from '../../src/outbound/guarded-fetch.ts'
import type { Store } from '../../src/store/index.ts'
import type { Ingredients } from './assembly.ts'

export const issuer = 'https://id.example'

type Wanted = Readonly<{
  store: Store
  /** Beyond the defaults of the README. */
  settings: Readonly<Record<string, string>>
  /** Newest first. */
  masterKeys: readonly string[]
  clock: Clock
  random: Random
  log: Logger
  later: Ingredients['later']
}>

export const openIngredients = async (wanted: Wanted): Promise<Ingredients> => {
  const { store, clock, random, log, later } = wanted
  const loaded = loadConfig({ ISSUER: issuer, REGISTRATION: 'open', ...wanted.settings })
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'))
  const { config } = loaded
  const resources = await knowingResources({ ...config, store })
  const scopes = await knowingScopes(store.scopes)
  const masterKeys = openMasterKeys({ keysDir: '', masterKeys: wanted.masterKeys, sealedBy: [], random })
  return {
    ...{ config, store, resources, scopes, clock, random, masterKeys, log, later, sha256 },
    figures: openFigures({ store: store.figures, clock }),
    aroundGrant: (grant) => grant,
    keyRing: await openKeyRing({
      ...{ masterKeys, random, clock, log },
      keys: store.signingKeys,
      algorithms: ['RS256'],
      announceSeconds: config.keyAnnounceSeconds,
      activeSeconds: config.keyActiveSeconds,
      get maxTokenSeconds() {
        return resources.longestTokenSeconds()
      },
    }),
    passwords: openPasswords({ memoryKib: 8, iterations: 1, parallelism: 1, concurrency: 4, queueLimit: 99, random }),
    events: openEvents({ store: store.events, clock, reference: random.reference, log }),
    post: { send: () => {} },
    guardedFetch: openGuardedFetch({ allowLoopback: true }),
  }
}
