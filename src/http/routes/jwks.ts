// GET /jwks and /.well-known/jwks.json: the public signing keys (RFC 7517 §5).
import type { FastifyInstance } from 'fastify'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

/** Verifiers may keep the set this long; a key is announced far longer before it signs. */
const maxAgeSeconds = 300

export const jwksRoute = (app: FastifyInstance, { keyRing }: HttpParts): void => {
  // Some libraries look only at the second name (get-jwks, aws-jwt-verify).
  for (const url of ['/jwks', '/.well-known/jwks.json']) {
    app.get(url, (request, reply) => {
      const { body, etag } = keyRing.jwks()
      reply.header('cache-control', `public, max-age=${maxAgeSeconds}`).header('etag', etag)
      if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) return void reply.status(304).send()
      reply.type('application/jwk-set+json').send(body)
    })
    otherMethods(app, url, ['GET', 'OPTIONS'])
  }
}
