// Client metadata: what an application may say of itself when it registers (RFC 7591 §2, RFC 7592 §2.2).
import { z } from 'zod'
import type { ClientDisplay, GrantType, TokenEndpointAuthMethod } from '../model/client.ts'
import type { Scope } from '../model/scope.ts'
import { OAuthError } from './errors.ts'
import { printable } from './params.ts'
import { redirectUriProblem } from './redirect-uri.ts'

/** The part of a client that its metadata decides. */
export type ClientMetadata = Readonly<{
  name: string
  redirectUris: readonly string[]
  grantTypes: readonly GrantType[]
  tokenEndpointAuthMethod: TokenEndpointAuthMethod
  scope: readonly string[]
  display: ClientDisplay
}>

/** Strangers are bounded: what nobody vouched for acts for a person who is present, and never on its own behalf. */
const grantsForStrangers: readonly GrantType[] = ['authorization_code', 'refresh_token']
const methods: readonly string[] = ['client_secret_basic', 'client_secret_post', 'none']

const page = z.string().max(2048)
/** Unknown fields are dropped, not refused: clients send many (RFC 7591 §2: "MUST ignore"). */
const document = z.object({
  redirect_uris: z.array(z.string()).max(20).optional(),
  token_endpoint_auth_method: z.string().max(64).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
  grant_types: z.array(z.string().max(255)).max(20).optional(),
  response_types: z.array(z.string().max(64)).max(20).optional(),
  client_name: z.string().max(200).optional(),
  client_uri: page.optional(),
  logo_uri: page.optional(),
  tos_uri: page.optional(),
  policy_uri: page.optional(),
  contacts: z.array(z.string().max(254)).max(10).optional(),
  scope: z.string().max(4096).optional(),
  software_id: z.string().max(255).optional(),
  software_version: z.string().max(255).optional(),
})
type Document = z.infer<typeof document>

/** @throws OAuthError invalid_redirect_uri or invalid_client_metadata, naming the field (RFC 7591 §3.2.2). */
export const readClientMetadata = (body: unknown, scopes: readonly Scope[]): ClientMetadata => {
  // Many senders write null for "nothing".
  const present = isObject(body) ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) : body
  const parsed = document.safeParse(present)
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'the document')
    throw field === 'redirect_uris'
      ? new OAuthError('invalid_redirect_uri', 'redirect_uris must be an array of at most 20 strings.')
      : invalidMetadata(`${printable(field)} is not of the right type or too long.`)
  }
  const fields = parsed.data
  const tokenEndpointAuthMethod = readAuthMethod(fields)
  return {
    name: readName(fields),
    redirectUris: readRedirectUris(fields, tokenEndpointAuthMethod === 'none'),
    grantTypes: readGrantTypes(fields),
    tokenEndpointAuthMethod,
    scope: readScope(fields, scopes),
    display: readDisplay(fields),
  }
}

const invalidMetadata = (description: string): OAuthError => new OAuthError('invalid_client_metadata', description)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Some clients ask for private_key_jwt and list what else they can do; RFC 7591 §2 lets the server choose. */
const readAuthMethod = (fields: Document): TokenEndpointAuthMethod => {
  const {
    token_endpoint_auth_method: first = 'client_secret_basic',
    token_endpoint_auth_methods_supported: others = [],
  } = fields
  const method = [first, ...others].find((name) => methods.includes(name))
  if (method === undefined) throw invalidMetadata(`token_endpoint_auth_method must be one of ${methods.join(', ')}.`)
  return method as TokenEndpointAuthMethod
}

const readRedirectUris = ({ redirect_uris: uris = [] }: Document, isPublic: boolean): readonly string[] => {
  if (uris.length === 0) throw new OAuthError('invalid_redirect_uri', 'redirect_uris must name at least one URI.')
  for (const uri of uris) {
    const problem = redirectUriProblem(uri, isPublic)
    if (problem !== undefined)
      throw new OAuthError('invalid_redirect_uri', `The redirect URI ${printable(uri, 200)} ${problem}.`)
  }
  return [...new Set(uris)]
}

/** Grants that this server does not know, or does not give to strangers, are left out; the answer tells what is left. */
const readGrantTypes = ({ grant_types: wanted = ['authorization_code'], response_types: responses }: Document) => {
  const granted = grantsForStrangers.filter((grant) => wanted.includes(grant))
  if (!granted.includes('authorization_code'))
    throw invalidMetadata('grant_types must contain authorization_code; no other grant starts here by registration.')
  if (responses !== undefined && !responses.includes('code')) throw invalidMetadata('response_types must contain code.')
  return granted
}

const readScope = ({ scope }: Document, scopes: readonly Scope[]): readonly string[] => {
  const open = scopes.filter(({ privileged }) => !privileged).map(({ name }) => name)
  const wanted = new Set(scope?.split(' ').filter((name) => name !== ''))
  return wanted.size === 0 ? open : open.filter((name) => wanted.has(name))
}

/** A name is what people judge by: nothing invisible, nothing that turns the reading direction. */
const readName = ({ client_name: name, redirect_uris: uris = [] }: Document): string => {
  const clean = (name ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    // \p{DI} and the blank Braille pattern are letters that show nothing; piled marks would cover other lines.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{DI}\p{Zl}\p{Zp}\u2800]/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim()
  return clean !== ''
    ? [...clean].slice(0, 80).join('')
    : URL.parse(uris[0] ?? '')?.host || 'An application without a name'
}

const readDisplay = (fields: Document): ClientDisplay => ({
  ...optional('clientUri', webPage(fields, 'client_uri')),
  ...optional('logoUri', webPage(fields, 'logo_uri')),
  ...optional('tosUri', webPage(fields, 'tos_uri')),
  ...optional('policyUri', webPage(fields, 'policy_uri')),
  ...optional('contacts', fields.contacts?.map(withoutControls)),
  ...optional('softwareId', fields.software_id && withoutControls(fields.software_id)),
  ...optional('softwareVersion', fields.software_version && withoutControls(fields.software_version)),
})

const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [P in K]?: Exclude<V, undefined> }

/** What a text column and JSON in a database can hold: no NUL, no half of a surrogate pair. */
const withoutControls = (text: string): string => text.toWellFormed().replace(/\p{Cc}/gu, '')

const webPage = (fields: Document, field: 'client_uri' | 'logo_uri' | 'tos_uri' | 'policy_uri'): string | undefined => {
  const text = fields[field]
  if (text === undefined || text === '') return undefined
  const url = URL.parse(text)
  const loopback = url !== null && /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname)
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback)))
    throw invalidMetadata(`${field} must be an https address.`)
  if (url.username !== '' || url.password !== '') throw invalidMetadata(`${field} must not contain a user name.`)
  return url.href
}
