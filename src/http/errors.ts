// Errors at the door: whatever was thrown becomes one of our refusals; only a bug becomes a server_error.
import { isRefusal, OAuthError } from '../protocol/errors.ts'
import type { HttpParts } from './parts.ts'

type FrameworkError = Readonly<{ code?: string; statusCode?: number }>

export const asRefusal = (error: unknown, parts: Pick<HttpParts, 'isUnavailable' | 'isBusy'>): OAuthError => {
  if (isRefusal(error)) return error
  if (parts.isUnavailable(error)) return unavailable('The database cannot be reached.', 2)
  if (parts.isBusy(error)) return unavailable('Too many logins at once.', 5)
  const { code, statusCode = 500 } = (error ?? {}) as FrameworkError
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new OAuthError('unsupported_media_type', 'The content type is not supported here.')
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new OAuthError('payload_too_large', 'The request body is too large.')
  if (statusCode === 429) return new OAuthError('too_many_requests', 'Too many requests. Wait a moment.', {}, 60)
  if (statusCode >= 400 && statusCode < 500)
    // The framework's own text may quote the request, and with it a credential.
    return new OAuthError('invalid_request', 'The request is malformed.', {
      operator: `The request is malformed (${code ?? statusCode}).`,
    })
  return new OAuthError('server_error', 'Something went wrong here.', {
    operator: `Unexpected error: ${error instanceof Error ? error.name : typeof error}; see the log at this time.`,
  })
}

const unavailable = (description: string, retryAfterSeconds: number): OAuthError =>
  new OAuthError(
    'temporarily_unavailable',
    'The server is busy or being restored. Try again shortly.',
    { operator: description },
    retryAfterSeconds,
  )

/** Statuses of HTTP itself have no code in RFC 6749 §5.2; on the wire they are invalid_request. */
const httpOnly: ReadonlySet<string> = new Set([
  'method_not_allowed',
  'unsupported_media_type',
  'payload_too_large',
  'not_found',
  'missing_token',
])

export const wireCode = (refusal: OAuthError): string => {
  if (httpOnly.has(refusal.code)) return 'invalid_request'
  return refusal.code === 'too_many_requests' ? 'temporarily_unavailable' : refusal.code
}
