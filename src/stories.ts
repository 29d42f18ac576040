// The stories: every flow is put together here, once, in visible order, of what the rooms give it.
import type { Config } from './config/config.ts'
import { openCommonPasswords } from './crypto/common-passwords.ts'
import { sameDigest } from './crypto/digest.ts'
import { isSignedByOneOf } from './crypto/foreign-jws.ts'
import type { KeyRing } from './crypto/key-ring.ts'
import type { MasterKeys } from './crypto/master-keys.ts'
import type { Passwords } from './crypto/passwords.ts'
import type { Clock, Random } from './crypto/random.ts'
import { openSecret, sealedBox, sealSecret } from './crypto/seal.ts'
import { openWebAuthn } from './crypto/webauthn.ts'
import { claimingAttempts, countingAttempts } from './flows/account/attempts.ts'
import { factorFlows } from './flows/account/factor-flows.ts'
import { loggingIn } from './flows/account/log-in.ts'
import { loggingOut } from './flows/account/log-out.ts'
import { openingSessions, strengtheningSessions } from './flows/account/open-session.ts'
import { ownAccount } from './flows/account/own-account.ts'
import { peopleFlows } from './flows/account/people-flows.ts'
import { tellingOfFactors } from './flows/account/tell-of-factors.ts'
import { noticingThefts } from './flows/account/thefts.ts'
import { findingVisitors } from './flows/account/visitor.ts'
import { admittingAdmins } from './flows/admin-access.ts'
import { appFlows } from './flows/apps/index.ts'
import { testRedirects } from './flows/apps/test-redirect.ts'
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
import type { Figures } from './flows/figures.ts'
import type { Grant } from './flows/grants/grant.ts'
import { allGrants } from './flows/grants/index.ts'
import { introspecting } from './flows/introspect.ts'
import { issuing, type Sign } from './flows/issue.ts'
import type { KeptSecretParts } from './flows/kept-secret.ts'
import type { KnownResources } from './flows/known-resources.ts'
import type { KnownScopes } from './flows/known-scopes.ts'
import { knowingAccessTokens } from './flows/live-access-token.ts'
import { mintingCodes } from './flows/mint-code.ts'
import { sealedSecretContext, totpContext } from './flows/operator/master-keys.ts'
import { findingPopularity } from './flows/popularity.ts'
import { refreshTokensUnder } from './flows/refresh-tokens.ts'
import { registering } from './flows/register.ts'
import { revoking } from './flows/revoke.ts'
import { knowingSubjects } from './flows/subjects.ts'
import { tellingApps } from './flows/tell-apps.ts'
import { tokenFlow } from './flows/token.ts'
import { checkingQuotas } from './flows/token-quota.ts'
import { readingUserInfo } from './flows/userinfo.ts'
import type { GuardedFetch } from './outbound/guarded-fetch.ts'
import type { Post } from './outbound/mail.ts'
import { addressGroup } from './protocol/address.ts'
import { mostCounted } from './store/consents.ts'
import { isDuplicate } from './store/duplicate.ts'
import type { Store } from './store/index.ts'

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
  figures: Figures
  post: Pick<Post, 'send'>
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
  const { figures } = ingredients
  const { verify } = keyRing
  const sign: Sign = (alg, typ, claims) =>
    keyRing.hasKey(alg)
      ? keyRing.sign(alg, typ, claims)
      : keyRing.prepare(alg).then(() => keyRing.sign(alg, typ, claims))

  const refreshTokens = refreshTokensUnder(masterKeys)
  const accessTokens = knowingAccessTokens({ store, issuer, verify })
  const kept: KeptSecretParts = {
    store: store.sealedSecrets,
    seal: (name, plain) => sealSecret(masterKeys, random, sealedSecretContext(name), plain),
    open: (name, row) => openSecret(masterKeys, sealedSecretContext(name), row),
    random,
  }
  const subjectOf = knowingSubjects(kept)
  const checkAssertion = checkingAssertions({
    ...{ issuer, sha256, isSignedByOneOf },
    findKeys: findingClientKeys({ guardedFetch: ingredients.guardedFetch }),
    assertions: store.clientAssertions,
  })
  const authenticateClient = clientAuthentication({
    ...{ store, checkAssertion, sha256, sameDigest, later },
  })
  const sendMail = config.hasMail ? ingredients.post.send : null
  const noticeTheft = noticingThefts({ store, issuer, later, sendMail })
  const grants = allGrants({
    ...config,
    ...{ store, sha256, refreshTokens, record, resources, noticeTheft },
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

  const openSession = openingSessions({
    ...config,
    ...{ store, random, sha256, later, record, tellApps: tellApps.soon },
  })
  const { beginHalfLogin, ...factors } = factorFlows({
    ...{ store, kept, claimAttempts, openSession, record, random, sha256 },
    strengthenSession: strengtheningSessions({ store, random, sha256 }),
    tellOfFactors: tellingOfFactors({ store, issuer, later, sendMail }),
    webAuthn: openWebAuthn({ issuer }),
    sealTotp: (id, secret) => sealSecret(masterKeys, random, totpContext(id), secret),
    openTotp: (id, row) => openSecret(masterKeys, totpContext(id), row),
  })

  const userinfo = readingUserInfo({ store, issuer, sign, accessTokens })
  const redirects = testRedirects(sealedBox(masterKeys, random, 'app-test'), issuer)

  return {
    scopes,
    grantTypes: grants.map(({ name }) => name),
    token: tokenFlow({
      grants,
      authenticateClient,
      knownClient: store.knownClient,
      issue,
      checkQuota: checkingQuotas(config),
      figures,
    }),
    admitAdmin: admittingAdmins({ store, issuer, accessTokens }),
    authorize: authorizeFlow({
      isTestRedirect: redirects.allows,
      ...{ store, issuer, findClient, resources, scopes: scopes.list, subjectOf, verify, mintCode },
    }),
    startDevice: startingDevices({
      ...config,
      ...{ store, authenticateClient, resources, claimAttempts, userCodes, random, sha256 },
    }),
    devices: answeringDevices({ store, userCodes, claimAttempts, record, scopes: scopes.list }),
    userinfo,
    apps: appFlows({
      ...{ ...config, store, random, sha256, record, allowance, redirects, grants, issue, userinfo, keyRing },
      scopes: scopes.list,
      guardedFetch: ingredients.guardedFetch,
      flushEvents: events.flush,
    }),
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
    logIn: loggingIn({ store, passwords, attempts, later, openSession, beginHalfLogin }),
    ...factors,
    people: peopleFlows({
      ...{ config, store, sha256, random, record, later, openSession, attempts, claimAttempts, addressGroup },
      ...{ passwords, commonPasswords: openCommonPasswords(), isDuplicate },
      tellApps: tellApps.soon,
      sendMail: ingredients.post.send,
    }),
    logOut: loggingOut({ store, record, tellApps: tellApps.soon }),
    endSession: endingSessions({ store, issuer, subjectOf, verify }),
    thefts: store.theftNotices,
    popularity: findingPopularity({ consents: store.consents, mostCounted }),
    ownAccount: ownAccount({
      ...{ store, issuer, record, claimAttempts },
      ...{ tellApps: tellApps.soon, flushEvents: events.flush },
    }),
    knownClient: store.knownClient,
    tellApps,
    findVisitor: findingVisitors({ ...config, sessions: store.sessions, sha256, later }),
  }
}
