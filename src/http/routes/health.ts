// GET /health/live and /health/ready, at the root whatever the issuer's path.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'
import { showsToken } from './metrics.ts'

export const healthRoute = (app: FastifyInstance, { readiness, closing, config }: HttpParts): void => {
  /** What is wrong with a server is its operators' business. */
  const isOperator = (request: FastifyRequest): boolean =>
    isOwnMachine(request) || showsToken(request, config.metricsToken)

  let told = ''
  /** Once, and not for each balancer that asks each second; that it stops is no news. */
  const tell = (reasons: readonly string[], request: FastifyRequest): void => {
    const now = reasons.join()
    if (now !== told && now !== '' && !closing.isBegun()) request.log.warn({ reasons }, 'not ready')
    told = now
  }

  app.get('/health/live', async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }))
  app.get('/health/ready', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const reasons = await readiness()
    tell(reasons, request)
    if (reasons.length === 0) return { status: 'ready' }
    reply.status(503).header('retry-after', '2')
    return { status: 'unavailable', ...(isOperator(request) && { reasons }) }
  })
  otherMethods(app, '/health/live', ['GET'])
  otherMethods(app, '/health/ready', ['GET'])
}

/** By the connection alone; and what a proxy on this machine brings comes from elsewhere. */
const isOwnMachine = ({ socket, headers }: FastifyRequest): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  headers['x-real-ip'] === undefined
