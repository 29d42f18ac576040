// Reading documents: from wire names to what the operator's flows are asked for; what is not named stays as it is, null removes.

import type { Person } from '../../protocol/person.ts'
import { profileClaims } from '../../protocol/profile.ts'
import type { ClientChanges } from './client-changes.ts'
import type { PersonChange } from './describe-user.ts'
import type { ClientFields, NewClientFields, NewPersonFields, PersonFields, ResourceFields } from './documents.ts'
import type { NewClientRequest } from './new-client.ts'
import type { ResourceRequest } from './resources.ts'

const named = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>

const names = (scope: string | undefined): readonly string[] | undefined =>
  scope?.split(' ').filter((name) => name !== '')

export const clientChanges = (fields: Partial<ClientFields>): ClientChanges =>
  named({
    name: fields.client_name,
    redirectUris: fields.redirect_uris,
    grantTypes: fields.grant_types,
    postLogoutRedirectUris: fields.post_logout_redirect_uris,
    backchannelLogoutUri: fields.backchannel_logout_uri,
    webOrigins: fields.allowed_cors_origins,
    scope: names(fields.scope),
    optionalScope: names(fields.optional_scope),
    audiences: fields.audiences,
    jwks: fields.jwks,
    jwksUri: fields.jwks_uri,
    pairwise: fields.subject_type === undefined ? undefined : fields.subject_type === 'pairwise',
    sector: fields.sector,
    idTokenAlg: fields.id_token_signed_response_alg,
    userinfoAlg: fields.userinfo_signed_response_alg,
    defaultMaxAgeSeconds: fields.default_max_age,
    refreshRetrySeconds: fields.refresh_retry_seconds,
    tokensPerMinute: fields.tokens_per_minute,
    pkceRequired: fields.pkce_required,
    verified: fields.verified,
  }) as ClientChanges

export const newClientRequest = (fields: NewClientFields): NewClientRequest => {
  // Whoever an operator makes is known to them.
  const { verified: _, ...changes } = clientChanges(fields)
  return {
    ...changes,
    name: fields.client_name,
    public: fields.public ?? false,
    redirectUris: fields.redirect_uris ?? [],
    grantTypes: fields.grant_types ?? [],
    audiences: fields.audiences ?? [],
  }
}

export const resourceRequest = (identifier: string, fields: ResourceFields): ResourceRequest => ({
  identifier,
  name: fields.resource_name,
  audience: fields.audience ?? null,
  scope: names(fields.scope) ?? [],
  accessTokenSeconds: fields.access_token_seconds ?? null,
  signingAlg: fields.signing_alg ?? 'RS256',
  claims: fields.claims ?? null,
})

export const newPerson = (fields: Omit<NewPersonFields, 'password'>): Person => ({
  email: fields.email,
  name: fields.name ?? null,
  roles: fields.roles ?? [],
  emailVerified: fields.email_verified ?? false,
  claims: present(fields.claims),
  attributes: present(fields.attributes),
})

export const personChange = (fields: PersonFields): PersonChange => ({
  name: fields.name ?? undefined,
  emailVerified: fields.email_verified,
  roles: fields.roles,
  addedRoles: [],
  claims: present(fields.claims),
  attributes: present(fields.attributes),
  removed: [
    ...(fields.name === null ? ['name'] : []),
    ...absent(fields.claims),
    ...absent(fields.attributes).map((name) => `attribute:${name}`),
  ],
})

/** All that is not named goes. */
export const wholePerson = (fields: PersonFields): PersonChange => ({
  ...personChange(fields),
  emailVerified: fields.email_verified ?? false,
  roles: fields.roles ?? [],
  removed: [
    ...((fields.name ?? null) === null ? ['name'] : []),
    ...profileClaims.filter((name) => (fields.claims?.[name] ?? null) === null),
    'attributes',
  ],
})

type Facts = Readonly<Record<string, unknown>>
const present = (facts: Facts = {}): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
const absent = (facts: Facts = {}): readonly string[] => Object.keys(facts).filter((name) => facts[name] === null)
