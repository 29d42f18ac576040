// Deleting the account: what it ends, a fresh proof of who asks, and the e-mail address typed by hand (GDPR Art. 17).
import type { FastifyInstance } from 'fastify'
import { normalizeEmail } from '../../../protocol/email.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Again, Desk } from '../desk.ts'
import { memberPage, wrong } from '../member-page.ts'
import { showPage } from '../page.ts'
import { voiceOf } from '../voice.ts'

const deletedUrl = '/account/deleted'

export const deletePages = (app: FastifyInstance, desk: Desk): void => {
  const { apps, ownAccount } = desk.parts
  memberPage(app, desk, {
    url: '/account/delete',
    needsRecent: true,
    show: async (_, { account, voice }) => ({
      template: 'account/delete',
      title: voice.words.account.deleteAccount,
      data: { ownApps: (await apps.quota(account)).used },
      fields: { delete: { email: '' } },
    }),
    acts: {
      delete: {
        shown: async (_, { account }) => [account.email, String((await apps.quota(account)).used)],
        run: async (_, form, { account, now }) => {
          if (normalizeEmail(form.get('email') ?? '') !== account.emailNormalized)
            return wrong({ field: 'email', say: (w) => w.account.otherEmail })
          const { kind } = await ownAccount.delete(account.sub, 'person', now)
          return kind === 'last-admin' ? { kind: 'again', again: lastAdmin } : { kind: 'deleted', to: deletedUrl }
        },
      },
    },
  })
  app.get(deletedUrl, (request, reply) => {
    const voice = voiceOf(desk, request)
    return showPage(reply, { template: 'account/deleted', voice, title: voice.words.account.deleted })
  })
}

const lastAdmin: Again = {
  status: 409,
  refusal: new OAuthError('access_denied', 'The last admin cannot be deleted.'),
  say: (w) => w.account.lastAdmin,
}
