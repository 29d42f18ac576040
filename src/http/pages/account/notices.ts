// Notices: what the person must hear about their account, until they have put it away (RFC 9700 §4.14.2).
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { done, memberPage } from '../member-page.ts'
import { noticesUrl, theftsShown } from '../thefts-shown.ts'

export const noticesPages = (app: FastifyInstance, desk: Desk): void => {
  const { thefts } = desk.parts
  memberPage(app, desk, {
    url: noticesUrl,
    show: async (_, { account, voice, now }) => {
      const { consent } = voice.words
      const notices = await thefts.unseen(account.sub, now)
      const title = notices.length === 0 ? consent.theft.none : consent.theft.title
      return { template: 'account/notices', title, data: { thefts: theftsShown(voice.words, notices) } }
    },
    acts: {
      dismiss: {
        shown: async (_, { account, now }) => idsOf(await thefts.unseen(account.sub, now)),
        run: async (_, __, { account, now }) => {
          await thefts.markSeen(account.sub, idsOf(await thefts.unseen(account.sub, now)), now)
          return done(undefined, '/account')
        },
      },
    },
  })
}

const idsOf = (notices: readonly Readonly<{ familyPublicId: string }>[]): readonly string[] =>
  notices.map(({ familyPublicId }) => familyPublicId)
