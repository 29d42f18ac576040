// The console's apps: search, and one app with what an admin may do about it.
import type { FastifyInstance } from 'fastify'
import { ifFound } from '../../../flows/operator/index.ts'
import type { ClientOrigin } from '../../../model/client.ts'
import { eventWire } from '../../../protocol/wire.ts'
import { formatsOf } from '../../../words/format.ts'
import { appPlace, pageOf, readAppPlace } from '../../cursors.ts'
import type { Desk } from '../desk.ts'
import { done } from '../member-page.ts'
import { type AdminVisit, adminPage } from './admin-page.ts'

const perPage = 25
const someEvents = 20

const originWords: Readonly<Record<ClientOrigin, string>> = {
  operator: 'an operator',
  person: 'a person',
  'self-registered': 'itself',
  'metadata-document': 'its document',
}

const { plural } = formatsOf('en')

const search = async ({ operator, query }: AdminVisit) => {
  const text = query.get('q')
  if (/^(app_[\w-]+|https?:\/\/.*)$/.test(text)) {
    const one = await ifFound(operator.clients.show(text))
    if (one !== undefined) return { items: [one.client], next: null }
  }
  const after = readAppPlace(query.get('after'))
  const found = await operator.clients.search({ name: text, after, limit: perPage + 1 })
  return pageOf(found, perPage, appPlace)
}

const asShown = async ({ operator, params }: AdminVisit): Promise<readonly string[]> => {
  const { client } = await operator.clients.show(params.clientId ?? '')
  return [client.name, ...client.redirectUris, `${client.verifiedAt !== null} ${client.disabledAt !== null}`]
}

export const appsPage = (app: FastifyInstance, desk: Desk): void => {
  adminPage(app, desk, {
    url: '/apps',
    show: async (visit) => {
      const { items, next } = await search(visit)
      const apps = items.map((each) => ({
        ...each,
        path: encodeURIComponent(each.clientId),
        registeredBy: originWords[each.origin],
      }))
      return { template: 'admin/apps', title: 'Apps', data: { apps, typed: visit.query.get('q'), next } }
    },
  })

  adminPage(app, desk, {
    url: '/apps/:clientId',
    show: async ({ operator, params }) => {
      const { client, secrets } = await operator.clients.show(params.clientId ?? '')
      const events = await operator.events.search({ clientId: client.clientId, limit: someEvents })
      const { tokensPerMinute } = client
      return {
        template: 'admin/app',
        title: client.name,
        data: { client, registeredBy: originWords[client.origin], secrets, events: events.map(eventWire) },
        fields: { quota: { tokens: tokensPerMinute === null ? '' : String(tokensPerMinute) } },
      }
    },
    acts: {
      verify: {
        shown: asShown,
        run: async ({ operator, params }) => {
          await operator.clients.set(params.clientId ?? '', { verified: true })
          return done(() => 'You vouch for this app now. People are not warned of it any more.')
        },
      },
      unverify: {
        shown: asShown,
        run: async ({ operator, params }) => {
          await operator.clients.set(params.clientId ?? '', { verified: false })
          return done(() => 'You do not vouch for this app any more.')
        },
      },
      disable: {
        shown: asShown,
        run: async ({ operator, params }) => {
          const { families } = await operator.clients.disable(params.clientId ?? '')
          return done(
            () =>
              `The app is disabled. ${plural(families, { one: '# login with it was', other: '# logins with it were' })} ended.`,
          )
        },
      },
      enable: {
        shown: asShown,
        run: async ({ operator, params }) => {
          await operator.clients.enable(params.clientId ?? '')
          return done(() => 'The app is enabled. What was ended stays ended.')
        },
      },
      quota: {
        field: 'tokens',
        run: async ({ operator, params }, form) => {
          const typed = form.get('tokens')
          const tokensPerMinute = typed === undefined ? null : /^\d{1,9}$/.test(typed) ? Number(typed) : -1
          await operator.clients.set(params.clientId ?? '', { tokensPerMinute })
          return done(() => 'Its quota is changed.')
        },
      },
    },
  })
}
