// Connected apps: what each may do, where its codes go and who vouches for it, and the end of it (RFC 6749 §10.2, RFC 9700 §4.11).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Client } from '../../../model/client.ts'
import type { ConnectedApp } from '../../../model/connected-app.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Words } from '../../../words/index.ts'
import { namedApis, toldToApis } from '../apis.ts'
import type { Desk } from '../desk.ts'
import { logoUrl } from '../logo.ts'
import type { Member } from '../member.ts'
import { done, memberPage } from '../member-page.ts'
import { scopesInWords } from '../scope-words.ts'
import { queryOf } from '../sign-in/raw-query.ts'
import { appName, claimedName, trustWords } from '../words.ts'
import { paged, windowOf } from './paging.ts'

const list = '/account/connected-apps'
const one = '/account/connected-apps/app'

export const connectedAppsPages = (app: FastifyInstance, desk: Desk): void => {
  const { apps } = desk.parts.ownAccount
  const clientOf = async (clientId: string) => (await desk.parts.knownClient(clientId))?.client

  memberPage(app, desk, {
    url: list,
    show: async (request, { account, voice, now }) => {
      const { words } = voice
      const { page, ...window } = windowOf(request)
      const { rows, pages } = paged(await apps.list(account.sub, window, now), page)
      const named = await Promise.all(
        rows.map(async (row) => {
          const client = await clientOf(row.clientId)
          // Removed altogether, and what it had ended with it.
          if (client === undefined) return []
          return [
            {
              name: appName(client),
              logo: logoUrl(client, desk.parts.config.issuerPath),
              used:
                row.lastUsedAt === null
                  ? words.account.notInUse
                  : words.common.fact(words.account.lastUsed, words.common.ago(row.lastUsedAt, now)),
              leadsTo: leadsTo(words, row),
              href: `${desk.parts.config.issuerPath}${one}?id=${encodeURIComponent(row.clientId)}`,
            },
          ]
        }),
      )
      return {
        template: 'account/connected-apps',
        title: words.account.nav.connectedApps,
        data: { apps: named.flat(), pages },
      }
    },
  })

  const find = async (request: FastifyRequest, { account, now }: Member) => {
    const clientId = new URLSearchParams(queryOf(request.raw.url ?? '')).get('id') ?? ''
    const connected = clientId.includes('\0') ? undefined : await apps.find(account.sub, clientId, now)
    const client = connected && (await clientOf(connected.clientId))
    return { clientId, connected, client }
  }

  memberPage(app, desk, {
    url: one,
    show: async (request, member) => {
      const { connected, client } = await find(request, member)
      if (connected === undefined || client === undefined)
        throw new OAuthError('not_found', 'This app is not connected.', {
          operator: 'The person has no such app.',
          about: { sub: member.account.sub },
        })
      return {
        template: 'account/connected-app',
        title: appName(client),
        data: { app: describe(desk, connected, client, member) },
      }
    },
    acts: {
      disconnect: {
        run: async (request, _, member) => {
          const { clientId, connected, client } = await find(request, member)
          const ended =
            connected !== undefined && (await apps.revoke(member.account.sub, clientId, request.ip, member.now))
          const name = client === undefined ? clientId : appName(client)
          return done((w) => (ended ? w.account.disconnected(name) : w.account.wasNotConnected), list)
        },
      },
    },
  })
}

const describe = (desk: Desk, connected: ConnectedApp, client: Client, { voice, now }: Member) => {
  const { words } = voice
  const { scope, resources, since, lastUsedAt, endsAt } = connected
  return {
    name: appName(client),
    claimedName: claimedName(client),
    scopes: scopesInWords(desk, words, [...new Set([...scope, ...toldToApis(desk, client, resources)])]),
    apis: namedApis(desk, resources),
    since,
    used: lastUsedAt === null ? words.account.notInUse : words.common.ago(lastUsedAt, now),
    until: endsAt,
    leadsTo: leadsTo(words, connected),
    trust: trustWords(words, client, now),
  }
}

/** Hosts are in their ASCII form, so that look-alike letters show. */
const leadsTo = (w: Words, { redirectOrigins }: ConnectedApp): string => {
  const places = redirectOrigins.map((origin) =>
    origin.startsWith('https://') ? origin.slice('https://'.length) : w.common.thisComputer,
  )
  return places.length === 0 ? w.account.onDevice : w.common.list([...new Set(places)])
}
