// Documents: people, apps, scopes and APIs as the admin API and `apply` are told of them, by their wire names; a limit on everything.
import { z } from 'zod'

const text = (longest: number) => z.string().max(longest)
const texts = (longest: number, most = 20) => z.array(text(longest)).max(most)
const uris = texts(2048)
const facts = z.record(z.string().max(200), z.unknown())
/** Names between spaces, as in requests. */
const scopeText = text(8192)
const claimNames = z.record(text(200), text(200))

export const scopeFields = z.strictObject({
  words: text(200).describe('Completes "This app would like to …".'),
  optional: z.boolean().optional().describe('The person may leave it out where the app can do without it.'),
  privileged: z.boolean().optional().describe('Only an operator gives it to an app.'),
})

export const resourceFields = z.strictObject({
  resource_name: text(80).describe('What people read.'),
  audience: text(2048).optional().describe('The aud of its tokens; the resource itself unless it says otherwise.'),
  scope: scopeText.optional().describe('Scopes that mean something to this API only.'),
  access_token_seconds: z.int().min(1).max(86_400).nullable().optional(),
  signing_alg: text(10).optional(),
  claims: claimNames.optional().describe('Claim → roles, roles:PREFIX, attribute:NAME or a standard claim.'),
})

export const clientFields = z.strictObject({
  client_name: text(80).describe('What people read.'),
  redirect_uris: uris.optional(),
  grant_types: texts(64).optional(),
  post_logout_redirect_uris: uris.optional(),
  backchannel_logout_uri: text(2048).nullable().optional(),
  allowed_cors_origins: uris.optional(),
  scope: scopeText.optional(),
  optional_scope: scopeText.optional().describe('Those of its scopes that it can do without.'),
  audiences: texts(2048).optional().describe('It is a resource server for these, and may introspect their tokens.'),
  jwks: facts.nullable().optional().describe('Its public keys: it authenticates by private_key_jwt.'),
  jwks_uri: text(2048).nullable().optional(),
  subject_type: z.enum(['public', 'pairwise']).optional(),
  sector: text(253).optional(),
  id_token_signed_response_alg: text(10).optional(),
  userinfo_signed_response_alg: text(10).nullable().optional(),
  default_max_age: z.int().nullable().optional(),
  refresh_retry_seconds: z.int().nullable().optional(),
  tokens_per_minute: z.int().nullable().optional().describe('How many tokens it may fetch in a minute.'),
  pkce_required: z.boolean().optional(),
  verified: z.boolean().optional().describe('The consent page does not warn of it.'),
})

export const newClientFields = clientFields.extend({
  public: z.boolean().optional().describe('It cannot keep a secret: browser, phone, desktop or command-line app.'),
})

export const personFields = z.strictObject({
  name: text(200).nullable().optional(),
  email_verified: z.boolean().optional(),
  roles: texts(100, 50).optional(),
  claims: facts.optional().describe('Standard claims (OpenID Connect Core §5.1); null removes one.'),
  attributes: facts.optional().describe("The operator's own facts, for the claims of APIs; null removes one."),
})

export const newPersonFields = personFields.extend({
  email: text(320),
  password: text(1024).optional().describe('Left out: there is no way in until one is set, or by a mailed link.'),
})

export const invitationFields = z.strictObject({
  email: text(320),
  name: text(200).nullable().optional(),
  roles: texts(100, 50).optional(),
  language: text(35).nullable().optional(),
})

export type InvitationFields = z.infer<typeof invitationFields>
export type ScopeFields = z.infer<typeof scopeFields>
export type ResourceFields = z.infer<typeof resourceFields>
export type ClientFields = z.infer<typeof clientFields>
export type NewClientFields = z.infer<typeof newClientFields>
export type PersonFields = z.infer<typeof personFields>
export type NewPersonFields = z.infer<typeof newPersonFields>
