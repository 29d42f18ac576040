// Client metadata: what an application may say of itself when it registers (RFC 7591 §2, RFC 7592 §2.2, OpenID Connect Registration §2).
import type { JSONWebKeySet } from 'jose'
import {
  type Client,
  deviceCodeGrantType,
  type GrantType,
  type TokenEndpointAuthMethod,
  usesSecret,
  usualClient,
} from '../model/client.ts'
import type { Scope } from '../model/scope.ts'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import { clientAuthenticationMethods } from './client-authentication.ts'
import { optional, readDisplay, readName } from './client-display.ts'
import { type ClientSettings, clientProblem, type Ground, type operatorSettings } from './client-rules.ts'
import { OAuthError } from './errors.ts'
import { fetchedAddressProblem } from './fetched-address.ts'
import { grantTypesForStrangers, grantTypesWithPerson } from './grant-types.ts'
import { invalidMetadata, type MetadataFields, readMetadataFields } from './metadata-fields.ts'
import { openScopes } from './scope.ts'
import { commonHost, sectorHost } from './sector.ts'
import { isSigningAlgorithm, signingAlgorithms } from './signing-algorithms.ts'

/** The part of a client that its metadata decides. */
export type ClientMetadata = Omit<ClientSettings, (typeof operatorSettings)[number]>

/** Whose metadata it is: of a client that registers here, or of one that publishes it and shares no secret with anybody. */
export type Asker = 'registration' | 'metadata-document'

export type MetadataRules = Ground & Readonly<{ asker: Asker; scopes: readonly Scope[] }>

/**
 * Where `display.sectorIdentifierUri` is set, the sector is only claimed until flows/check-sector.ts has asked there.
 * @throws OAuthError invalid_redirect_uri or invalid_client_metadata, naming what is wrong (RFC 7591 §3.2.2)
 */
export const readClientMetadata = (body: unknown, rules: MetadataRules): ClientMetadata => {
  const fields = readMetadataFields(body)
  const tokenEndpointAuthMethod = readAuthMethod(fields, rules.asker)
  const grantTypes = readGrantTypes(fields)
  const redirectUris = [...new Set(fields.redirect_uris)]
  if (grantTypes.includes('authorization_code') && redirectUris.length === 0)
    throw new OAuthError('invalid_redirect_uri', 'redirect_uris must name at least one URI.')
  const metadata: ClientMetadata = {
    name: readName(fields),
    redirectUris,
    grantTypes,
    tokenEndpointAuthMethod,
    ...readScopes(fields, rules.scopes),
    display: { ...readDisplay(fields), ...optional('sectorIdentifierUri', fields.sector_identifier_uri) },
    ...readKeys(fields, tokenEndpointAuthMethod),
    webOrigins: [...new Set(fields.allowed_cors_origins)],
    postLogoutRedirectUris: [...new Set(fields.post_logout_redirect_uris)],
    backchannelLogoutUri: fields.backchannel_logout_uri || null,
    ...readSector(fields, redirectUris, grantTypes, rules),
    idTokenAlg: readAlgorithm(fields, 'id_token_signed_response_alg') ?? usualClient.idTokenAlg,
    userinfoAlg: readAlgorithm(fields, 'userinfo_signed_response_alg'),
    defaultMaxAgeSeconds: fields.default_max_age ?? null,
  }
  const problem = clientProblem({ ...usualClient, ...metadata }, rules)
  if (problem !== undefined) {
    const text = `${problem.words.charAt(0).toUpperCase()}${problem.words.slice(1)}.`
    throw problem.field === 'redirect_uris' ? new OAuthError('invalid_redirect_uri', text) : invalidMetadata(text)
  }
  return metadata
}

/** Some clients prefer a method and list what else they can do; RFC 7591 §2 lets the server choose. */
const readAuthMethod = (fields: MetadataFields, asker: Asker): TokenEndpointAuthMethod => {
  const offered = clientAuthenticationMethods
    .map(({ name }) => name)
    .filter((name) => asker === 'registration' || !usesSecret({ tokenEndpointAuthMethod: name }))
  const { token_endpoint_auth_method: first, token_endpoint_auth_methods_supported: others = [] } = fields
  const usual = asker === 'registration' ? 'client_secret_basic' : 'none'
  const wanted = [first ?? usual, ...others].flatMap((name) => offered.find((one) => one === name) ?? [])
  const hasKeys = fields.jwks !== undefined || Boolean(fields.jwks_uri)
  const method = wanted.find((name) => name !== 'private_key_jwt' || hasKeys) ?? wanted[0]
  if (method === undefined) throw invalidMetadata(`token_endpoint_auth_method must be one of ${offered.join(', ')}.`)
  return method
}

/** Grants that this server does not know, or does not give to strangers, are left out; the answer tells what is left. */
const readGrantTypes = ({
  grant_types: wanted = ['authorization_code'],
  response_types: responses,
}: MetadataFields) => {
  const granted: readonly GrantType[] = grantTypesForStrangers.filter((name) => wanted.includes(name))
  if (!grantTypesWithPerson.some((name) => granted.includes(name)))
    throw invalidMetadata(`grant_types must contain one of ${grantTypesWithPerson.join(', ')}.`)
  if (granted.includes('authorization_code') && responses !== undefined && !responses.includes('code'))
    throw invalidMetadata('response_types must contain code.')
  return granted
}

const readScopes = (
  { scope, optional_scope: optional }: MetadataFields,
  scopes: readonly Scope[],
): Pick<Client, 'scope' | 'optionalScope'> => {
  const open = openScopes(scopes)
  const namesIn = (text: string | undefined) => new Set(text?.split(' ').filter((name) => name !== ''))
  const wanted = namesIn(scope)
  const granted = wanted.size === 0 ? open : open.filter((name) => wanted.has(name))
  const dispensable = namesIn(optional)
  return { scope: granted, optionalScope: granted.filter((name) => dispensable.has(name)) }
}

/** Keys that prove nothing here are not kept. */
const readKeys = (
  { jwks, jwks_uri: jwksUri }: MetadataFields,
  method: TokenEndpointAuthMethod,
): Pick<Client, 'jwks' | 'jwksUri'> =>
  method === 'private_key_jwt'
    ? { jwks: (jwks as JSONWebKeySet | undefined) ?? null, jwksUri: jwksUri || null }
    : { jwks: null, jwksUri: null }

const readSector = (
  { subject_type: type = 'public', sector_identifier_uri: uri }: MetadataFields,
  redirectUris: readonly string[],
  grantTypes: readonly GrantType[],
  { fetchLoopback }: Ground,
): Pick<Client, 'subjectType' | 'sector'> => {
  if (type !== 'public' && type !== 'pairwise') throw invalidMetadata('subject_type must be public or pairwise.')
  const problem = uri ? fetchedAddressProblem(uri, fetchLoopback) : undefined
  if (problem !== undefined) throw invalidMetadata(`sector_identifier_uri ${problem}.`)
  if (type === 'public') return { subjectType: type, sector: null }
  // The sector is believed because answers go there. A device's go nowhere: a stranger could name any sector and learn its subjects.
  if (grantTypes.includes(deviceCodeGrantType))
    throw invalidMetadata('pairwise subjects and the device grant exclude each other.')
  return { subjectType: type, sector: (uri ? sectorHost(uri) : commonHost(redirectUris)) ?? null }
}

type AlgorithmField = 'id_token_signed_response_alg' | 'userinfo_signed_response_alg'

/** `none` is no signature, and the symmetric ones would make every holder of the secret an issuer: neither is here. */
const readAlgorithm = (fields: MetadataFields, field: AlgorithmField): SigningAlgorithm | null => {
  const name = fields[field]
  if (name === undefined || name === '') return null
  if (!isSigningAlgorithm(name)) throw invalidMetadata(`${field} must be one of ${signingAlgorithms.join(', ')}.`)
  return name
}
