// The authorization request: first who is asking and where answers go, then the rest (RFC 6749 §4.1.1, §4.1.2.1).
import type { AuthorizationRequest, Prompt, ResponseMode, ReturnAddress } from '../model/authorization-request.ts'
import type { Client } from '../model/client.ts'
import { oneSubject, readClaimsRequest } from './claims-request.ts'
import { invalidRequest, OAuthError } from './errors.ts'
import type { Params } from './params.ts'
import { printable } from './params.ts'
import { challengeOf } from './pkce.ts'
import { explainMismatch, matchesRedirectUri, redirectKind } from './redirect-uri.ts'
import { checkResources } from './resource.ts'
import { narrowScope } from './scope.ts'

export const responseTypes = ['code'] as const
export const responseModes: readonly ResponseMode[] = ['query', 'form_post']
const prompts: readonly string[] = ['none', 'login', 'consent', 'select_account', 'create'] satisfies Prompt[]
/** `create` is understood too; the metadata offers it where people can sign up by themselves (Initiating User Registration §4.2). */
export const promptValues: readonly Prompt[] = ['none', 'login', 'consent', 'select_account']
/** Our pages fit all of them by themselves (OIDC Core §3.1.2.1 display). */
export const displayValues = ['page', 'popup', 'touch'] as const

/**
 * Where an answer may go. What this throws is shown to the person as a page, never redirected (RFC 6749 §4.1.2.1):
 * nothing is trusted before the client and its redirect URI are.
 *
 * @param besides addresses that hold for this one request
 */
export const returnAddress = (params: Params, client: Client, besides: readonly string[] = []): ReturnAddress => {
  const sent = params.get('redirect_uri')
  const redirectUri = sent ?? onlyRedirectUri(client)
  if (!besides.includes(redirectUri) && !client.redirectUris.some((uri) => matchesRedirectUri(uri, redirectUri)))
    throw invalidRequest('The redirect URI is not registered for this application.', {
      owner: `redirect_uri ${printable(redirectUri, 300)}: ${explainMismatch(redirectUri, client.redirectUris)}`,
      operator: `redirect_uri ${printable(redirectUri, 300)}: ${explainMismatch(redirectUri, client.redirectUris)}`,
      cure: 'Register exactly the redirect URI that the application sends.',
    })
  const mode = params.get('response_mode')
  return {
    client,
    redirectUri,
    redirectUriSent: sent !== undefined,
    // A mode that cannot be had is refused later, and that refusal travels in the default one.
    responseMode: mode === 'form_post' && isPostable(redirectUri) ? 'form_post' : 'query',
    state: params.get('state') ?? null,
  }
}

/** Browsers post forms to web addresses only. */
const isPostable = (redirectUri: string): boolean => redirectKind(redirectUri) !== 'private-scheme'

const onlyRedirectUri = (client: Client): string => {
  const [first, ...others] = client.redirectUris
  if (first === undefined || others.length > 0)
    throw invalidRequest('The parameter redirect_uri is missing.', {
      cure: `Send one of those that are registered: ${client.redirectUris.join(' ') || 'there is none'}`,
    })
  return first
}

/**
 * The rest of the request. What this throws is an answer to the client, at its return address.
 *
 * @param hintedSubject whom a valid id_token_hint names; null without one.
 */
export const authorizationRequest = (
  params: Params,
  address: ReturnAddress,
  knownResources: readonly string[],
  hintedSubject: string | null,
): AuthorizationRequest => {
  const { client } = address
  refuseRequestObjects(params)
  const responseType = params.get('response_type')
  if (responseType === undefined) throw invalidRequest('The parameter response_type is missing.')
  if (responseType !== 'code')
    throw new OAuthError('unsupported_response_type', 'Only response_type=code is supported.', {
      owner: `The request asks for response_type=${printable(responseType)}; there is only code.`,
      cure: 'Set the library to the authorization code flow with PKCE. The implicit flow is no more, in OAuth 2.1.',
    })
  const mode = params.get('response_mode')
  if (mode !== undefined && !(responseModes as readonly string[]).includes(mode))
    throw invalidRequest(`response_mode ${printable(mode)} is not supported: use ${responseModes.join(' or ')}.`)
  if (mode === 'form_post' && !isPostable(address.redirectUri))
    throw invalidRequest('response_mode=form_post cannot reach a private scheme: use query.')
  if (!client.grantTypes.includes('authorization_code'))
    throw new OAuthError('unauthorized_client', 'The client is not registered for the authorization code grant.')
  const claims = readClaimsRequest(params.get('claims'), client.scope)
  return {
    ...address,
    requestedClaims: claims.requested,
    essentialAcr: claims.essentialAcr,
    // §5.5.1.1: asked for in both ways, what happens is up to us: the parameter is for just this.
    wishedAcr: readAcrValues(params.get('acr_values')) ?? claims.wishedAcr,
    expectedSubject: oneSubject(claims.subject, hintedSubject),
    scope: narrowScope(params.get('scope'), client.scope, "the client's registered scope"),
    resources: checkResources(params.all('resource'), knownResources),
    codeChallenge: challengeOf(params, client.pkceRequired),
    nonce: params.get('nonce') ?? null,
    prompt: readPrompt(params.get('prompt')),
    maxAgeSeconds: readMaxAge(params.get('max_age')) ?? client.defaultMaxAgeSeconds,
    loginHint: params.get('login_hint') ?? null,
  }
}

/** OpenID Connect Core §6: request objects have their own refusals until they are supported. */
const refuseRequestObjects = (params: Params): void => {
  if (params.get('request') !== undefined)
    throw new OAuthError('request_not_supported', 'Request objects are not supported.')
  if (params.get('request_uri') !== undefined)
    throw new OAuthError('request_uri_not_supported', 'request_uri is not supported.')
}

/** OpenID Connect Core §3.1.2.1: `none` stands alone; values this server does not know are ignored. */
const readPrompt = (text: string | undefined): readonly Prompt[] => {
  const values = (text ?? '').split(' ').filter((value) => prompts.includes(value)) as Prompt[]
  if (values.includes('none') && text !== 'none') throw invalidRequest('prompt=none cannot be combined.')
  return values
}

const readAcrValues = (text: string | undefined): readonly string[] | undefined =>
  text?.split(' ').filter((value) => value !== '')

const readMaxAge = (text: string | undefined): number | null => {
  if (text === undefined) return null
  if (!/^\d{1,9}$/.test(text)) throw invalidRequest('max_age must be a number of seconds.')
  return Number(text)
}
