// Assembly: the real flows on a real store, put together as src/server.ts does it, without the door.
import type { Config } from '../../src/config/config.ts'
import { sameDigest, sha256 } from '../../src/crypto/digest.ts'
import { foreignHashProblem } from '../../src/crypto/foreign-hashes.ts'
import type { KeyRing } from '../../src/crypto/key-ring.ts'
import type { MasterKeys } from '../../src/crypto/master-keys.ts'
import type { Passwords } from '../../src/crypto/passwords.ts'
import type { Clock, Random } from '../../src/crypto/random.ts'
import { reseal } from '../../src/crypto/seal.ts'
import { signingKeyContext } from '../../src/crypto/signing-keys.ts'
import { countingAttempts } from '../../src/flows/account/attempts.ts'
import { loggingIn } from '../../src/flows/account/log-in.ts'
import { loggingOut } from '../../src/flows/account/log-out.ts'
import { findingVisitors } from '../../src/flows/account/visitor.ts'
import { clientAuthentication } from '../../src/flows/authenticate-client.ts'
import { authorizeFlow } from '../../src/flows/authorize.ts'
import type { Events } from '../../src/flows/events.ts'
import type { Grant } from '../../src/flows/grants/grant.ts'
import { allGrants } from '../../src/flows/grants/index.ts'
import { introspecting } from '../../src/flows/introspect.ts'
import { issuing } from '../../src/flows/issue.ts'
import { knowingScopes } from '../../src/flows/known-scopes.ts'
import { mintingCodes } from '../../src/flows/mint-code.ts'
import { operatorFlows } from '../../src/flows/operator/index.ts'
import { refreshTokensUnder } from '../../src/flows/refresh-tokens.ts'
import { registering } from '../../src/flows/register.ts'
import { revoking } from '../../src/flows/revoke.ts'
import { tokenFlow } from '../../src/flows/token.ts'
import { sweeping } from '../../src/flows/upkeep.ts'
import { addressGroup } from '../../src/protocol/address.ts'
import type { Store } from '../../src/store/index.ts'

/** Everything that the flows are made of. A seeded bug is one of these, wrapped. */
export type Ingredients = Readonly<{
  config: Config
  store: Store
  clock: Clock
  random: Random
  masterKeys: MasterKeys
  keyRing: KeyRing
  passwords: Passwords
  events: Events
  log: { info(context: object, message: string): void }
  later: (work: () => Promise<unknown>) => void
  sha256: (text: string) => Buffer
  /** Wraps each grant; only for seeded bugs. */
  aroundGrant?: (grant: Grant) => Grant
}>

export type Assembly = Awaited<ReturnType<typeof assemble>>

export const assemble = async (ingredients: Ingredients) => {
  const { config, store, random, masterKeys, keyRing, passwords, log, later } = ingredients
  const { record } = ingredients.events

  const refreshTokens = refreshTokensUnder(masterKeys)
  const knownResources = async (named: readonly string[]): Promise<readonly string[]> => {
    const others = named.filter((resource) => resource !== config.defaultAudience)
    return [config.defaultAudience, ...(others.length === 0 ? [] : await store.clients.knownAudiences(others))]
  }

  const scopes = await knowingScopes(store.scopes)
  const authenticateClient = clientAuthentication({
    clients: store.clients,
    sha256: ingredients.sha256,
    sameDigest,
    later,
  })
  const hashing = { sha256: ingredients.sha256 }
  const grants = allGrants({
    ...config,
    ...hashing,
    refreshRetrySeconds: config.refreshRetrySeconds,
    store,
    families: store.families,
    refreshTokens,
    record,
    knownResources,
  }).map(ingredients.aroundGrant ?? ((grant) => grant))
  const issue = issuing({ ...config, sign: keyRing.sign, unique: () => random.id(''), refreshTokens })
  const mintCode = mintingCodes({ ...hashing, codes: store.codes, random, codeSeconds: config.codeSeconds })
  const attempts = countingAttempts({ store: store.attempts, sha256, addressGroup, limited: config.rateLimits })
  const reading = { store, authenticateClient, refreshTokens, verify: keyRing.verify }

  return {
    token: tokenFlow({ grants, authenticateClient, issue }),
    authorize: authorizeFlow({ store, issuer: config.issuer, knownResources, mintCode }),
    revoke: revoking({ ...reading, record }),
    introspect: introspecting({ ...reading, issuer: config.issuer }),
    registration: registering({
      ...hashing,
      store,
      scopes: scopes.list,
      policy: config.registration,
      initialAccessToken: config.initialAccessToken,
      random,
      sameDigest,
      record,
    }),
    logIn: loggingIn({ ...config, ...hashing, store, passwords, attempts, record, random, later }),
    logOut: loggingOut({ store, record }),
    findVisitor: findingVisitors({ ...config, ...hashing, sessions: store.sessions, later }),
    sweep: sweeping({ store, log }),
    operator: operatorFlows({
      ...hashing,
      store,
      passwords,
      foreignHashProblem,
      masterKeys,
      reseal: (context, value) => reseal(masterKeys, random, context, value),
      signingKeyContext,
      keyRing,
      random,
      clock: ingredients.clock,
      record,
      flushEvents: ingredients.events.flush,
    }),
    scopes,
    record,
  }
}
