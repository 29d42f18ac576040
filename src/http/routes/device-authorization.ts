// POST /device_authorization (RFC 8628 §3.1).
import type { FastifyInstance } from 'fastify'
import { formParams } from '../form-body.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const url = '/device_authorization'

export const deviceAuthorizationRoute = (app: FastifyInstance, { startDevice, clock }: HttpParts): void => {
  app.post(url, async (request, reply) => {
    // §3.2 shows it; the codes are for this device alone.
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
    const { authorization, 'user-agent': userAgent } = request.headers
    return startDevice({ params: formParams(request), authorization, address: request.ip, userAgent, now: clock() })
  })
  otherMethods(app, url, ['POST', 'OPTIONS'])
}
