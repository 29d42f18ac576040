// GET /.well-known/oauth-authorization-server (RFC 8414 §3).
import type { FastifyInstance } from 'fastify'
import { serverMetadata } from '../../protocol/server-metadata.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const wellKnown = '/.well-known/oauth-authorization-server'

/** The root app: an issuer with a path has its document at the inserted name (§3.1) and at the appended one too. */
export const metadataRoute = (app: FastifyInstance, { config, scopes, grantTypes }: HttpParts): void => {
  const names = new Set([`${wellKnown}${config.issuerPath}`, `${config.issuerPath}${wellKnown}`])
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
      })
    })
    otherMethods(app, url, ['GET', 'OPTIONS'])
  }
}
