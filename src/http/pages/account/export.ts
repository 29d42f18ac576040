// Exporting the account: one file, after a fresh proof of who asks for it (GDPR Art. 20).
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { memberPage } from '../member-page.ts'
import { tooMany } from './password-section.ts'

export const exportPages = (app: FastifyInstance, desk: Desk): void =>
  memberPage(app, desk, {
    url: '/account/export',
    needsRecent: true,
    show: (_, { voice }) => ({ template: 'account/export', title: voice.words.account.exportAccount }),
    acts: {
      export: {
        run: async (_, _form, { account, now }) => {
          const exported = await desk.parts.ownAccount.export(account, now)
          if (exported.kind === 'too-many') return tooMany(exported.retryAfterSeconds)
          return {
            kind: 'file',
            name: `account-${now.toISOString().slice(0, 10)}.json`,
            type: 'application/json; charset=utf-8',
            body: `${JSON.stringify(exported.facts, null, 2)}\n`,
          }
        },
      },
    },
  })
