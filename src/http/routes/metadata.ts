// GET /.well-known/oauth-authorization-server and openid-configuration (RFC 8414 §3, OpenID Connect Discovery §4).
import type { FastifyInstance } from 'fastify'
import { serverMetadata } from '../../protocol/server-metadata.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const wellKnown = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']

/** The root app: an issuer with a path has its document at the inserted names (RFC 8414 §3.1) and at the appended ones. */
export const metadataRoute = (app: FastifyInstance, { config, scopes, grantTypes }: HttpParts): void => {
  const { issuerPath } = config
  const names = new Set(wellKnown.flatMap((name) => [`${name}${issuerPath}`, `${issuerPath}${name}`]))
  for (const url of names) {
    app.get(url, async (_, reply) => {
      reply.header('cache-control', 'public, max-age=300')
      const open = scopes()
        .filter(({ privileged }) => !privileged)
        .map(({ name }) => name)
      return serverMetadata({
        issuer: config.issuer,
        grantTypes,
        scopes: open,
        registration: config.registration !== 'off',
        clientDocuments: config.cimd !== 'off',
      })
    })
    otherMethods(app, url, ['GET', 'OPTIONS'])
  }
}
