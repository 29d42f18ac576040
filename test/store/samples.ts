// Samples: a person, a client, a session, a code, each new and complete; a test changes what it is about.
import { randomBytes } from 'node:crypto'
import type { AccountWithPassword } from '../../src/model/account.ts'
import type { AuthorizationCode } from '../../src/model/authorization-code.ts'
import { type Client, usualClient } from '../../src/model/client.ts'
import type { Event } from '../../src/model/event.ts'
import type { Family } from '../../src/model/family.ts'
import type { Session } from '../../src/model/session.ts'
import type { SigningKey } from '../../src/model/signing-key.ts'
import type { Store } from '../../src/store/index.ts'

/** With milliseconds, so that a database which cuts them is noticed. */
export const now = new Date('2026-11-22T10:20:30.123Z')
export const minute = 60
export const day = 86_400
export const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)

export const random = (prefix = ''): string => prefix + randomBytes(16).toString('base64url')

export const anAccount = (change: Partial<AccountWithPassword> = {}): AccountWithPassword => {
  const name = random()
  return {
    sub: `usr_${name}`,
    email: `Ada.${name}@Example.com`,
    emailNormalized: `ada.${name}@example.com`.toLowerCase(),
    emailVerifiedAt: null,
    name: 'Ada',
    language: null,
    profile: {},
    profileUpdatedAt: now,
    roles: [],
    attributes: {},
    disabledAt: null,
    createdAt: now,
    passwordHash: '$argon2id$ada',
    ...change,
  }
}

export const aClient = (change: Partial<Client> = {}): Client => ({
  ...usualClient,
  clientId: random('app_'),
  name: 'Shop',
  origin: 'operator',
  tokenEndpointAuthMethod: 'client_secret_basic',
  redirectUris: ['https://shop.example/callback'],
  grantTypes: ['authorization_code', 'refresh_token'],
  scope: ['openid', 'profile'],
  createdAt: now,
  ...change,
})

export const aSession = (sub: string, change: Partial<Session> = {}): Session => ({
  id: random('ses_'),
  sub,
  sidSeed: randomBytes(32),
  authenticatedAt: now,
  amr: ['pwd'],
  createdAt: now,
  lastSeenAt: now,
  idleExpiresAt: at(14 * day),
  absoluteExpiresAt: at(30 * day),
  ...change,
})

export const aCode = (change: Partial<AuthorizationCode> = {}): AuthorizationCode => ({
  digest: randomBytes(32),
  clientId: random('app_'),
  sub: random('usr_'),
  sessionId: random('ses_'),
  sid: random(),
  redirectUri: 'https://shop.example/callback',
  redirectUriSent: true,
  codeChallenge: random(),
  scope: ['openid', 'profile'],
  resources: [],
  requestedClaims: { idToken: [], userinfo: [] },
  nonce: null,
  authenticatedAt: now,
  amr: ['pwd'],
  familyId: randomBytes(16),
  familyPublicId: random('fam_'),
  issuedAt: now,
  expiresAt: at(minute),
  spentAt: null,
  accessEndsAt: null,
  ...change,
})

export const anEvent = (change: Partial<Event> = {}): Event => ({
  reference: random(),
  at: now,
  kind: 'refused',
  code: 'invalid_grant',
  endpoint: 'POST /token',
  clientId: null,
  sub: null,
  familyPublicId: null,
  address: '192.0.2.1',
  ownerText: null,
  operatorText: 'the code had expired',
  cure: null,
  ...{ actor: null, before: null, after: null },
  ...change,
})

export const aSigningKey = (change: Partial<SigningKey> = {}): SigningKey => ({
  kid: random(),
  alg: 'RS256',
  ordinal: 1,
  publicJwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
  sealedPrivate: randomBytes(40),
  sealedBy: 'master-1',
  createdAt: now,
  activeFrom: now,
  coversUntil: at(day),
  compromisedAt: null,
  ...change,
})

/** What the person said before any code of `aCode` was made. */
export const aConsent = (store: Store, clientId: string, sub: string): Promise<boolean> =>
  store.consents.save({
    ...{ sub, clientId, redirectOrigin: 'https://shop.example', scope: ['openid', 'profile'], resources: [] },
    ...{ clientName: 'Shop', clientVersion: null, grantedAt: now, declined: [], endsAt: null },
  })

/** A person with a client, a session and a code, all of them stored. */
export const aLogin = async (
  store: Store,
  change: { scope?: readonly string[]; client?: Client; sub?: string } = {},
) => {
  const account = anAccount(change.sub === undefined ? {} : { sub: change.sub })
  if (change.sub === undefined) await store.accounts.create(account)
  const client = change.client ?? aClient()
  const record = { client, secretDigest: null, secretId: random(), registrationTokenDigest: null }
  if (change.client === undefined) await store.clients.create(record)
  const session = aSession(account.sub)
  const cookieDigest = randomBytes(32)
  await store.sessions.create(cookieDigest, session, {})
  const named = { clientId: client.clientId, sub: account.sub, sessionId: session.id }
  await aConsent(store, client.clientId, account.sub)
  const code = aCode(change.scope ? { ...named, scope: change.scope } : named)
  await store.codes.create(code)
  return { account, client, session, cookieDigest, code }
}

export const redemptionOf = (code: AuthorizationCode, change: { clientId?: string; now?: Date } = {}) => ({
  digest: code.digest,
  clientId: code.clientId,
  now,
  idleSeconds: 30 * day,
  absoluteSeconds: 180 * day,
  masterKey: 'master-1',
  ...change,
})

/** A login whose code was redeemed. */
export const aFamily = async (store: Store, change: Parameters<typeof aLogin>[1] = {}) => {
  const login = await aLogin(store, change)
  const redeemed = await store.codes.redeem(redemptionOf(login.code))
  if (redeemed === undefined) throw new Error('the code was not redeemed')
  return { ...login, family: redeemed.family }
}

export const rotationOf = (family: Family, generation: number, change: { now?: Date; clientId?: string } = {}) => ({
  id: family.id,
  generation,
  clientId: family.clientId,
  now,
  retrySeconds: minute,
  idleSeconds: 30 * day,
  masterKey: 'master-2',
  ...change,
})
