// A small API (a resource server) that knows nothing but the JWKS URL, the issuer and its own audience (RFC 9068 §4).
import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { protectedResource } from './metadata.ts'
import { missingOf } from './step-up.ts'

/** The audience is the API's own address; what clients send as `resource` (RFC 8707). */
type Settings = Readonly<{ issuer: string; jwksUrl: string; audience: string }>

const reports = [
  { title: 'Tea drunk, by month', pages: 3 },
  { title: 'Rain, expected and real', pages: 12 },
]

export const buildApi = ({ issuer, jwksUrl, audience }: Settings): FastifyInstance => {
  const keys = createRemoteJWKSet(new URL(jwksUrl))
  const self = protectedResource({ issuer, audience })
  const api = Fastify()
  // Pages of any origin may call: what counts is the token, and a browser adds none by itself as it would a cookie.
  api.register(cors, { origin: '*', exposedHeaders: ['www-authenticate'] })

  api.get(self.path, async () => self.metadata)

  /** RFC 9728 §5.1: whoever is refused is told where to read how to get a token. */
  const refuse = (reply: FastifyReply, status: number, words: string, error?: string, more = ''): undefined => {
    const what = error === undefined ? '' : `error="${error}", error_description="${words}", `
    reply.header('www-authenticate', `Bearer ${what}${more}resource_metadata="${self.url}"`)
    reply.status(status).send({ error: words })
  }

  /** The caller's claims; undefined once the answer has been sent. */
  const authenticate = async (request: FastifyRequest, reply: FastifyReply): Promise<JWTPayload | undefined> => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    // RFC 6750 §3.1: who sent no token is told nothing but that one is needed.
    if (token === undefined) return refuse(reply, 401, 'A token is needed.')
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp'],
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse(reply, 401, 'The access token expired', 'invalid_token')
      if (isAboutToken(error)) return refuse(reply, 401, 'The access token is not valid here', 'invalid_token')
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
    if (names(claims.scope).includes('reports:read') || list(claims.roles).includes('analyst')) return { reports }
    const words = 'Reports need the scope reports:read or the role analyst'
    return refuse(reply, 403, words, 'insufficient_scope', 'scope="reports:read", ')
  })

  /** Only for who has proved in two ways, a quarter of an hour ago at most, that it is them. */
  api.get('/secrets', async (request, reply) => {
    const claims = await authenticate(request, reply)
    if (claims === undefined) return reply
    const missing = missingOf(claims, { acrValues: ['aal2'], maxAgeSeconds: 900 }, new Date())
    if (missing === undefined) return { secrets: ['The tea is really coffee.'] }
    return refuse(reply, 401, 'A stronger or fresher login is needed', 'insufficient_user_authentication', missing)
  })
  return api
}

/** All of jose's errors but those that say that the keys could not be fetched. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC'

const names = (scope: unknown): readonly string[] => (typeof scope === 'string' ? scope.split(' ') : [])
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
