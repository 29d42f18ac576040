// The publisher of an app: which web host vouches for it, by which file, and what came of asking (RFC 8615).
import type { FastifyInstance } from 'fastify'
import { publisherFile } from '../../../protocol/publisher.ts'
import type { Desk } from '../desk.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { appHead, clientIdOf, ownApp } from './app-member.ts'

export const publisherPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps } = desk.parts
  memberPage(app, desk, {
    url: '/apps/:clientId/publisher',
    isEnglish: true,
    show: async (request, member) => {
      const { client } = await ownApp(desk, request, member)
      const hosts = apps.publisherHosts(client)
      const { publisher } = client
      const { words } = member.voice
      return {
        template: 'apps/publisher',
        title: `${client.name}: publisher`,
        data: {
          ...appHead(desk, client, '/publisher'),
          hosts: hosts.map((host) => ({ value: host, label: host })),
          file: publisherFile,
          document: apps.publisherFileFor(client),
          publisher: publisher && {
            host: publisher.host,
            isVerified: publisher.verifiedAt !== null,
            since: publisher.verifiedAt && words.common.date(publisher.verifiedAt),
            checked: publisher.checkedAt && words.common.ago(publisher.checkedAt, member.now),
            problem: publisher.problem,
          },
        },
        fields: { verify: { host: publisher?.host ?? hosts[0] ?? '' }, forget: {} },
      }
    },
    acts: {
      verify: {
        run: async (request, form, member) => {
          const host = form.get('host') ?? ''
          const asked = await apps.publishers.verify(member.account, clientIdOf(request), host, request.ip, member.now)
          return asked.kind === 'problem'
            ? wrong({ field: 'host', say: () => asked.words })
            : done(() => `${asked.host} vouches for this app. People see its name when they are asked for access.`)
        },
      },
      forget: {
        run: async (request, _, member) => {
          await apps.publishers.forget(member.account, clientIdOf(request))
          return done(() => 'No host vouches for this app any more.')
        },
      },
    },
  })
}
