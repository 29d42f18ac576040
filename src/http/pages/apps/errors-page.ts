// Errors of an app, for its owner: what its requests were refused for, exactly, and what to do; nobody's address or e-mail (README, Decisions).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseParams } from '../../../protocol/params.ts'
import type { AppEvent, AppEventQuery } from '../../../store/app-events.ts'
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
      const last = found.length > perPage ? found[perPage - 1] : undefined
      const { words } = member.voice
      return {
        template: 'apps/errors',
        title: `${client.name}: errors`,
        data: {
          ...appHead(desk, client, '/errors'),
          events: found.slice(0, perPage).map((event) => ({ ...event, at: words.common.dateTime(event.at) })),
          reference: reference ?? '',
          isFirst: after === undefined,
          path: `${desk.parts.config.issuerPath}/apps/${client.clientId}/errors`,
          older: last === undefined ? null : cursorOf(last),
        },
      }
    },
  })
}

const cursorOf = ({ at, reference }: AppEvent): string => `${at.getTime()}.${reference}`

/** What is no reference, or no place in the list, counts as none. */
const readQuery = (request: FastifyRequest): Pick<AppEventQuery, 'reference' | 'after'> => {
  const params = parseParams(queryOf(request.raw.url ?? ''))
  const asPrinted = (params.get('reference') ?? '').toLowerCase().replace(/[\s#-]/g, '')
  const [, millis, reference] = /^(\d{1,14})\.([0-9a-z]{1,64})$/.exec(params.get('after') ?? '') ?? []
  return {
    reference: /^[0-9a-z]{1,64}$/.test(asPrinted) ? asPrinted : undefined,
    after: millis === undefined || reference === undefined ? undefined : { at: new Date(Number(millis)), reference },
  }
}
