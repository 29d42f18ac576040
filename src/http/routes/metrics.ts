// GET /metrics: the server's figures for Prometheus, at the root whatever the issuer's path (Prometheus exposition format).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../../config/config.ts'
import { sameDigest, sha256 } from '../../crypto/digest.ts'
import { bearerToken } from '../bearer.ts'

export type ReadMetrics = () => Promise<string>

/** Whether the request shows the operator's token (RFC 6750 §2.1). */
export const showsToken = (request: FastifyRequest, token: string | undefined): boolean => {
  const shown = bearerToken(request)
  return token !== undefined && shown !== undefined && sameDigest(sha256(shown), sha256(token))
}

export const metricsRoute = (
  app: FastifyInstance,
  { metricsToken }: Pick<Config, 'metricsToken'>,
  read: ReadMetrics,
): void => {
  app.get('/metrics', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (metricsToken !== undefined && !showsToken(request, metricsToken))
      return reply.status(401).header('www-authenticate', 'Bearer').send({ error: 'invalid_token' })
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await read())
  })
}
