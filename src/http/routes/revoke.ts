// POST /revoke (RFC 7009).
import type { FastifyInstance } from 'fastify'
import { formParams } from '../form-body.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const url = '/revoke'

export const revokeRoute = (app: FastifyInstance, { revoke, clock }: HttpParts): void => {
  app.post(url, async (request, reply) => {
    await revoke(formParams(request), request.headers.authorization, clock())
    // §2.2: clients ignore the body, but some insist that every answer is JSON (simple-oauth2).
    return reply.header('cache-control', 'no-store').status(200).send({})
  })
  otherMethods(app, url, ['POST', 'OPTIONS'])
}
