// Rows: what the database holds after a step, compared line by line with what the model says it should hold.
import { createHash } from 'node:crypto'
import type { Model } from './model.ts'

export const tables = [
  'account',
  'client',
  'client_secret',
  'session',
  'consent',
  'authorization_code',
  'family',
  'revoked_token',
  'attempt',
  'event',
  'sealed_secret',
] as const

export type Table = (typeof tables)[number]
/** A row as PostgreSQL writes it in JSON: bytes as `\x…`, instants as text. */
export type Row = Readonly<Record<string, unknown>> & Readonly<{ table: Table }>

/** Everything that is in the database, in one statement. */
export const everyRow = tables
  .map((name) => `select '${name}' as t, to_jsonb(r)::text as r from "${name}" r`)
  .join(' union all ')

type Line = readonly unknown[]

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const hex = (value: unknown): string => String(value).slice('\\x'.length)
const ms = (value: unknown): number | null => (value === null ? null : Date.parse(String(value)))

/** What the model does not follow (events, meta data of a session) gives no line. */
const lineOf: Readonly<Record<Table, (row: Row) => Line | undefined>> = {
  account: (r) => ['account', r.sub, r.email_normalized, r.roles, r.disabled_at !== null, ms(r.password_changed_at)],
  client: (r) => [
    ...[
      'client',
      r.client_id,
      r.name,
      r.redirect_uris,
      r.scope,
      r.grant_types,
      r.token_endpoint_auth_method === 'none',
    ],
    ...[r.disabled_at !== null, ms(r.first_login_at), r.registration_token_digest && hex(r.registration_token_digest)],
  ],
  client_secret: (r) => ['client secret', r.client_id, hex(r.digest)],
  session: (r) => [
    ...['session', r.id, hex(r.cookie_digest), r.sub, ms(r.authenticated_at), ms(r.last_seen_at)],
    ...[ms(r.idle_expires_at), ms(r.absolute_expires_at)],
  ],
  consent: (r) => ['consent', r.sub, r.client_id, r.redirect_origin, r.scope, r.resources, r.client_name],
  authorization_code: (r) => [
    ...[
      'code',
      hex(r.digest),
      r.client_id,
      r.sub,
      r.session_id,
      r.redirect_uri,
      r.code_challenge,
      r.scope,
      r.resources,
    ],
    ...[ms(r.authenticated_at), ms(r.expires_at), ms(r.spent_at), hex(r.family_id), r.family_public_id],
  ],
  family: (r) => [
    ...[
      'family',
      r.public_id,
      hex(r.id),
      r.client_id,
      r.sub,
      r.session_id,
      r.scope,
      r.resources,
      ms(r.authenticated_at),
    ],
    ...[`generation ${r.generation}`, ms(r.rotated_at), r.master_key, ms(r.created_at), ms(r.idle_expires_at)],
    ...[ms(r.absolute_expires_at), ms(r.revoked_at), r.revoked_reason],
  ],
  revoked_token: (r) => ['revoked token', r.jti, ms(r.expires_at)],
  attempt: (r) => ['attempt', r.key, r.count, ms(r.expires_at)],
  event: () => undefined,
  sealed_secret: () => undefined,
}

const linesOf = (model: Model): readonly Line[] => [
  ...list(model.people, (p) => ['account', p.sub, p.email, p.roles, p.disabled, p.passwordSetAt]),
  ...list(model.apps, (a) => [
    ...['client', a.clientId, a.name, a.redirectUris, a.scope, a.grants, a.isPublic, a.disabled, a.usedAt],
    a.registrationToken && digest(a.registrationToken),
  ]),
  ...[...model.apps.values()].flatMap((a) => a.secrets.map((secret) => ['client secret', a.clientId, digest(secret)])),
  ...list(model.sessions, (s) => [
    ...['session', s.id, digest(s.cookie), s.sub, s.authenticatedAt, s.lastSeenAt, s.idleUntil, s.absoluteUntil],
  ]),
  ...list(model.consents, (c) => ['consent', c.sub, c.clientId, c.origin, c.scope, c.resources, c.name]),
  ...list(model.codes, (c) => [
    ...['code', digest(c.code), c.clientId, c.sub, c.sessionId, c.redirectUri, c.challenge, c.scope, c.resources],
    ...[c.authenticatedAt, c.expiresAt, c.spentAt, c.familyId, c.familyName],
  ]),
  ...list(model.families, (f) => [
    ...['family', f.name, f.id, f.clientId, f.sub, f.sessionId, f.scope, f.resources, f.authenticatedAt],
    ...[`generation ${f.generation}`, f.rotatedAt, f.masterKey, f.createdAt, f.idleUntil, f.absoluteUntil],
    ...[f.ended?.at ?? null, f.ended?.reason ?? null],
  ]),
  ...[...model.revokedTokens].map(([jti, until]) => ['revoked token', jti, until]),
  ...[...model.attempts].map(([key, a]) => ['attempt', key, a.count, a.until]),
]

const list = <T>(things: ReadonlyMap<string, T>, line: (thing: T) => Line): readonly Line[] =>
  [...things.values()].map(line)

/** Empty where the rows are what the model says. */
export const differences = (model: Model, rows: readonly Row[]): readonly string[] => {
  const left = new Map<string, number>()
  const add = (line: Line | undefined, count: number): void => {
    if (line === undefined) return
    const text = JSON.stringify(line)
    left.set(text, (left.get(text) ?? 0) + count)
  }
  for (const row of rows) add(lineOf[row.table](row), 1)
  for (const line of linesOf(model)) add(line, -1)
  return [...left].filter(([, count]) => count !== 0).map(([text, count]) => `${count > 0 ? 'row  ' : 'model'} ${text}`)
}
