// Addresses that lead nowhere: a page for whoever typed one, and from the front door on to one's account (RFC 9110 §15.5.5).
import type { FastifyInstance } from 'fastify'
import { adminApiPath } from '../../protocol/admin-scopes.ts'
import { OAuthError } from '../../protocol/errors.ts'
import type { Desk } from './desk.ts'
import { seeOther } from './page.ts'

export const lostPages = (app: FastifyInstance, { parts }: Desk): void => {
  const { issuerPath } = parts.config
  app.get('/', async (_, reply) => seeOther(reply, `${issuerPath}/account`))
  for (const area of ['/account', '/apps', '/admin'])
    app.get(`${area}/*`, async (request, reply) => {
      // Programs hear of it in JSON.
      if (request.url.startsWith(`${issuerPath}${adminApiPath}/`)) return reply.callNotFound()
      throw new OAuthError('not_found', 'There is nothing at this address.')
    })
}
