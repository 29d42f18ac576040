// POST /introspect (RFC 7662), as JSON or as a signed JWT (RFC 9701 §4). Called by servers only, so it has no CORS.
import type { FastifyInstance } from 'fastify'
import { introspectionMediaType, prefersSignedAnswer } from '../../protocol/introspection-response.ts'
import { formParams } from '../form-body.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const url = '/introspect'

export const introspectRoute = (app: FastifyInstance, { introspect, introspectSigned, clock }: HttpParts): void => {
  app.post(url, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('vary', 'Accept')
    const { authorization, accept } = request.headers
    if (!prefersSignedAnswer(accept)) return introspect(formParams(request), authorization, clock())
    const signed = await introspectSigned(formParams(request), authorization, clock())
    return reply.type(introspectionMediaType).send(signed)
  })
  otherMethods(app, url, ['POST'])
}
