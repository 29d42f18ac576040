// Schemas: what the admin API takes and gives; Fastify checks by them, and the OpenAPI document is made of them (JSON Schema 2020-12).
import { z } from 'zod'
import * as documents from '../../flows/operator/documents.ts'
import { mostPerPage } from '../cursors.ts'

type Schema = Readonly<Record<string, unknown>>

const ofZod = (schema: z.ZodType): Schema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-7' })
  return rest
}

const text: Schema = { type: 'string' }
const maybe: Schema = { type: ['string', 'null'] }
const flag: Schema = { type: 'boolean' }
const whole: Schema = { type: 'integer' }
const texts: Schema = { type: 'array', items: text }
const instant: Schema = { type: 'string', format: 'date-time' }
const maybeInstant: Schema = { type: ['string', 'null'], format: 'date-time' }
const anything: Schema = { type: 'object', additionalProperties: true }

const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
})

const client = {
  ...{ client_id: text, client_id_issued_at: whole, client_name: text, redirect_uris: texts, grant_types: texts },
  ...{ response_types: texts, token_endpoint_auth_method: text, scope: text, subject_type: text, audiences: texts },
  ...{ id_token_signed_response_alg: text, require_auth_time: flag, pkce_required: flag, origin: text },
  ...{ verified: flag, disabled: flag, first_login_at: maybeInstant },
}
const sometimes = {
  ...{ optional_scope: text, jwks: anything, jwks_uri: text, sector: text, sector_identifier_uri: text },
  ...{ userinfo_signed_response_alg: text, default_max_age: whole, post_logout_redirect_uris: texts },
  ...{ backchannel_logout_uri: text, backchannel_logout_session_required: flag, allowed_cors_origins: texts },
  ...{ client_uri: text, logo_uri: text, tos_uri: text, policy_uri: text, contacts: texts, software_id: text },
  ...{ software_version: text, application_type: text, refresh_retry_seconds: whole, tokens_per_minute: whole },
}
const secret = object({ id: text, created_at: instant, last_used_at: maybeInstant })

/** By the names that the OpenAPI document gives them. */
export const components: Readonly<Record<string, Schema>> = {
  Person: object({
    ...{ sub: text, email: text, email_verified: flag, name: maybe, claims: anything, roles: texts },
    ...{ attributes: anything, disabled: flag, created_at: instant, updated_at: instant },
  }),
  NewPerson: ofZod(documents.newPersonFields),
  Invitation: ofZod(documents.invitationFields),
  PersonChange: ofZod(documents.personFields),
  App: object({ ...client, ...sometimes, client_secret: text, secrets: { type: 'array', items: secret } }, [
    ...Object.keys(sometimes),
    'client_secret',
    'secrets',
  ]),
  NewApp: ofZod(documents.newClientFields),
  AppChange: ofZod(documents.clientFields.partial()),
  Scope: object({ name: text, words: text, optional: flag, privileged: flag }),
  ScopeChange: ofZod(documents.scopeFields),
  Resource: object({
    ...{ resource: text, resource_name: text, audience: text, scope: text, signing_alg: text, claims: anything },
    ...{ access_token_seconds: { type: ['integer', 'null'] }, created_at: instant },
  }),
  ResourceChange: ofZod(documents.resourceFields),
  Key: object({
    ...{ kid: text, alg: text, state: text, created_at: instant, active_from: instant, covers_until: instant },
    sealed_by: maybe,
  }),
  Event: object({
    ...{ reference: text, at: instant, kind: text, error: maybe, endpoint: maybe, client_id: maybe, sub: maybe },
    ...{ family: maybe, address: maybe, cause: text, owner_text: maybe, cure: maybe, actor: maybe },
    ...{ before: { type: ['object', 'null'], additionalProperties: true } },
    ...{ after: { type: ['object', 'null'], additionalProperties: true } },
  }),
  Session: object({
    ...{ id: text, created_at: instant, last_seen_at: instant, authenticated_at: instant, amr: texts },
    ...{ user_agent: maybe, address: maybe },
  }),
  ConnectedApp: object({ client_id: text, client_name: text, scope: text, since: instant, last_used_at: maybeInstant }),
  FigureStep: object({
    ...{ started_at: instant, logins: whole, tokens: whole, refusals: whole, answers: whole },
    ...{ median_ms: { type: ['number', 'null'] }, p95_ms: { type: ['number', 'null'] } },
  }),
  Setting: object({ name: text, value: maybe, source: text }),
  Ended: object({ sessions_ended: whole, logins_ended: whole }),
  Problem: {
    type: 'object',
    description: 'RFC 9457',
    properties: {
      ...{ type: text, title: text, status: whole, detail: text },
      reference: { type: 'string', description: 'Finds the event behind it.' },
      errors: { type: 'array', items: object({ in: text, pointer: text, detail: text }) },
    },
    required: ['type', 'title', 'status', 'detail'],
  },
}

export const ref = (name: keyof typeof components): Schema => ({ $ref: `${name}#` })

export const pageSchema = (name: keyof typeof components): Schema => ({
  type: 'object',
  properties: {
    items: { type: 'array', items: ref(name) },
    next: { type: ['string', 'null'], description: 'The cursor of the next page; null on the last.' },
  },
  required: ['items', 'next'],
})

export const listSchema = (name: keyof typeof components): Schema => ({
  type: 'object',
  properties: { items: { type: 'array', items: ref(name) } },
  required: ['items'],
})

export const pageQuery = (more: Readonly<Record<string, Schema>> = {}): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties: {
    ...more,
    limit: { type: 'integer', minimum: 1, maximum: mostPerPage },
    cursor: { type: 'string', maxLength: 2000 },
  },
})

export const shortText = (description: string): Schema => ({ type: 'string', maxLength: 320, description })
