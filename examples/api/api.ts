// A small API (a resource server) that knows nothing but the JWKS URL, the issuer and its own audience (RFC 9068 §4).
import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'

type Settings = Readonly<{ issuer: string; jwksUrl: string; audience: string }>

const reports = [
  { title: 'Tea drunk, by month', pages: 3 },
  { title: 'Rain, expected and real', pages: 12 },
]

export const buildApi = ({ issuer, jwksUrl, audience }: Settings): FastifyInstance => {
  const keys = createRemoteJWKSet(new URL(jwksUrl))
  const api = Fastify()
  // Pages of any origin may call: what counts is the token, and a browser adds none by itself as it would a cookie.
  api.register(cors, { origin: '*', exposedHeaders: ['www-authenticate'] })

  /** The caller's claims; undefined once the answer has been sent. */
  const authenticate = async (request: FastifyRequest, reply: FastifyReply): Promise<JWTPayload | undefined> => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    // RFC 6750 §3.1: who sent no token is told nothing but that one is needed.
    if (token === undefined) return challenge(reply, 401, '', 'A token is needed.')
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp'],
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JWTExpired) return invalidToken(reply, 'The access token expired')
      if (isAboutToken(error)) return invalidToken(reply, 'The access token is not valid here')
      request.log.error(error)
      reply.status(503).header('retry-after', '5').send({ error: 'The keys cannot be read right now.' })
      return undefined
    }
  }

  api.get('/me', async (request, reply) => {
    const claims = await authenticate(request, reply)
    if (claims === undefined) return reply
    const { sub, client_id, scope, roles = [], exp = 0 } = claims
    return { sub, client_id, scope, roles, expires_in: exp - Math.floor(Date.now() / 1000) }
  })

  api.get('/reports', async (request, reply) => {
    const claims = await authenticate(request, reply)
    if (claims === undefined) return reply
    if (words(claims.scope).includes('reports:read') || list(claims.roles).includes('analyst')) return { reports }
    return challenge(
      reply,
      403,
      ' error="insufficient_scope", error_description="Reports need the scope reports:read or the role analyst", scope="reports:read"',
      'Reports need the scope reports:read or the role analyst.',
    )
  })
  return api
}

const challenge = (reply: FastifyReply, status: number, attributes: string, words: string): undefined => {
  reply.status(status).header('www-authenticate', `Bearer${attributes}`).send({ error: words })
}

const invalidToken = (reply: FastifyReply, words: string): undefined =>
  challenge(reply, 401, ` error="invalid_token", error_description="${words}"`, `${words}.`)

/** All of jose's errors but those that say that the keys could not be fetched. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC'

const words = (scope: unknown): readonly string[] => (typeof scope === 'string' ? scope.split(' ') : [])
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
