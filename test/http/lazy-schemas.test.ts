// Lazy schemas: what is compiled only when it is used does compile, all of it.
import Fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import { appRoutes } from '../../src/http/admin-api/apps.ts'
import { adminRoutes } from '../../src/http/admin-api/door.ts'
import { eventRoutes } from '../../src/http/admin-api/events.ts'
import { peopleRoutes } from '../../src/http/admin-api/people.ts'
import { components } from '../../src/http/admin-api/schemas.ts'
import { settingsRoutes } from '../../src/http/admin-api/settings.ts'
import { lazySchemas } from '../../src/http/lazy-schemas.ts'
import type { HttpParts } from '../../src/http/parts.ts'

t.test('every schema of the admin API compiles', async (t) => {
  const app: FastifyInstance = Fastify({
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  })
  for (const [name, schema] of Object.entries(components)) app.addSchema({ $id: name, ...schema })
  // No request is made: nothing of the server is asked for.
  const parts = {} as HttpParts
  adminRoutes(app, parts, [...peopleRoutes, ...appRoutes, ...settingsRoutes(parts), ...eventRoutes])
  await t.resolves(async () => void (await app.ready()))
})

t.test('they check and drop as Fastify does, the first time and the next', async (t) => {
  const app = Fastify({ schemaController: lazySchemas })
  const body = { type: 'object', properties: { name: { type: 'string', maxLength: 3 } }, required: ['name'] }
  const answer = { type: 'object', properties: { name: { type: 'string' } } }
  app.post('/', { schema: { body, response: { 200: answer } } }, async (request) => ({
    ...(request.body as { name: string }),
    secret: 1,
  }))
  for (let time = 0; time < 2; time += 1) {
    const refused = await app.inject({ method: 'POST', url: '/', payload: { name: 'Adaline' } })
    t.match([refused.statusCode, refused.json().message], [400, /name must NOT have more than 3 characters/])
    t.same((await app.inject({ method: 'POST', url: '/', payload: { name: 'Ada' } })).json(), { name: 'Ada' })
  }
})
