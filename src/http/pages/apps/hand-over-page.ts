// Taking an app over: for the one person whom it was offered to, with the link and their own login.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { usesSecret } from '../../../model/client.ts'
import { parseParams } from '../../../protocol/params.ts'
import type { Desk } from '../desk.ts'
import type { View } from '../member.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { queryOf } from '../sign-in/raw-query.ts'

const offerOf = (request: FastifyRequest): string => parseParams(queryOf(request.raw.url ?? '')).get('offer') ?? ''

export const handOverPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps, config } = desk.parts
  memberPage(app, desk, {
    url: '/apps/hand-over',
    isEnglish: true,
    show: async (request, member) => {
      const offered = await apps.handOver.read(member.account, offerOf(request), member.now)
      if (offered === undefined) return gone
      const { client, from } = offered
      return {
        template: 'apps/hand-over',
        title: 'Take over an app',
        data: {
          app: { name: client.name, clientId: client.clientId, redirectUris: client.redirectUris },
          from,
          usesSecret: usesSecret(client),
        },
        fields: { accept: { name: '', renew: 'yes' } },
      }
    },
    acts: {
      accept: {
        needsRecent: true,
        shown: async (request, member) => {
          const offered = await apps.handOver.read(member.account, offerOf(request), member.now)
          return offered === undefined ? [] : [offered.client.clientId, offered.client.name, offered.from.email]
        },
        run: async (request, form, member) => {
          const renews = form.get('renew') === 'yes'
          const accepted = await apps.handOver.accept(member.account, offerOf(request), renews, member.now)
          if (accepted.kind === 'gone') return { kind: 'show', view: gone }
          if (accepted.kind === 'problem') return wrong({ field: 'name', say: () => accepted.words })
          const { client, secret } = accepted
          const { clientId } = client
          if (secret === undefined)
            return done(
              () => (usesSecret(client) ? `The app is yours. ${stillKnown}` : 'The app is yours.'),
              `/apps/${clientId}`,
            )
          const href = `${config.issuerPath}/apps/${clientId}`
          return {
            kind: 'show',
            view: {
              template: 'apps/secret',
              title: 'The app is yours',
              data: { clientId, secret, words: renewed, href },
            },
          }
        },
      },
    },
  })
}

const stillKnown = 'Whoever had it before knows its secret: make a new one, then retire the old one.'
const renewed = 'No secret from before works any more.'

/** The same for a link that never was, is too old, was used, or is for somebody else. */
const gone: View = {
  template: 'apps/over',
  title: 'This link does not work',
  status: 404,
  data: {
    words:
      'It may be used or older than a week, or it is for another account. Ask whoever sent it for a new one, for the e-mail address that you log in with.',
  },
}
