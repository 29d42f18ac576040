// The console's APIs and scopes, with the words that people read.
import type { FastifyInstance } from 'fastify'
import { resourceRequest } from '../../../flows/operator/read-documents.ts'
import type { Desk } from '../desk.ts'
import { done } from '../member-page.ts'
import { adminPage } from './admin-page.ts'

const box = (isTicked: boolean | undefined): string => (isTicked === true ? 'yes' : '')

export const apisPage = (app: FastifyInstance, desk: Desk): void =>
  adminPage(app, desk, {
    url: '/apis',
    show: async ({ operator, query }) => {
      const [scopes, resources] = [await operator.scopes.list(), await operator.resources.list()]
      const scope = scopes.find(({ name }) => name === query.get('scope'))
      const resource = resources.find(({ identifier }) => identifier === query.get('resource'))
      return {
        template: 'admin/apis',
        title: 'APIs and scopes',
        data: { scopes, resources },
        fields: {
          scope: {
            name: scope?.name ?? '',
            words: scope?.words ?? '',
            optional: box(scope?.optional),
            privileged: box(scope?.privileged),
          },
          resource: {
            identifier: resource?.identifier ?? '',
            name: resource?.name ?? '',
            audience: resource === undefined || resource.audience === resource.identifier ? '' : resource.audience,
            scope: resource?.scope.join(' ') ?? '',
            seconds: String(resource?.accessTokenSeconds ?? ''),
          },
        },
      }
    },
    acts: {
      scope: {
        field: 'name',
        run: async ({ operator }, form) => {
          const [name, words] = [form.get('name') ?? '', form.get('words') ?? '']
          const optional = form.get('optional') === 'yes'
          await operator.scopes.set({ name, words, optional, privileged: form.get('privileged') === 'yes' })
          return done(() => `The scope ${name} is saved.`, '/admin/apis')
        },
      },
      resource: {
        field: 'identifier',
        run: async ({ operator }, form) => {
          const identifier = form.get('identifier') ?? ''
          const before = (await operator.resources.list()).find((each) => each.identifier === identifier)
          const seconds = form.get('seconds')
          const request = resourceRequest(identifier, {
            resource_name: form.get('name') ?? '',
            audience: form.get('audience'),
            scope: form.get('scope'),
            access_token_seconds: seconds === undefined ? null : /^\d{1,9}$/.test(seconds) ? Number(seconds) : -1,
            // What the form does not show stays as it is.
            ...(before !== undefined && { signing_alg: before.signingAlg, claims: { ...before.claims } }),
          })
          await operator.resources.set(request)
          return done(() => `The API ${identifier} is saved.`, '/admin/apis')
        },
      },
    },
  })
