// The only place where rooms meet: every flow is put together here, once, in visible order, and given to the door.
import type { Config } from './config/config.ts'
import { sameDigest, sha256 } from './crypto/digest.ts'
import { isSignedByOneOf } from './crypto/foreign-jws.ts'
import type { KeyRing } from './crypto/key-ring.ts'
import type { MasterKeys } from './crypto/master-keys.ts'
import { type Passwords, PasswordsBusy } from './crypto/passwords.ts'
import { type Clock, type Random, systemStopwatch } from './crypto/random.ts'
import { openSecret, sealedBox, sealSecret } from './crypto/seal.ts'
import { claimingAttempts, countingAttempts } from './flows/account/attempts.ts'
import { loggingIn } from './flows/account/log-in.ts'
import { loggingOut } from './flows/account/log-out.ts'
import { findingVisitors } from './flows/account/visitor.ts'
import { clientAuthentication } from './flows/authenticate-client.ts'
import { authorizeFlow } from './flows/authorize.ts'
import { findingAuthorizingClients } from './flows/authorizing-client.ts'
import { checkingSectors } from './flows/check-sector.ts'
import { checkingAssertions } from './flows/client-assertion.ts'
import { findingClientKeys } from './flows/client-keys.ts'
import { answeringDevices } from './flows/device/answer.ts'
import { startingDevices } from './flows/device/start.ts'
import { userCodesUnder } from './flows/device/user-codes.ts'
import { endingSessions } from './flows/end-session.ts'
import type { Events } from './flows/events.ts'
import { allowingFetches } from './flows/fetch-allowance.ts'
import { fetchingClientDocuments } from './flows/fetch-client-document.ts'
import type { Grant } from './flows/grants/grant.ts'
import { allGrants } from './flows/grants/index.ts'
import { introspecting } from './flows/introspect.ts'
import { issuing, type Sign } from './flows/issue.ts'
import type { KnownResources } from './flows/known-resources.ts'
import type { KnownScopes } from './flows/known-scopes.ts'
import { knowingAccessTokens } from './flows/live-access-token.ts'
import { mintingCodes } from './flows/mint-code.ts'
import { sealedSecretContext } from './flows/operator/master-keys.ts'
import { refreshTokensUnder } from './flows/refresh-tokens.ts'
import { registering } from './flows/register.ts'
import { revoking } from './flows/revoke.ts'
import { knowingSubjects } from './flows/subjects.ts'
import { tellingApps } from './flows/tell-apps.ts'
import { tokenFlow } from './flows/token.ts'
import { sweeping } from './flows/upkeep.ts'
import { readingUserInfo } from './flows/userinfo.ts'
import { buildApp } from './http/app.ts'
import { type Colleagues, openLimits } from './http/limits.ts'
import type { HttpParts } from './http/parts.ts'
import type { GuardedFetch } from './outbound/guarded-fetch.ts'
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
  scopes: KnownScopes
  masterKeys: MasterKeys
  keyRing: KeyRing
  passwords: Passwords
  events: Events
  guardedFetch: GuardedFetch
  /** Runs work that no answer waits for. */
  later: (work: () => Promise<unknown>) => void
  sha256: (text: string) => Buffer
  aroundGrant: (grant: Grant) => Grant
}>

export const buildFlows = async (ingredients: Ingredients) => {
  const { config, random, store, resources, scopes, masterKeys, keyRing, passwords, events, later, sha256 } =
    ingredients
  const { issuer } = config
  const { record } = events
  const { verify } = keyRing
  const sign: Sign = (alg, typ, claims) =>
    keyRing.hasKey(alg)
      ? keyRing.sign(alg, typ, claims)
      : keyRing.prepare(alg).then(() => keyRing.sign(alg, typ, claims))

  const refreshTokens = refreshTokensUnder(masterKeys)
  const accessTokens = knowingAccessTokens({ store, issuer, verify })
  const subjectOf = knowingSubjects({
    store: store.sealedSecrets,
    seal: (name, plain) => sealSecret(masterKeys, random, sealedSecretContext(name), plain),
    open: (name, row) => openSecret(masterKeys, sealedSecretContext(name), row),
    random,
  })
  const checkAssertion = checkingAssertions({
    ...{ issuer, sha256, isSignedByOneOf },
    findKeys: findingClientKeys({ guardedFetch: ingredients.guardedFetch }),
    assertions: store.clientAssertions,
  })
  const authenticateClient = clientAuthentication({
    ...{ store, checkAssertion, sha256, sameDigest, later },
  })
  const grants = allGrants({
    ...config,
    ...{ store, sha256, refreshTokens, record, resources },
    families: store.families,
  }).map(ingredients.aroundGrant)
  const issue = issuing({
    ...{ ...config, sign, refreshTokens, resources, subjectOf },
    unique: () => random.id(''),
    scopes: scopes.list,
  })
  const mintCode = mintingCodes({ codes: store.codes, random, sha256, codeSeconds: config.codeSeconds })
  const tellApps = tellingApps({
    ...{ store, issuer, sign, subjectOf, record, later, clock: ingredients.clock },
    guardedFetch: ingredients.guardedFetch,
    unique: () => random.id(''),
    longestTokenSeconds: resources.longestTokenSeconds,
  })
  const attempts = countingAttempts({ store: store.attempts, sha256, addressGroup, limited: config.rateLimits })

  const claimAttempts = claimingAttempts({ store: store.attempts, sha256, limited: config.rateLimits })
  const userCodes = userCodesUnder(masterKeys)

  const allowance = allowingFetches({ store: store.attempts, sha256, addressGroup, limited: config.rateLimits })
  const findClient = findingAuthorizingClients({
    ...{ ...config, store, record },
    fetchDocument: fetchingClientDocuments({
      guardedFetch: ingredients.guardedFetch,
      allowance,
      scopes: scopes.list,
      fetchLoopback: config.fetchLoopback,
    }),
  })

  return {
    scopes,
    grantTypes: grants.map(({ name }) => name),
    token: tokenFlow({ grants, authenticateClient, issue }),
    authorize: authorizeFlow({ store, issuer, findClient, resources, subjectOf, verify, mintCode }),
    startDevice: startingDevices({
      ...config,
      ...{ store, authenticateClient, resources, claimAttempts, userCodes, random, sha256 },
    }),
    devices: answeringDevices({ store, userCodes, claimAttempts, record }),
    userinfo: readingUserInfo({ store, issuer, sign, accessTokens }),
    revoke: revoking({ store, authenticateClient, accessTokens, refreshTokens, record }),
    ...introspecting({ store, issuer, authenticateClient, accessTokens, refreshTokens, subjectOf, sign, resources }),
    registration: registering({
      ...config,
      ...{ store, random, sha256, sameDigest, record },
      scopes: scopes.list,
      policy: config.registration,
      checkSector: checkingSectors({ guardedFetch: ingredients.guardedFetch, allowance }),
      prepareKey: keyRing.prepare,
    }),
    logIn: loggingIn({
      ...config,
      ...{ store, passwords, attempts, record, random, sha256, later, tellApps: tellApps.soon },
    }),
    logOut: loggingOut({ store, record, tellApps: tellApps.soon }),
    endSession: endingSessions({ store, issuer, subjectOf, verify }),
    tellApps,
    findVisitor: findingVisitors({ ...config, sessions: store.sessions, sha256, later }),
  }
}

/** @param colleagues other workers of this machine, where there are any */
export const buildServer = async (rooms: Rooms, colleagues?: Colleagues) => {
  const { config, random, log, store, resources, masterKeys, keyRing } = rooms
  const later = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => log.warn({ err: error }, 'work that no answer waits for failed'))
  }
  const { scopes, tellApps, ...flows } = await buildFlows({ ...rooms, later, sha256, aroundGrant: (grant) => grant })
  const limits = openLimits(systemStopwatch, colleagues)
  const parts: HttpParts = {
    ...flows,
    limits,
    ...{ config, random, keyRing, clock: rooms.clock, record: rooms.events.record, scopes: scopes.list },
    resources: resources.list,
    formBox: sealedBox(masterKeys, random, 'form'),
    browserBox: sealedBox(masterKeys, random, 'browser'),
    webOriginsOf: async (clientIds) => {
      const found = await Promise.all(clientIds.map(store.knownClient))
      return found.flatMap((record) => (record === undefined ? [] : [record.client.webOrigins]))
    },
    ping: store.ping,
    isUnavailable,
    isBusy: (error) => error instanceof PasswordsBusy,
  }
  const app = await buildApp(parts, log)
  app.addHook('onClose', tellApps.settle)
  /** Follows what other processes changed; call it every few seconds. */
  const reload = async (): Promise<void> => {
    store.forgetClients()
    masterKeys.reload()
    await Promise.all([keyRing.reload(), scopes.reload(), resources.reload()])
  }
  const { tellCounts } = limits
  return {
    app,
    reload,
    tellCounts,
    tellApps: tellApps.begin,
    upkeep: keyRing.upkeep,
    sweep: sweeping({ store, log, stopwatch: systemStopwatch }),
  }
}

export type Server = Awaited<ReturnType<typeof buildServer>>
