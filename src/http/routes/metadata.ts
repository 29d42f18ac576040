// GET /.well-known/oauth-authorization-server and openid-configuration (RFC 8414 §3, OpenID Connect Discovery §4).
import type { FastifyInstance } from 'fastify'
import type { Scope } from '../../model/scope.ts'
import { openScopes } from '../../protocol/scope.ts'
import { serverMetadata } from '../../protocol/server-metadata.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'

const wellKnown = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']

/** The root app: an issuer with a path has its document at the inserted names (RFC 8414 §3.1) and at the appended ones. */
export const metadataRoute = (app: FastifyInstance, { config, scopes, grantTypes }: HttpParts): void => {
  const { issuerPath } = config
  const names = new Set(wellKnown.flatMap((name) => [`${name}${issuerPath}`, `${issuerPath}${name}`]))
  const write = (known: readonly Scope[]): string =>
    JSON.stringify(
      serverMetadata({
        issuer: config.issuer,
        grantTypes,
        scopes: openScopes(known),
        registration: config.registration !== 'off',
        clientDocuments: config.cimd !== 'off',
        signUp: config.signUp === 'on',
      }),
    )
  // Written anew when the scopes are: nothing else in it changes while the server runs. Half the cost of an answer.
  let written = { scopes: scopes(), body: write(scopes()) }
  for (const url of names) {
    app.get(url, (_, reply) => {
      const known = scopes()
      if (known !== written.scopes) written = { scopes: known, body: write(known) }
      reply.header('cache-control', 'public, max-age=300').type('application/json; charset=utf-8').send(written.body)
    })
    otherMethods(app, url, ['GET', 'OPTIONS'])
  }
}
