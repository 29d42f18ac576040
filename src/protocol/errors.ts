// Errors: every code this server answers with, grouped by the specification that names it.
import type { EventKind } from '../model/event.ts'

/** Code → HTTP status where the error is answered as JSON. At /authorize the status plays no part. */
export const errorCodes = {
  // RFC 6749 §4.1.2.1 and §5.2
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  invalid_scope: 400,
  access_denied: 400,
  server_error: 500,
  temporarily_unavailable: 503,
  // RFC 6750 §3.1
  invalid_token: 401,
  insufficient_scope: 403,
  /** §3.1: a request without any token gets a challenge that names no error. */
  missing_token: 401,
  // RFC 7009 §2.2.1
  unsupported_token_type: 400,
  // RFC 7591 §3.2.2
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  // RFC 8707 §2
  invalid_target: 400,
  // RFC 8628 §3.5
  authorization_pending: 400,
  slow_down: 400,
  expired_token: 400,
  // OpenID Connect Core §3.1.2.6 and §6
  login_required: 400,
  consent_required: 400,
  interaction_required: 400,
  account_selection_required: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  // OpenID Connect Core Unmet Authentication Requirements §2
  unmet_authentication_requirements: 400,
  // HTTP itself, where no specification above has a code
  method_not_allowed: 405,
  unsupported_media_type: 415,
  payload_too_large: 413,
  not_found: 404,
  too_many_requests: 429,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorCodes

/** What only the server's own people may know. No credential value ever stands in it, not even a wrong one. */
export type ErrorDetail = Readonly<{
  /** The exact cause, for the operator. */
  operator: string
  /** The cause as far as it lies in the client's own configuration, for the app's owner. */
  owner?: string
  /** What to do about it. */
  cure?: string
  /** The kind of event it is recorded as; `refused` unless something worse happened. */
  kind?: EventKind
  /** Whom it concerns. */
  about?: About
}>

/** RFC 6749 §5.2 and §4.1.2.1: a public description has printable ASCII only, without double quotes and backslashes. */
export const describable = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?')

export type About = Readonly<{ clientId?: string; sub?: string; familyPublicId?: string }>

/** A refusal. `description` is public (RFC 6749 §5.2); `detail` never leaves the server. */
export class OAuthError extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail
  /** Seconds for Retry-After, where trying again later helps. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, description: string, detail?: Partial<ErrorDetail>, retryAfterSeconds?: number) {
    super(describable(description))
    this.name = 'OAuthError'
    this.code = code
    this.detail = { operator: description, ...detail }
    this.retryAfterSeconds = retryAfterSeconds
  }

  get status(): number {
    return errorCodes[this.code]
  }
}

/** A refusal as a value: what was recorded along with it is kept, where a thrown one is rolled back. */
export type Refusal = OAuthError

export const isRefusal = (value: unknown): value is Refusal => value instanceof OAuthError

/** Runs rules that throw their refusal, and returns it as a value. Anything else that is thrown is a bug and flies on. */
export const orRefusal = async <T>(rules: () => T | Promise<T>): Promise<T | Refusal> => {
  try {
    return await rules()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}

/** The same refusal, with whom it concerns where that was not yet said. */
export const concerning = (refusal: OAuthError, about: About): OAuthError =>
  new OAuthError(
    refusal.code,
    refusal.message,
    { ...refusal.detail, about: { ...about, ...refusal.detail.about } },
    refusal.retryAfterSeconds,
  )

export const invalidRequest = (description: string, detail?: Partial<ErrorDetail>): OAuthError =>
  new OAuthError('invalid_request', description, detail)

export const invalidGrant = (operator: string, detail?: Partial<ErrorDetail>): OAuthError =>
  // One public text for every cause: an attacker learns nothing from the difference.
  new OAuthError('invalid_grant', 'The grant is invalid, expired, revoked or was issued to another client.', {
    operator,
    ...detail,
  })

export const invalidClient = (operator: string, detail?: Partial<ErrorDetail>): OAuthError =>
  new OAuthError('invalid_client', 'Client authentication failed.', { operator, ...detail })
