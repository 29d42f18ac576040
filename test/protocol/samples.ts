// Samples for the rulebook's tests: complete, fixed values; a test changes what it is about.
import type { Test } from 'tap'
import type { Account } from '../../src/model/account.ts'
import type { AuthorizationCode } from '../../src/model/authorization-code.ts'
import type { AuthorizationRequest } from '../../src/model/authorization-request.ts'
import { type Client, usualClient } from '../../src/model/client.ts'
import type { Consent } from '../../src/model/consent.ts'
import type { Family } from '../../src/model/family.ts'
import type { Session } from '../../src/model/session.ts'
import { type ErrorCode, OAuthError } from '../../src/protocol/errors.ts'

export const start = new Date('2026-11-22T10:20:30.500Z')
export const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000)
export const day = 86_400

const noClaims = { idToken: [], userinfo: [] }

export const aClient = (change: Partial<Client> = {}): Client => ({
  ...usualClient,
  clientId: 'app_shop',
  name: 'Shop',
  origin: 'operator',
  tokenEndpointAuthMethod: 'client_secret_basic',
  redirectUris: ['https://shop.example/callback'],
  grantTypes: ['authorization_code', 'refresh_token'],
  scope: ['openid', 'profile', 'email'],
  createdAt: start,
  ...change,
})

export const aPublicClient = (change: Partial<Client> = {}): Client =>
  aClient({ clientId: 'app_desk', name: 'Desk', tokenEndpointAuthMethod: 'none', ...change })

export const aRequest = (change: Partial<AuthorizationRequest> = {}): AuthorizationRequest => ({
  client: aClient(),
  redirectUri: 'https://shop.example/callback',
  redirectUriSent: true,
  responseMode: 'query',
  state: 'xyz',
  scope: ['openid', 'profile'],
  resources: [],
  requestedClaims: noClaims,
  essentialAcr: [],
  wishedAcr: [],
  expectedSubject: null,
  codeChallenge: challenge,
  nonce: null,
  prompt: [],
  maxAgeSeconds: null,
  loginHint: null,
  ...change,
})

/** RFC 7636, Appendix B. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

export const anAccount = (change: Partial<Account> = {}): Account => ({
  sub: 'usr_ada',
  email: 'ada@example.com',
  emailNormalized: 'ada@example.com',
  emailVerifiedAt: null,
  name: 'Ada',
  language: null,
  profile: {},
  profileUpdatedAt: start,
  roles: [],
  attributes: {},
  disabledAt: null,
  createdAt: start,
  ...change,
})

export const aSession = (change: Partial<Session> = {}): Session => ({
  id: 'ses_1',
  sub: 'usr_ada',
  sidSeed: Buffer.alloc(32, 7),
  authenticatedAt: start,
  amr: ['pwd'],
  createdAt: start,
  lastSeenAt: start,
  idleExpiresAt: at(14 * day),
  absoluteExpiresAt: at(30 * day),
  ...change,
})

export const aConsent = (change: Partial<Consent> = {}): Consent => ({
  sub: 'usr_ada',
  clientId: 'app_shop',
  redirectOrigin: 'https://shop.example',
  scope: ['openid', 'profile'],
  resources: [],
  clientName: 'Shop',
  clientVersion: null,
  grantedAt: start,
  declined: [],
  endsAt: null,
  ...change,
})

export const aCode = (change: Partial<AuthorizationCode> = {}): AuthorizationCode => ({
  digest: Buffer.alloc(32, 1),
  clientId: 'app_shop',
  sub: 'usr_ada',
  sessionId: 'ses_1',
  sid: 'sid_1',
  redirectUri: 'https://shop.example/callback',
  redirectUriSent: true,
  codeChallenge: challenge,
  scope: ['openid', 'profile'],
  resources: [],
  requestedClaims: noClaims,
  nonce: null,
  authenticatedAt: start,
  amr: ['pwd'],
  familyId: Buffer.alloc(16, 2),
  familyPublicId: 'fam_1',
  issuedAt: start,
  expiresAt: at(60),
  spentAt: null,
  accessEndsAt: null,
  ...change,
})

export const aFamily = (change: Partial<Family> = {}): Family => ({
  id: Buffer.alloc(16, 2),
  publicId: 'fam_1',
  clientId: 'app_shop',
  sub: 'usr_ada',
  sessionId: 'ses_1',
  sid: 'sid_1',
  scope: ['openid', 'profile'],
  resources: [],
  requestedClaims: noClaims,
  authenticatedAt: at(-100),
  amr: ['pwd'],
  generation: 0,
  rotatedAt: start,
  masterKey: '00112233445566ff',
  createdAt: start,
  idleExpiresAt: at(30 * day),
  absoluteExpiresAt: at(180 * day),
  revokedAt: null,
  revokedReason: null,
  ...change,
})

/** Every public description must be sendable as it is (RFC 6749 §5.2). */
const sendable = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/

/** The refusal that the work ends in; the test fails if it ends in anything else. */
export const refusalOf = (t: Test, work: () => unknown, code: ErrorCode, title: string): OAuthError => {
  try {
    const result = work()
    t.fail(`${title}: was accepted`, { result })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    t.equal(error.code, code, title)
    t.match(error.message, sendable, `${title}: its description may be sent`)
    return error
  }
  return new OAuthError('server_error', 'nothing was refused')
}

/** A small generator of numbers below 2^32 (mulberry32), so that a run of random input can be repeated. */
export const numbers = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
