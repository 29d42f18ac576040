// People in the admin API: search, describe, let in, keep out.
import type { InvitationFields, NewPersonFields, PersonFields } from '../../flows/operator/documents.ts'
import { newPerson, personChange, wholePerson } from '../../flows/operator/read-documents.ts'
import type { Ended } from '../../flows/operator/users.ts'
import { invalidRequest } from '../../protocol/errors.ts'
import { accountWire } from '../../protocol/wire.ts'
import { pageOf, personPlace, readPersonPlace, usualPerPage } from '../cursors.ts'
import type { AdminCall, AdminRoute } from './door.ts'
import { listSchema, pageQuery, pageSchema, ref, shortText } from './schemas.ts'
import { guarded, guardOf, withVersion } from './versions.ts'

const read = 'admin:people:read'
const write = 'admin:people:write'
const one = '/people/:sub'

const search = async ({ operator, query }: AdminCall) => {
  const { email, name } = query as { email?: string; name?: string }
  if (email !== undefined && name !== undefined) throw invalidRequest('Search by email or by name, not by both.')
  const limit = Number(query.limit ?? usualPerPage)
  const after = readPersonPlace(query.cursor as string | undefined)
  const found = await operator.users.search({ email: email?.toLowerCase(), name, after, limit: limit + 1 })
  const { items, next } = pageOf(found, limit, personPlace)
  return { items: items.map(accountWire), next }
}

const create = async ({ operator, reply, body }: AdminCall<NewPersonFields>) => {
  const { password, ...fields } = body
  const account = await operator.users.create(newPerson(fields), password ?? null)
  reply.status(201).header('location', `people/${account.sub}`)
  return withVersion(reply, accountWire(account))
}

const invite = async ({ operator, reply, body }: AdminCall<InvitationFields>) => {
  const { email, name = null, roles = [], language = null } = body
  const { expiresAt } = await operator.invite({ email, name, roles, language, byHand: false })
  reply.status(201)
  return { email, expires_at: expiresAt.toISOString() }
}
const invited = {
  type: 'object',
  required: ['email', 'expires_at'],
  properties: { email: { type: 'string' }, expires_at: { type: 'string', format: 'date-time' } },
}

const show = async ({ operator, reply, params }: AdminCall) =>
  withVersion(reply, accountWire(await operator.users.show(subOf(params))))

const changing =
  (read: typeof personChange) =>
  async ({ operator, request, reply, params, body }: AdminCall<PersonFields>) => {
    const guard = guardOf(request, accountWire)
    return withVersion(reply, accountWire(await operator.users.describe(subOf(params), read(body), guard)))
  }

const setRoles = async ({ operator, request, reply, params, body }: AdminCall<{ roles: readonly string[] }>) => {
  const change = { ...personChange({}), roles: body.roles }
  const guard = guardOf(request, accountWire)
  return withVersion(reply, accountWire(await operator.users.describe(subOf(params), change, guard)))
}

const endedWire = ({ sessions, families }: Ended) => ({ sessions_ended: sessions, logins_ended: families })

/** An address is for the search: here it would make a page per address, found or not. */
const subOf = ({ sub = '' }: AdminCall['params']): string => sub.replaceAll('@', '')

const roles = {
  type: 'object',
  additionalProperties: false,
  required: ['roles'],
  properties: { roles: { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 100 } } },
}
const password = {
  type: 'object',
  additionalProperties: false,
  required: ['password'],
  properties: { password: { type: 'string', maxLength: 1024 } },
}

export const peopleRoutes: readonly AdminRoute[] = [
  {
    ...{ method: 'GET', url: '/people', scope: read, summary: 'Search people by the beginning of e-mail or name' },
    query: pageQuery({ email: shortText('How the e-mail address begins.'), name: shortText('How the name begins.') }),
    answers: { 200: pageSchema('Person') },
    handle: search,
  },
  {
    ...{ method: 'POST', url: '/people', scope: write, summary: 'Make an account', body: ref('NewPerson') },
    answers: { 201: ref('Person') },
    handle: create,
  },
  {
    ...{
      method: 'POST',
      url: '/people/invitations',
      scope: write,
      summary: 'Invite somebody by mail, where there is mail',
    },
    ...{ body: ref('Invitation'), answers: { 201: invited }, handle: invite },
  },
  {
    ...{ method: 'DELETE', url: one, scope: write, summary: 'Delete the account and all that is stored of the person' },
    ...guarded,
    answers: { 200: ref('Ended') },
    handle: async ({ operator, request, params }) =>
      endedWire(await operator.users.remove(subOf(params), guardOf(request, accountWire))),
  },
  { method: 'GET', url: one, scope: read, summary: 'Show a person', answers: { 200: ref('Person') }, handle: show },
  {
    ...{ method: 'PATCH', url: one, scope: write, summary: 'Change what is named; null removes' },
    ...guarded,
    ...{ body: ref('PersonChange'), answers: { 200: ref('Person') }, handle: changing(personChange) },
  },
  {
    ...{ method: 'PUT', url: one, scope: write, summary: 'Replace all that is known of a person' },
    ...guarded,
    ...{ body: ref('PersonChange'), answers: { 200: ref('Person') }, handle: changing(wholePerson) },
  },
  {
    ...{ method: 'PUT', url: `${one}/roles`, scope: write, summary: 'Replace the roles', body: roles },
    ...guarded,
    ...{ answers: { 200: ref('Person') }, handle: setRoles },
  },
  {
    ...{
      method: 'PUT',
      url: `${one}/disabled`,
      scope: write,
      summary: 'Disable: every session and every login of apps ends',
    },
    ...guarded,
    answers: { 200: ref('Ended') },
    handle: async ({ operator, request, params }) =>
      endedWire(await operator.users.disable(subOf(params), guardOf(request, accountWire))),
  },
  {
    ...{ method: 'DELETE', url: `${one}/disabled`, scope: write, summary: 'Enable again; what was ended stays ended' },
    ...guarded,
    answers: { 200: ref('Person') },
    handle: async ({ operator, request, reply, params }) =>
      withVersion(reply, accountWire(await operator.users.enable(subOf(params), guardOf(request, accountWire)))),
  },
  {
    ...{ method: 'PUT', url: `${one}/password`, scope: write, summary: 'Set a password: everything that is open ends' },
    body: password,
    answers: { 200: ref('Ended') },
    handle: async ({ operator, params, body }) =>
      endedWire(await operator.users.setPassword(subOf(params), body.password)),
  },
  {
    ...{ method: 'GET', url: `${one}/sessions`, scope: read, summary: 'Where the person is logged in' },
    answers: { 200: listSchema('Session') },
    handle: async ({ operator, params }) => ({ items: await operator.people.sessions(subOf(params)) }),
  },
  {
    ...{ method: 'DELETE', url: `${one}/sessions`, scope: write, summary: 'Sign out everywhere' },
    answers: { 200: ref('Ended') },
    handle: async ({ operator, params }) => endedWire(await operator.users.signOut(subOf(params))),
  },
  {
    ...{ method: 'GET', url: `${one}/apps`, scope: read, summary: 'Apps that the person is connected to' },
    answers: { 200: listSchema('ConnectedApp') },
    handle: async ({ operator, params }) => ({ items: await operator.people.apps(subOf(params)) }),
  },
  {
    ...{
      method: 'DELETE',
      url: `${one}/factors`,
      scope: write,
      summary: 'Remove all second factors: the password alone is enough then',
    },
    answers: { 200: { type: 'object', required: ['removed'], properties: { removed: { type: 'integer' } } } },
    handle: async ({ operator, params }) => {
      const { totp, passkeys } = await operator.users.resetFactors(subOf(params))
      return { removed: passkeys + (totp ? 1 : 0) }
    },
  },
]
