// Errors of an app, for its owner: what its requests were refused for, exactly, and what to do; nobody's address or e-mail (README, Decisions).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseParams } from '../../../protocol/params.ts'
import { readReference } from '../../../protocol/reference.ts'
import type { AppEventQuery } from '../../../store/app-events.ts'
import { eventPlace, pageOf, readEventPlace } from '../../cursors.ts'
import type { Desk } from '../desk.ts'
import { memberPage } from '../member-page.ts'
import { queryOf } from '../sign-in/raw-query.ts'
import { appHead, ownApp } from './app-member.ts'

const perPage = 20

export const errorsPage = (app: FastifyInstance, desk: Desk): void => {
  memberPage(app, desk, {
    url: '/apps/:clientId/errors',
    isEnglish: true,
    show: async (request, member) => {
      const { client } = await ownApp(desk, request, member)
      const { reference, after } = readQuery(request)
      const query: AppEventQuery = { reference, after, limit: perPage + 1 }
      const found = await desk.parts.apps.refusals(member.account, client.clientId, query)
      const { items, next } = pageOf(found, perPage, eventPlace)
      const { words } = member.voice
      return {
        template: 'apps/errors',
        title: `${client.name}: errors`,
        data: {
          ...appHead(desk, client, '/errors'),
          events: items.map((event) => ({ ...event, at: words.common.dateTime(event.at) })),
          reference: reference ?? '',
          isFirst: after === undefined,
          path: `${desk.parts.config.issuerPath}/apps/${client.clientId}/errors`,
          older: next,
        },
      }
    },
  })
}

const readQuery = (request: FastifyRequest): Pick<AppEventQuery, 'reference' | 'after'> => {
  const params = parseParams(queryOf(request.raw.url ?? ''))
  // What can be no reference counts as none.
  return { reference: readReference(params.get('reference') ?? ''), after: readEventPlace(params.get('after')) }
}
