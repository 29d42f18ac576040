// Bearer tokens in the Authorization header (RFC 6750 §2.1).
import type { FastifyRequest } from 'fastify'

export const bearerToken = (request: FastifyRequest): string | undefined =>
  /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(request.headers.authorization ?? '')?.[1]
