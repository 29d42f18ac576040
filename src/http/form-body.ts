// The body of a form post, as it was sent: parsing is protocol/params.ts's (RFC 6749 Appendix B).
import type { FastifyRequest } from 'fastify'
import { isRefusal, OAuthError } from '../protocol/errors.ts'
import { type Params, parseParams } from '../protocol/params.ts'

/** @throws OAuthError where the body is not an application/x-www-form-urlencoded form. */
export const formBodyText = (request: FastifyRequest): string => {
  if (typeof request.body !== 'string')
    throw new OAuthError('unsupported_media_type', 'The body must be application/x-www-form-urlencoded.')
  // The decoder put U+FFFD where bytes were not UTF-8; nobody sends that character by itself.
  if (request.body.includes('\ufffd')) throw new OAuthError('invalid_request', 'The body is not valid UTF-8.')
  return request.body
}

export const formParams = (request: FastifyRequest): Params => parseParams(formBodyText(request))

/** Undefined for what no browser sends: broken UTF-8, NUL, repeated or endless fields. */
export const readableForm = (request: FastifyRequest): Params | undefined => {
  try {
    return formParams(request)
  } catch (error) {
    if (isRefusal(error) && error.code === 'invalid_request') return undefined
    throw error
  }
}
