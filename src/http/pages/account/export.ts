// Exporting the account: one file, after a fresh proof of who asks for it (GDPR Art. 20).
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { memberPage } from '../member-page.ts'

export const exportPages = (app: FastifyInstance, desk: Desk): void =>
  memberPage(app, desk, {
    url: '/account/export',
    needsRecent: true,
    show: (_, { voice }) => ({ template: 'account/export', title: voice.words.account.exportAccount }),
    acts: {
      export: {
        run: async (_, _form, { account, now }) => ({
          kind: 'file',
          name: `account-${now.toISOString().slice(0, 10)}.json`,
          type: 'application/json; charset=utf-8',
          body: `${JSON.stringify(await desk.parts.ownAccount.export(account.sub, now), null, 2)}\n`,
        }),
      },
    },
  })
