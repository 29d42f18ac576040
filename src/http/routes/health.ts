// GET /health/live and /health/ready, at the root whatever the issuer's path.
import type { FastifyInstance } from 'fastify'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

export const healthRoute = (app: FastifyInstance, { ping }: HttpParts): void => {
  app.get('/health/live', async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }))
  app.get('/health/ready', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      await ping()
      return { status: 'ready' }
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
      return reply.status(503).header('retry-after', '2').send({ status: 'unavailable', reason: 'database' })
    }
  })
  otherMethods(app, '/health/live', ['GET'])
  otherMethods(app, '/health/ready', ['GET'])
}
