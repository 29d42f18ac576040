// Apps in the admin API: search, register, change, vouch for, disable, new secrets.
import type { ClientFields, NewClientFields } from '../../flows/operator/documents.ts'
import { OperatorProblem } from '../../flows/operator/index.ts'
import { clientChanges, newClientRequest } from '../../flows/operator/read-documents.ts'
import type { Client } from '../../model/client.ts'
import { isAdminScope } from '../../protocol/admin-scopes.ts'
import { clientWire } from '../../protocol/wire.ts'
import { appPlace, pageOf, readAppPlace, usualPerPage } from '../cursors.ts'
import type { AdminCall, AdminRoute } from './door.ts'
import { pageQuery, pageSchema, ref, shortText } from './schemas.ts'
import { etagOf, guarded, guardOf, withVersion } from './versions.ts'

const read = 'admin:apps:read'
const write = 'admin:apps:write'
const one = '/apps/:client_id'

const idOf = ({ client_id = '' }: AdminCall['params']): string => client_id

/**
 * Whoever may write apps must not become more than that: by scopes that it gives itself, or by the secret of an app that has them.
 * The command line and `apply` do this.
 */
const keepFromAdminApps = (scope: readonly string[]): void => {
  if (scope.some(isAdminScope))
    throw new OperatorProblem('failed', 'apps with admin scopes are made and changed by the command line alone')
}

const keepFromAdminApp = async ({ operator, params }: AdminCall): Promise<void> =>
  keepFromAdminApps((await operator.clients.show(idOf(params))).client.scope)

const search = async ({ operator, query }: AdminCall) => {
  const limit = Number(query.limit ?? usualPerPage)
  const after = readAppPlace(query.cursor as string | undefined)
  const found = await operator.clients.search({ name: query.name as string | undefined, after, limit: limit + 1 })
  const { items, next } = pageOf(found, limit, appPlace)
  return { items: items.map(clientWire), next }
}

const create = async ({ operator, reply, body }: AdminCall<NewClientFields>) => {
  const wanted = newClientRequest(body)
  keepFromAdminApps(wanted.scope ?? [])
  const { client, secret } = await operator.clients.create(wanted)
  reply.status(201).header('location', `apps/${encodeURIComponent(client.clientId)}`)
  return { ...withVersion(reply, clientWire(client)), ...(secret !== undefined && { client_secret: secret }) }
}

const show = async ({ operator, reply, params }: AdminCall) => {
  const { client, secrets } = await operator.clients.show(idOf(params))
  const used = secrets.map(({ id, createdAt, lastUsedAt }) => ({
    ...{ id, created_at: createdAt.toISOString(), last_used_at: lastUsedAt?.toISOString() ?? null },
  }))
  // The use of a secret is no change of the app.
  const wire = clientWire(client)
  reply.header('etag', etagOf(wire))
  return { ...wire, secrets: used }
}

const change = async ({ operator, request, reply, params, body }: AdminCall<Partial<ClientFields>>) => {
  const changes = clientChanges(body)
  keepFromAdminApps(changes.scope ?? [])
  const isTheOneRead = guardOf(request, clientWire)
  const guard = (before: Client | undefined): void => {
    isTheOneRead(before)
    keepFromAdminApps(before?.scope ?? [])
  }
  const { client, secret } = await operator.clients.set(idOf(params), changes, guard)
  return { ...withVersion(reply, clientWire(client)), ...(secret !== undefined && { client_secret: secret }) }
}

const verifying =
  (verified: boolean) =>
  async ({ operator, request, reply, params }: AdminCall) => {
    const { client } = await operator.clients.set(idOf(params), { verified }, guardOf(request, clientWire))
    return withVersion(reply, clientWire(client))
  }

const secretAnswer = { type: 'object', required: ['client_secret'], properties: { client_secret: { type: 'string' } } }
const dropped = { type: 'object', required: ['dropped'], properties: { dropped: { type: 'integer' } } }
const endedAnswer = {
  type: 'object',
  required: ['logins_ended'],
  properties: { logins_ended: { type: 'integer' } },
}

export const appRoutes: readonly AdminRoute[] = [
  {
    ...{ method: 'GET', url: '/apps', scope: read, summary: 'Search apps by the beginning of their names' },
    ...{ query: pageQuery({ name: shortText('How the name begins.') }), answers: { 200: pageSchema('App') } },
    handle: search,
  },
  {
    ...{ method: 'POST', url: '/apps', scope: write, summary: 'Register an app; its secret is shown this once' },
    ...{ body: ref('NewApp'), answers: { 201: ref('App') }, handle: create },
  },
  {
    ...{ method: 'GET', url: one, scope: read, summary: 'Show an app, with the last use of its secrets' },
    ...{ answers: { 200: ref('App') }, handle: show },
  },
  {
    ...{ method: 'PATCH', url: one, scope: write, summary: 'Change what is named; null removes' },
    ...guarded,
    ...{ body: ref('AppChange'), answers: { 200: ref('App') }, handle: change },
  },
  {
    ...{ method: 'PUT', url: `${one}/verified`, scope: write, summary: 'Vouch for it: the consent page does not warn' },
    ...guarded,
    ...{ answers: { 200: ref('App') }, handle: verifying(true) },
  },
  {
    ...{ method: 'DELETE', url: `${one}/verified`, scope: write, summary: 'Vouch for it no more' },
    ...guarded,
    ...{ answers: { 200: ref('App') }, handle: verifying(false) },
  },
  {
    ...{ method: 'PUT', url: `${one}/disabled`, scope: write, summary: 'Disable: every login with it ends' },
    ...guarded,
    answers: { 200: endedAnswer },
    handle: async ({ operator, request, params }) => {
      const { families } = await operator.clients.disable(idOf(params), guardOf(request, clientWire))
      return { logins_ended: families }
    },
  },
  {
    ...{ method: 'DELETE', url: `${one}/disabled`, scope: write, summary: 'Enable again; what was ended stays ended' },
    ...guarded,
    answers: { 200: ref('App') },
    handle: async ({ operator, request, reply, params }) =>
      withVersion(reply, clientWire(await operator.clients.enable(idOf(params), guardOf(request, clientWire)))),
  },
  {
    ...{
      method: 'POST',
      url: `${one}/secrets`,
      scope: write,
      summary: 'Make a new secret; the last one lives beside it',
    },
    answers: { 201: secretAnswer },
    handle: async (call) => {
      const { operator, reply, params } = call
      await keepFromAdminApp(call)
      reply.status(201)
      return { client_secret: await operator.clients.rotateSecret(idOf(params), false) }
    },
  },
  {
    ...{ method: 'DELETE', url: `${one}/secrets/old`, scope: write, summary: 'End all secrets but the newest' },
    answers: { 200: dropped },
    handle: async ({ operator, params }) => ({ dropped: await operator.clients.dropOld(idOf(params)) }),
  },
]
