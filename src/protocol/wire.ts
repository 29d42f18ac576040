// Wire names: model types as the JSON that commands print and the admin API answers, by the names of the specifications.
import type { Account } from '../model/account.ts'
import type { Client } from '../model/client.ts'
import type { Event } from '../model/event.ts'
import type { Resource } from '../model/resource.ts'
import type { KeyInState } from '../model/signing-key.ts'
import { clientInformation } from './client-information.ts'
import { formatScope } from './scope.ts'

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

export const accountWire = (account: Account) => ({
  sub: account.sub,
  email: account.email,
  email_verified: account.emailVerifiedAt !== null,
  name: account.name,
  claims: account.profile,
  roles: account.roles,
  attributes: account.attributes,
  disabled: account.disabledAt !== null,
  created_at: instant(account.createdAt),
  updated_at: instant(account.profileUpdatedAt),
})
export type AccountWire = ReturnType<typeof accountWire>

export type ClientWire = Readonly<{
  client_id: string
  client_name: string
  redirect_uris: readonly string[]
  grant_types: readonly string[]
  token_endpoint_auth_method: string
  scope: string
  optional_scope?: string
  jwks?: Readonly<{ keys: readonly Readonly<{ kid?: string; kty?: string }>[] }>
  jwks_uri?: string
  post_logout_redirect_uris?: readonly string[]
  backchannel_logout_uri?: string
  allowed_cors_origins?: readonly string[]
  subject_type: string
  sector?: string
  id_token_signed_response_alg: string
  userinfo_signed_response_alg?: string
  default_max_age?: number
  refresh_retry_seconds?: number
  tokens_per_minute?: number
  audiences: readonly string[]
  pkce_required: boolean
  origin: string
  /** Of an app that a person registered. */
  owner?: string
  /** The host that vouches for it, or was to. */
  publisher?: string
  publisher_verified?: boolean
  verified: boolean
  disabled: boolean
  first_login_at: string | null
}>

export const clientWire = (client: Client): ClientWire =>
  ({
    ...clientInformation(client),
    sector: client.sector ?? undefined,
    refresh_retry_seconds: client.refreshRetrySeconds ?? undefined,
    tokens_per_minute: client.tokensPerMinute ?? undefined,
    audiences: client.audiences,
    pkce_required: client.pkceRequired,
    origin: client.origin,
    owner: client.ownerSub ?? undefined,
    publisher: client.publisher?.host,
    publisher_verified: client.publisher === null ? undefined : client.publisher.verifiedAt !== null,
    verified: client.verifiedAt !== null,
    disabled: client.disabledAt !== null,
    first_login_at: instant(client.firstLoginAt),
  }) as unknown as ClientWire

/** By the names of RFC 9728 §2, as far as it has them. */
export const resourceWire = (resource: Resource) => ({
  resource: resource.identifier,
  resource_name: resource.name,
  audience: resource.audience,
  scope: formatScope(resource.scope),
  access_token_seconds: resource.accessTokenSeconds,
  signing_alg: resource.signingAlg,
  claims: resource.claims,
  created_at: instant(resource.createdAt),
})
export type ResourceWire = ReturnType<typeof resourceWire>

export const keyWire = ({ key, state }: KeyInState) => ({
  kid: key.kid,
  alg: key.alg,
  state,
  created_at: instant(key.createdAt),
  active_from: instant(key.activeFrom),
  covers_until: instant(key.coversUntil),
  sealed_by: key.sealedPrivate === null ? null : key.sealedBy,
})
export type KeyWire = ReturnType<typeof keyWire>

export const eventWire = (event: Event) => ({
  reference: event.reference,
  at: instant(event.at),
  kind: event.kind,
  error: event.code,
  endpoint: event.endpoint,
  client_id: event.clientId,
  sub: event.sub,
  family: event.familyPublicId,
  address: event.address,
  cause: event.operatorText,
  owner_text: event.ownerText,
  cure: event.cure,
  actor: event.actor,
  before: event.before,
  after: event.after,
})
