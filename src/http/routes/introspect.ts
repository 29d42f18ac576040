// POST /introspect (RFC 7662). Called by servers only, so it has no CORS.
import type { FastifyInstance } from 'fastify'
import { formParams } from '../form-body.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const url = '/introspect'

export const introspectRoute = (app: FastifyInstance, { introspect, clock }: HttpParts): void => {
  app.post(url, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return introspect(formParams(request), request.headers.authorization, clock())
  })
  otherMethods(app, url, ['POST'])
}
