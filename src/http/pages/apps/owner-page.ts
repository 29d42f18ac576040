// Whose an app is: handing it to another person, and removing it for good.
import type { FastifyInstance } from 'fastify'
import { offerDays } from '../../../flows/apps/hand-over.ts'
import type { Desk } from '../desk.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { appHead, clientIdOf, ownApp } from './app-member.ts'

export const ownerPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps, config } = desk.parts
  memberPage(app, desk, {
    url: '/apps/:clientId/owner',
    isEnglish: true,
    show: async (request, member) => {
      const { client } = await ownApp(desk, request, member)
      const offer = await apps.handOver.pending(member.account, client.clientId, member.now)
      const { words } = member.voice
      return {
        template: 'apps/owner',
        title: `${client.name}: owner`,
        data: {
          ...appHead(desk, client, '/owner'),
          offer: offer && { to: offer.emailNormalized, until: words.common.dateTime(offer.expiresAt) },
          days: offerDays,
        },
        fields: { offer: { email: '' }, withdraw: {}, remove: { name: '' } },
      }
    },
    acts: {
      offer: {
        needsRecent: true,
        run: async (request, form, member) => {
          const clientId = clientIdOf(request)
          const offered = await apps.handOver.offer(member.account, clientId, form.get('email') ?? '', member.now)
          if (offered.kind === 'problem') return wrong({ field: 'email', say: () => offered.words })
          const { client } = await ownApp(desk, request, member)
          return {
            kind: 'show',
            view: {
              template: 'apps/offered',
              title: 'Pass this link on',
              data: {
                ...appHead(desk, client, '/owner'),
                link: `${config.issuer}/apps/hand-over?offer=${offered.secret}`,
                email: form.get('email') ?? '',
                days: offerDays,
              },
            },
          }
        },
      },
      withdraw: {
        run: async (request, _, member) => {
          await apps.handOver.withdraw(member.account, clientIdOf(request))
          return done(() => 'The offer is withdrawn. Its link does not work any more.')
        },
      },
      remove: {
        needsRecent: true,
        run: async (request, form, member) => {
          const { client } = await ownApp(desk, request, member)
          if ((form.get('name') ?? '').trim() !== client.name)
            return wrong({ field: 'name', say: () => `Type the app’s name, ${client.name}, to remove it.` })
          await apps.remove(member.account, client.clientId)
          return done(() => `${client.name} is removed, and every login with it has ended.`, '/apps')
        },
      },
    },
  })
}
