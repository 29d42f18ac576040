// The door of the admin API: each route says its scope, who calls is asked at each use, and the document is made of the same routes (OpenAPI 3.1).
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import about from '../../../package.json' with { type: 'json' }
import type { OperatorFlows } from '../../flows/operator/index.ts'
import { type AdminScope, adminApiPath, adminScopes } from '../../protocol/admin-scopes.ts'
import { invalidRequest } from '../../protocol/errors.ts'
import { bearerToken } from '../bearer.ts'
import { otherMethods } from '../json-errors.ts'
import { queryOf } from '../pages/sign-in/raw-query.ts'
import type { HttpParts } from '../parts.ts'
import { components, ref } from './schemas.ts'
import { refuseConditions } from './versions.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Schema = Readonly<Record<string, unknown>>

/** What a handler gets: what an operator may do, in the name of whoever called. */
export type AdminCall<Body = unknown> = Readonly<{
  operator: OperatorFlows
  request: FastifyRequest
  reply: FastifyReply
  params: Readonly<Record<string, string>>
  query: Readonly<Record<string, string | number | undefined>>
  body: Body
}>

export type AdminRoute = Readonly<{
  method: Method
  /** Below /admin/api/v1. */
  url: string
  scope: AdminScope
  summary: string
  query?: Schema
  body?: Schema
  /** Where it looks at the version that the caller has read. */
  headers?: Schema
  /** Status → what is answered. */
  answers: Readonly<Record<number, Schema>>
  // Each handler knows its own body, because its schema was checked before.
  // biome-ignore lint/suspicious/noExplicitAny: a list of routes cannot know the body of each
  handle: (call: AdminCall<any>) => Promise<unknown>
}>

const versioned = `${adminApiPath}/v1`

/** The document describes what is registered after it. */
export const openDocument = async (app: FastifyInstance, { config }: HttpParts): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Countersign admin API',
        version: about.version,
        license: { name: about.license, identifier: about.license },
        description: `Access tokens: resource=${config.issuer}${adminApiPath} and the scope of each operation. Whoever a token is for needs the role admin at each use; apps of your own use client_credentials.`,
      },
      servers: [{ url: `${config.issuer}${versioned}` }],
      components: {
        securitySchemes: {
          oauth: {
            type: 'oauth2',
            flows: {
              authorizationCode: {
                authorizationUrl: `${config.issuer}/authorize`,
                tokenUrl: `${config.issuer}/token`,
                refreshUrl: `${config.issuer}/token`,
                scopes: scopeWords,
              },
              clientCredentials: { tokenUrl: `${config.issuer}/token`, scopes: scopeWords },
            },
          },
        },
      },
    },
    stripBasePath: true,
    refResolver: { buildLocalReference: (json, _, __, at) => String(json.$id ?? `def-${at}`) },
    // What only says that a method is not known here is no part of it.
    transform: ({ schema, url }) => ({
      schema: schema ?? { hide: true },
      url: url.slice(url.indexOf(versioned) + versioned.length),
    }),
  })
  for (const [name, schema] of Object.entries(components)) app.addSchema({ $id: name, ...schema })
}

const scopeWords = Object.fromEntries(adminScopes.map((name) => [name, name]))

export const adminRoutes = (app: FastifyInstance, parts: HttpParts, routes: readonly AdminRoute[]): void => {
  for (const route of routes) {
    const { method, url, scope, summary, query, body, headers, answers, handle } = route
    const callers = new WeakMap<FastifyRequest, OperatorFlows>()
    app.route({
      method,
      url,
      config: { scope },
      schema: {
        summary,
        operationId: operationId(route),
        tags: [url.split('/')[1] ?? ''],
        security: [{ oauth: [scope] }],
        params: paramsOf(url),
        ...(query !== undefined && { querystring: query }),
        ...(body !== undefined && { body }),
        ...(headers !== undefined && { headers }),
        response: {
          ...Object.fromEntries(
            Object.entries(answers).map(([status, schema]) => [status, { description: summary, ...schema }]),
          ),
          '4xx': problem,
          '5xx': problem,
        },
      },
      // Before anything of the request is looked at but its token.
      onRequest: async (request) => {
        const call = { token: bearerToken(request), scope, address: request.ip }
        callers.set(request, parts.operatorAs(await parts.admitAdmin(call, parts.clock())))
      },
      preValidation: async (request) => {
        request.query = readQuery(request)
      },
      handler: async (request, reply) => {
        const operator = callers.get(request)
        if (operator === undefined) throw new Error('nobody was admitted')
        reply.header('cache-control', 'no-store')
        if (headers === undefined && method !== 'GET') refuseConditions(request)
        const { params, query, body } = request as Pick<AdminCall, 'params' | 'query' | 'body'>
        return handle({ operator, request, reply, params, query, body })
      },
    })
  }
  for (const url of new Set(routes.map((route) => route.url))) {
    const methods = routes.filter((route) => route.url === url).map(({ method }) => method)
    otherMethods(app, url, methods)
  }
}

const problem = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: ref('Problem') } },
}

/** The door reads queries by OAuth's rules; here a name stands once, and numbers are numbers. */
const readQuery = (request: FastifyRequest): Readonly<Record<string, string | number>> => {
  const pairs = [...new URLSearchParams(queryOf(request.raw.url ?? ''))]
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw invalidRequest('A parameter is repeated.')
  if (pairs.some(([, value]) => value.includes('\0'))) throw invalidRequest('A parameter contains a NUL character.')
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, name === 'limit' && /^\d{1,6}$/.test(value) ? Number(value) : value]),
  )
}

const paramsOf = (url: string) => {
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const properties = Object.fromEntries(
    names.map((name) => [name, { type: 'string', maxLength: 2048, pattern: '^[^\\u0000]*$' }]),
  )
  return { type: 'object', properties, required: names }
}

/** `GET /people/:sub/sessions` → `getPeopleSubSessions`. */
const operationId = ({ method, url }: AdminRoute): string =>
  method.toLowerCase() +
  url
    .split(/\W+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
