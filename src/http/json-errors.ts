// How errors of machine endpoints travel: JSON (RFC 6749 §5.2), with a challenge where the status is 401 (RFC 6750 §3).
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../protocol/errors.ts'
import { answerPreflights } from './cors.ts'
import { asRefusal, wireCode } from './errors.ts'
import type { HttpParts } from './parts.ts'
import type { NoteRefusal } from './refusals.ts'

export const sendJsonError = (
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: OAuthError,
  noteRefusal: NoteRefusal,
): FastifyReply => {
  noteRefusal(request, reply, refusal)
  if (refusal.code === 'invalid_client') reply.header('www-authenticate', 'Basic realm="countersign", charset="UTF-8"')
  const challenge = bearerChallenge(refusal)
  if (challenge !== undefined) reply.header('www-authenticate', challenge)
  return reply
    .status(refusal.status)
    .header('cache-control', 'no-store')
    .send({ error: wireCode(refusal), error_description: refusal.message })
}

/** RFC 6750 §3: a request that brought no token learns only that it needs one. */
const bearerChallenge = ({ code, message }: OAuthError): string | undefined => {
  if (code === 'missing_token') return 'Bearer'
  if (code === 'insufficient_scope') return `Bearer error="${code}", error_description="${message}", scope="openid"`
  return code === 'invalid_token' ? `Bearer error="${code}", error_description="${message}"` : undefined
}

export const jsonErrors = (app: FastifyInstance, parts: HttpParts, noteRefusal: NoteRefusal): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = asRefusal(error, parts)
    if (refusal.code === 'server_error') request.log.error({ err: error }, 'unexpected error')
    return sendJsonError(request, reply, refusal, noteRefusal)
  })
}

/** Answers every method that the path does not have (RFC 9110 §15.5.6), and OPTIONS where that is among those it has. */
export const otherMethods = (app: FastifyInstance, url: string, allowed: readonly string[]): void => {
  const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  const has = (method: string): boolean => allowed.includes(method) || (method === 'HEAD' && allowed.includes('GET'))
  if (allowed.includes('OPTIONS')) answerPreflights(app, url, allowed)
  app.route({
    method: all.filter((method) => !has(method)),
    url,
    handler: (_, reply) => {
      reply.header('allow', allowed.join(', '))
      throw new OAuthError('method_not_allowed', `Use ${allowed.join(' or ')} here.`)
    },
  })
}
