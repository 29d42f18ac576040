// The model: what a history should have led to, in plain data that can be copied and compared with the rows.

// The numbers of the README's settings and decisions, written down once more on purpose: the model must not ask the code.
export const codeSeconds = 60
export const accessTokenSeconds = 900
export const refreshIdleSeconds = 30 * 86_400
export const refreshAbsoluteSeconds = 180 * 86_400
export const sessionIdleSeconds = 14 * 86_400
export const sessionAbsoluteSeconds = 30 * 86_400
export const publicRetrySeconds = 60
export const confidentialRetrySeconds = 86_400

/** Milliseconds since 1970, as everywhere in the model. */
export type Instant = number

export type Person = {
  sub: string
  email: string
  password: string
  passwordSetAt: Instant | null
  roles: readonly string[]
  disabled: boolean
}

export type App = {
  clientId: string
  name: string
  /** Oldest first; two at most. */
  secrets: readonly string[]
  isPublic: boolean
  redirectUris: readonly string[]
  scope: readonly string[]
  grants: readonly string[]
  audiences: readonly string[]
  pkceRequired: boolean
  /** An operator stands behind it. */
  vouched: boolean
  disabled: boolean
  usedAt: Instant | null
  createdAt: Instant
  registrationToken: string | null
}

export type Login = {
  id: string
  cookie: string
  sub: string
  authenticatedAt: Instant
  lastSeenAt: Instant
  idleUntil: Instant
  absoluteUntil: Instant
}

export type Allowed = {
  sub: string
  clientId: string
  origin: string
  scope: readonly string[]
  resources: readonly string[]
  name: string
}

export type Code = {
  code: string
  clientId: string
  sub: string
  sessionId: string
  redirectUri: string
  challenge: string | null
  scope: readonly string[]
  resources: readonly string[]
  authenticatedAt: Instant
  expiresAt: Instant
  spentAt: Instant | null
  familyId: string
  familyName: string
}

export type Family = {
  name: string
  id: string
  clientId: string
  sub: string
  sessionId: string
  scope: readonly string[]
  resources: readonly string[]
  authenticatedAt: Instant
  generation: number
  rotatedAt: Instant
  masterKey: string
  createdAt: Instant
  idleUntil: Instant
  absoluteUntil: Instant
  ended: Readonly<{ at: Instant; reason: string }> | null
}

export type Model = {
  people: Map<string, Person>
  apps: Map<string, App>
  sessions: Map<string, Login>
  consents: Map<string, Allowed>
  codes: Map<string, Code>
  families: Map<string, Family>
  revokedTokens: Map<string, Instant>
  attempts: Map<string, { count: number; until: Instant }>
}

export const emptyModel = (): Model => ({
  people: new Map(),
  apps: new Map(),
  sessions: new Map(),
  consents: new Map(),
  codes: new Map(),
  families: new Map(),
  revokedTokens: new Map(),
  attempts: new Map(),
})

export const copyOf = (model: Model): Model => structuredClone(model)

/** What a rule is given: it changes the model as the flow should have changed the rows. */
export type Turn = Readonly<{
  model: Model
  now: Instant
  /** Secrets and names that the server drew while it acted; a name that it never drew where it did not come so far. */
  drawn: (prefix: string) => string
  /** What was changed so far is durable, whatever happens to the statements that follow. */
  stage: () => void
  /** The newest, by its fingerprint. */
  masterKey: string
  issuer: string
}>

/** A promise of the server was broken; the message says which. */
export class Violation extends Error {
  override name = 'Violation'
}

export const end = (family: Family | undefined, reason: string, now: Instant): void => {
  if (family !== undefined && family.ended === null) family.ended = { at: now, reason }
}

/** A spent code is kept, so that its replay is seen. */
export const dropUnspentCodes = (model: Model, which: (code: Code) => boolean): void => {
  for (const [key, code] of model.codes) if (code.spentAt === null && which(code)) model.codes.delete(key)
}
