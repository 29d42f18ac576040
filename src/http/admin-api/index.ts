// The admin API: what an operator may do, for programs; every route, and the document that describes them (RFC 6750 §2.1, OpenAPI 3.1).
import type { FastifyInstance } from 'fastify'
import { adminApiPath } from '../../protocol/admin-scopes.ts'
import { otherMethods } from '../json-errors.ts'
import type { HttpParts } from '../parts.ts'
import type { NoteRefusal } from '../refusals.ts'
import { appRoutes } from './apps.ts'
import { adminRoutes, openDocument } from './door.ts'
import { eventRoutes } from './events.ts'
import { peopleRoutes } from './people.ts'
import { problemErrors } from './problems.ts'
import { settingsRoutes } from './settings.ts'

/** Register it in a scope of its own: its errors travel otherwise than those of its neighbours. */
export const adminApi = async (app: FastifyInstance, parts: HttpParts, noteRefusal: NoteRefusal): Promise<void> => {
  problemErrors(app, parts, noteRefusal)
  await openDocument(app, parts)
  await app.register(
    async (versioned) =>
      adminRoutes(versioned, parts, [...peopleRoutes, ...appRoutes, ...settingsRoutes(parts), ...eventRoutes]),
    { prefix: `${adminApiPath}/v1` },
  )
  const url = `${adminApiPath}/openapi.json`
  app.get(url, { schema: { hide: true } }, async (_, reply) => {
    reply.header('cache-control', 'public, max-age=300')
    return app.swagger()
  })
  otherMethods(app, url, ['GET'])
}
