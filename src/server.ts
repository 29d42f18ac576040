// The only place where rooms meet: every flow is put together here, once, in visible order, and given to the door.
import type { Config } from './config/config.ts'
import { sameDigest, sha256 } from './crypto/digest.ts'
import type { KeyRing } from './crypto/key-ring.ts'
import type { MasterKeys } from './crypto/master-keys.ts'
import { type Passwords, PasswordsBusy } from './crypto/passwords.ts'
import type { Clock, Random } from './crypto/random.ts'
import { openSecret, sealedBox, sealSecret } from './crypto/seal.ts'
import { countingAttempts } from './flows/account/attempts.ts'
import { loggingIn } from './flows/account/log-in.ts'
import { loggingOut } from './flows/account/log-out.ts'
import { findingVisitors } from './flows/account/visitor.ts'
import { clientAuthentication } from './flows/authenticate-client.ts'
import { authorizeFlow } from './flows/authorize.ts'
import type { Events } from './flows/events.ts'
import type { Grant } from './flows/grants/grant.ts'
import { allGrants } from './flows/grants/index.ts'
import { introspecting } from './flows/introspect.ts'
import { issuing, type Sign } from './flows/issue.ts'
import type { KnownResources } from './flows/known-resources.ts'
import { knowingScopes } from './flows/known-scopes.ts'
import { mintingCodes } from './flows/mint-code.ts'
import { sealedSecretContext } from './flows/operator/master-keys.ts'
import { refreshTokensUnder } from './flows/refresh-tokens.ts'
import { registering } from './flows/register.ts'
import { revoking } from './flows/revoke.ts'
import { knowingSubjects } from './flows/subjects.ts'
import { tokenFlow } from './flows/token.ts'
import { sweeping } from './flows/upkeep.ts'
import { readingUserInfo } from './flows/userinfo.ts'
import { buildApp } from './http/app.ts'
import type { HttpParts } from './http/parts.ts'
import { addressGroup } from './protocol/address.ts'
import type { Rooms } from './rooms.ts'
import type { Store } from './store/index.ts'
import { isUnavailable } from './store/unavailable.ts'

/** What the flows are made of. */
export type Ingredients = Readonly<{
  config: Config
  clock: Clock
  random: Random
  store: Store
  resources: KnownResources
  masterKeys: MasterKeys
  keyRing: KeyRing
  passwords: Passwords
  events: Events
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
  sha256: (text: string) => Buffer
  aroundGrant: (grant: Grant) => Grant
}>

export const buildFlows = async (ingredients: Ingredients) => {
  const { config, random, store, resources, masterKeys, keyRing, passwords, events, later, sha256 } = ingredients
  const { issuer } = config
  const { record } = events
  const { verify } = keyRing
  const sign: Sign = (alg, typ, claims) =>
    keyRing.hasKey(alg)
      ? keyRing.sign(alg, typ, claims)
      : keyRing.prepare(alg).then(() => keyRing.sign(alg, typ, claims))

  const scopes = await knowingScopes(store.scopes)
  const refreshTokens = refreshTokensUnder(masterKeys)
  const subjectOf = knowingSubjects({
    store: store.sealedSecrets,
    seal: (name, plain) => sealSecret(masterKeys, random, sealedSecretContext(name), plain),
    open: (name, row) => openSecret(masterKeys, sealedSecretContext(name), row),
    random,
  })
  const authenticateClient = clientAuthentication({ clients: store.clients, sha256, sameDigest, later })
  const grants = allGrants({
    ...config,
    ...{ store, sha256, refreshTokens, record, resources },
    families: store.families,
  }).map(ingredients.aroundGrant)
  const issue = issuing({ ...config, sign, unique: () => random.id(''), refreshTokens, resources, subjectOf })
  const mintCode = mintingCodes({ codes: store.codes, random, sha256, codeSeconds: config.codeSeconds })
  const attempts = countingAttempts({ store: store.attempts, sha256, addressGroup, limited: config.rateLimits })

  return {
    scopes,
    grantTypes: grants.map(({ name }) => name),
    token: tokenFlow({ grants, authenticateClient, issue }),
    authorize: authorizeFlow({ store, issuer, resources, subjectOf, verify, mintCode }),
    userinfo: readingUserInfo({ store, issuer, sign, verify }),
    revoke: revoking({ store, authenticateClient, refreshTokens, verify, record }),
    introspect: introspecting({ store, issuer, authenticateClient, refreshTokens, subjectOf, verify }),
    registration: registering({
      ...{ store, random, sha256, sameDigest, record },
      scopes: scopes.list,
      policy: config.registration,
      initialAccessToken: config.initialAccessToken,
    }),
    logIn: loggingIn({ ...config, store, passwords, attempts, record, random, sha256, later }),
    logOut: loggingOut({ store, record }),
    findVisitor: findingVisitors({ ...config, sessions: store.sessions, sha256, later }),
  }
}

export const buildServer = async (rooms: Rooms) => {
  const { config, random, log, store, resources, masterKeys, keyRing } = rooms
  const later = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => log.warn({ err: error }, 'work that no answer waits for failed'))
  }
  const { scopes, ...flows } = await buildFlows({ ...rooms, later, sha256, aroundGrant: (grant) => grant })
  const parts: HttpParts = {
    ...flows,
    ...{ config, random, keyRing, clock: rooms.clock, record: rooms.events.record, scopes: scopes.list },
    formBox: sealedBox(masterKeys, random, 'form'),
    browserBox: sealedBox(masterKeys, random, 'browser'),
    ping: store.ping,
    isUnavailable,
    isBusy: (error) => error instanceof PasswordsBusy,
  }
  const app = await buildApp(parts, log)
  /** Follows what other processes changed; call it every few seconds. */
  const reload = async (): Promise<void> => {
    masterKeys.reload()
    await Promise.all([keyRing.reload(), scopes.reload(), resources.reload()])
  }
  return { app, reload, upkeep: keyRing.upkeep, sweep: sweeping({ store, log }) }
}
