// Logout asked for by an app: who asks, whether the person must be asked first, and where they go then (OpenID Connect RP-Initiated Logout §2, §3, §4, §6).
import type { Client } from '../model/client.ts'
import { parametersAdded } from './authorization-response.ts'
import { invalidRequest } from './errors.ts'
import { type Params, printable } from './params.ts'
import { explainMismatch } from './redirect-uri.ts'

/** What an ID token of ours says of the login that it came from. */
export type LogoutHint = Readonly<{ clientId: string; subject: string; sid: string | null }>

/** Where the app wants the person back, known to be its own address. */
export type LogoutReturn = Readonly<{ client: Client; redirectUri: string; state: string | null }>

/**
 * @param claims of a token whose signature and type are right. §2: it may have expired, and its session may be over.
 */
export const logoutHint = (claims: Readonly<Record<string, unknown>> | undefined, issuer: string): LogoutHint => {
  const { iss, aud, sub, sid } = claims ?? {}
  if (iss !== issuer || typeof aud !== 'string' || typeof sub !== 'string')
    throw invalidRequest('id_token_hint is not an ID token that was issued here.', {
      owner: 'id_token_hint is not an ID token that was issued here, or its key was withdrawn as compromised.',
    })
  return { clientId: aud, subject: sub, sid: typeof sid === 'string' ? sid : null }
}

/** §2: "the OP MUST verify that the Client Identifier matches the one used when issuing the ID Token." */
export const askingClientId = (params: Params, hint: LogoutHint | null): string | null => {
  const clientId = params.get('client_id')
  if (clientId !== undefined && hint !== null && clientId !== hint.clientId)
    throw invalidRequest('client_id is not the client that the id_token_hint was issued to.', {
      about: { clientId: hint.clientId },
    })
  return clientId ?? hint?.clientId ?? null
}

/** §3: nothing but exactly what the client registered, and nothing where nobody knows the client. */
export const logoutReturn = (params: Params, client: Client | null): LogoutReturn | null => {
  const redirectUri = params.get('post_logout_redirect_uri')
  if (redirectUri === undefined) return null
  if (client === null) throw invalidRequest('post_logout_redirect_uri needs an id_token_hint or a client_id beside it.')
  if (!client.postLogoutRedirectUris.includes(redirectUri)) {
    const cause = `post_logout_redirect_uri ${printable(redirectUri, 300)}: ${mismatch(redirectUri, client)}`
    throw invalidRequest('The post_logout_redirect_uri is not registered for this application.', {
      owner: cause,
      operator: cause,
      cure: 'Register exactly the post_logout_redirect_uri that the application sends.',
    })
  }
  return { client, redirectUri, state: params.get('state') ?? null }
}

const mismatch = (sent: string, { postLogoutRedirectUris }: Client): string =>
  postLogoutRedirectUris.length === 0
    ? 'the client has no registered post_logout_redirect_uri'
    : explainMismatch(sent, postLogoutRedirectUris)

/** The person who is logged in, by the names that the asking client has for them and their session. */
export type Current = Readonly<{ subject: string; sid: string }>

export type LogoutStep =
  /** Nobody is logged in: there is nothing to do (§4: "not an error"). */
  Readonly<{ step: 'go-on' }> | Readonly<{ step: 'end' }> | Readonly<{ step: 'ask'; doubt: LogoutDoubt }>

export type LogoutDoubt = 'no-hint' | 'other-session' | 'other-person'

/**
 * §2: "the OP MUST ask the End-User this question if an id_token_hint was not provided or if the supplied ID Token does not
 * belong to the current OP session". An ID token of an earlier session is in some log or history by now; whoever finds one
 * there must not be able to log its person out for ever. A signed /userinfo answer names no session, and never expires.
 */
export const logoutStep = (hint: LogoutHint | null, current: Current | null): LogoutStep => {
  if (current === null) return { step: 'go-on' }
  if (hint === null) return { step: 'ask', doubt: 'no-hint' }
  const isSamePerson = hint.subject === current.subject
  if (hint.sid === current.sid) return { step: 'end' }
  return { step: 'ask', doubt: isSamePerson ? 'other-session' : 'other-person' }
}

/**
 * Whether a browser in which nobody is logged in is sent on without a word. §3: without a hint only where there are "other
 * means of confirming the legitimacy" of the address, and a stranger's own registration is none.
 */
export const returnsUnasked = ({ client }: LogoutReturn, hint: LogoutHint | null): boolean =>
  hint !== null || client.origin === 'operator' || client.verifiedAt !== null

/** §3: `state` is passed back, and nothing else. */
export const logoutLocation = ({ redirectUri, state }: LogoutReturn): string =>
  state === null ? redirectUri : parametersAdded(redirectUri, [['state', state]])
