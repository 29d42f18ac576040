// Scopes, APIs, signing keys and settings in the admin API.
import { settingsInForce } from '../../config/table.ts'
import type { ResourceFields, ScopeFields } from '../../flows/operator/documents.ts'
import { resourceRequest } from '../../flows/operator/read-documents.ts'
import { keyWire, resourceWire } from '../../protocol/wire.ts'
import type { HttpParts } from '../parts.ts'
import type { AdminCall, AdminRoute } from './door.ts'
import { listSchema, ref } from './schemas.ts'
import { guarded, guardOf, withVersion } from './versions.ts'

const read = 'admin:settings:read'
const write = 'admin:settings:write'

const setScope = async ({ operator, request, reply, params, body }: AdminCall<ScopeFields>) => {
  const { words, optional = false, privileged = false } = body
  const scope = { name: params.name ?? '', words, optional, privileged }
  return withVersion(
    reply,
    await operator.scopes.set(
      scope,
      guardOf(request, (before) => before),
    ),
  )
}

const setResource = async ({ operator, request, reply, params, body }: AdminCall<ResourceFields>) => {
  const wanted = resourceRequest(params.resource ?? '', body)
  return withVersion(reply, resourceWire(await operator.resources.set(wanted, guardOf(request, resourceWire))))
}

const rotate = async ({ operator, reply, body }: AdminCall<{ compromised?: boolean; kid?: string }>) => {
  reply.status(201)
  if (body.compromised !== true) return keyWire(await operator.keys.rotate())
  return keyWire(await operator.keys.replaceCompromised(body.kid))
}

const rotation = {
  type: 'object',
  additionalProperties: false,
  properties: {
    compromised: { type: 'boolean', description: 'Replaced and unpublished at once: its tokens die with it.' },
    kid: { type: 'string', maxLength: 200, description: 'Which is compromised; the active one unless it says so.' },
  },
}

const registrationAnswer = {
  type: 'object',
  required: ['registration', 'metadata_documents', 'metadata_document_hosts'],
  properties: {
    registration: { type: 'string', description: 'Who registers apps at /register: open, token or off.' },
    metadata_documents: { type: 'string', description: 'Which apps may describe themselves: open, list or off.' },
    metadata_document_hosts: { type: 'array', items: { type: 'string' } },
    portal: { type: 'string', description: 'Who registers apps in the developer portal.' },
    apps_per_person: { type: 'integer' },
  },
}

export const settingsRoutes = ({ config }: HttpParts): readonly AdminRoute[] => [
  {
    ...{ method: 'GET', url: '/scopes', scope: read, summary: 'All scopes, with their words' },
    answers: { 200: listSchema('Scope') },
    handle: async ({ operator }) => ({ items: await operator.scopes.list() }),
  },
  {
    ...{ method: 'PUT', url: '/scopes/:name', scope: write, summary: 'Add a scope, or replace its words and rules' },
    ...guarded,
    ...{ body: ref('ScopeChange'), answers: { 200: ref('Scope') }, handle: setScope },
  },
  {
    ...{ method: 'DELETE', url: '/scopes/:name', scope: write, summary: 'Remove a scope that nothing names any more' },
    ...guarded,
    answers: { 200: ref('Scope') },
    handle: async ({ operator, request, params }) =>
      operator.scopes.remove(
        params.name ?? '',
        guardOf(request, (before) => before),
      ),
  },
  {
    ...{ method: 'GET', url: '/resources', scope: read, summary: 'All APIs that tokens may be for' },
    answers: { 200: listSchema('Resource') },
    handle: async ({ operator }) => ({ items: (await operator.resources.list()).map(resourceWire) }),
  },
  {
    ...{ method: 'GET', url: '/resources/:resource', scope: read, summary: 'Show an API' },
    answers: { 200: ref('Resource') },
    handle: async ({ operator, reply, params }) =>
      withVersion(reply, resourceWire(await operator.resources.show(params.resource ?? ''))),
  },
  {
    ...{
      method: 'PUT',
      url: '/resources/:resource',
      scope: write,
      summary: 'Add an API, or replace all that is said of it',
    },
    ...guarded,
    ...{ body: ref('ResourceChange'), answers: { 200: ref('Resource') }, handle: setResource },
  },
  {
    ...{
      method: 'DELETE',
      url: '/resources/:resource',
      scope: write,
      summary: 'Remove an API; its tokens live until they expire',
    },
    ...guarded,
    answers: { 200: ref('Resource') },
    handle: async ({ operator, request, params }) =>
      resourceWire(await operator.resources.remove(params.resource ?? '', guardOf(request, resourceWire))),
  },
  {
    ...{ method: 'GET', url: '/keys', scope: read, summary: 'Signing keys, with their states and times' },
    answers: { 200: listSchema('Key') },
    handle: async ({ operator }) => ({ items: (await operator.keys.list()).map(keyWire) }),
  },
  {
    ...{
      method: 'POST',
      url: '/keys/rotation',
      scope: write,
      summary: 'Announce a successor now, or replace a key in wrong hands',
    },
    ...{ body: rotation, answers: { 201: ref('Key') }, handle: rotate },
  },
  {
    ...{ method: 'GET', url: '/registration', scope: read, summary: 'Who may register apps' },
    answers: { 200: registrationAnswer },
    handle: async () => ({
      registration: config.registration,
      metadata_documents: config.cimd,
      metadata_document_hosts: config.cimdHosts,
      portal: config.appRegistration,
      apps_per_person: config.appsPerPerson,
    }),
  },
  {
    ...{
      method: 'GET',
      url: '/settings',
      scope: read,
      summary: 'Settings in force and their source; secrets are "set"',
    },
    answers: { 200: listSchema('Setting') },
    handle: async () => ({ items: settingsInForce(config) }),
  },
]
