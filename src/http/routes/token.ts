// POST /token (RFC 6749 §3.2).
import type { FastifyInstance } from 'fastify'
import { formParams } from '../form-body.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const url = '/token'

export const tokenRoute = (app: FastifyInstance, { token, clock }: HttpParts): void => {
  app.post(url, async (request, reply) => {
    // §5.1: a response that carries tokens is never stored.
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
    const { authorization } = request.headers
    return token({ params: formParams(request), authorization, address: request.ip, now: clock() })
  })
  otherMethods(app, url, ['POST', 'OPTIONS'])
}
