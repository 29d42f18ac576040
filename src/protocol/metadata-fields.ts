// The fields of client metadata: which are read, their types and sizes, and which promises are refused (RFC 7591 §2, OpenID Connect Registration §2).
import { z } from 'zod'
import { OAuthError } from './errors.ts'
import { printable } from './params.ts'

const address = z.string().max(2048)
const addresses = z.array(z.string()).max(20)
const name = z.string().max(64)
const list = (length: number) => z.array(z.string().max(length)).max(20)
/** Flat, so that no key can hide a deep document in a row of the database. */
const keyMember = z.union([z.string().max(16_384), z.number(), z.boolean(), z.array(z.string().max(16_384)).max(20)])

/** Its keys are checked by client-keys.ts. */
export const keySet = z.object({ keys: z.array(z.record(z.string().max(64), keyMember)).max(20) })

/** Unknown fields are dropped, not refused: clients send many (RFC 7591 §2: "MUST ignore"). */
const fields = z.object({
  redirect_uris: addresses.optional(),
  token_endpoint_auth_method: name.optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
  grant_types: list(255).optional(),
  response_types: list(64).optional(),
  client_name: z.string().max(200).optional(),
  client_uri: address.optional(),
  logo_uri: address.optional(),
  tos_uri: address.optional(),
  policy_uri: address.optional(),
  contacts: z.array(z.string().max(254)).max(10).optional(),
  scope: z.string().max(4096).optional(),
  // Ours: those of its scopes that it can do without.
  optional_scope: z.string().max(4096).optional(),
  software_id: z.string().max(255).optional(),
  software_version: z.string().max(255).optional(),
  jwks: keySet.optional(),
  jwks_uri: address.optional(),
  subject_type: name.optional(),
  sector_identifier_uri: address.optional(),
  id_token_signed_response_alg: name.optional(),
  userinfo_signed_response_alg: name.optional(),
  default_max_age: z.number().optional(),
  post_logout_redirect_uris: addresses.optional(),
  backchannel_logout_uri: address.optional(),
  application_type: name.optional().catch(undefined),
  // No standard has a name for these origins; this one is Ory Hydra's, the most widely used.
  allowed_cors_origins: addresses.optional(),
})
export type MetadataFields = z.infer<typeof fields>

/** What would protect less than the client believes if it were dropped in silence; RFC 7591 §2 lets us refuse it. */
const promises: readonly string[] = [
  'id_token_encrypted_response_alg',
  'userinfo_encrypted_response_alg',
  'introspection_encrypted_response_alg',
  'authorization_encrypted_response_alg',
  'require_signed_request_object',
  'require_pushed_authorization_requests',
  'dpop_bound_access_tokens',
  'tls_client_certificate_bound_access_tokens',
]

/** @throws OAuthError invalid_redirect_uri or invalid_client_metadata, naming the field (RFC 7591 §3.2.2). */
export const readMetadataFields = (body: unknown): MetadataFields => {
  // Many senders write null for "nothing".
  const present = isObject(body) ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) : body
  const parsed = fields.safeParse(present)
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'the document')
    throw field === 'redirect_uris'
      ? new OAuthError('invalid_redirect_uri', 'redirect_uris must be an array of at most 20 strings.')
      : invalidMetadata(`${printable(field)} is not of the right type or too long.`)
  }
  const promise = promises.find((field) => isObject(present) && isWished(present[field]))
  if (promise !== undefined) throw invalidMetadata(`${promise} is not supported here.`)
  return parsed.data
}

const isWished = (value: unknown): boolean => value !== undefined && value !== false && value !== ''

export const invalidMetadata = (description: string): OAuthError =>
  new OAuthError('invalid_client_metadata', description)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
