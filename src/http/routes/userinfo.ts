// GET and POST /userinfo (OpenID Connect Core §5.3, RFC 6750 §2).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { invalidRequest, OAuthError } from '../../protocol/errors.ts'
import { bearerToken } from '../bearer.ts'
import { formParams } from '../form-body.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const url = '/userinfo'

export const userinfoRoute = (app: FastifyInstance, { userinfo, clock }: HttpParts): void => {
  app.route({
    method: ['GET', 'POST'],
    url,
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
      const answer = await userinfo(accessTokenOf(request), clock())
      return answer.kind === 'jwt' ? reply.type('application/jwt').send(answer.token) : answer.claims
    },
  })
  otherMethods(app, url, ['GET', 'POST', 'OPTIONS'])
}

/** RFC 6750 §2: header or form body, one of them; never the URL, which ends up in logs and histories. */
const accessTokenOf = (request: FastifyRequest): string => {
  const inHeader = bearerToken(request)
  const inBody = request.body === undefined || request.body === null ? undefined : bodyToken(request)
  if (inHeader !== undefined && inBody !== undefined) throw invalidRequest('Two access tokens in one request.')
  const token = inHeader ?? inBody
  if (token === undefined) throw new OAuthError('missing_token', 'Send an access token: Authorization: Bearer.')
  return token
}

const bodyToken = (request: FastifyRequest): string | undefined =>
  typeof request.body === 'string' && request.body === '' ? undefined : formParams(request).get('access_token')
