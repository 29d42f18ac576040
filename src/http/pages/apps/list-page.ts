// The developer portal: a person's apps, and how many more there may be.
import type { FastifyInstance } from 'fastify'
import { kindOf } from '../../../protocol/app-rules.ts'
import type { Desk } from '../desk.ts'
import { logoUrl } from '../logo.ts'
import { memberPage } from '../member-page.ts'
import { kindWords } from './kinds.ts'

export const listPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps, config } = desk.parts
  memberPage(app, desk, {
    url: '/apps',
    isEnglish: true,
    show: async (_, { account }) => {
      const [list, quota] = await Promise.all([apps.list(account), apps.quota(account)])
      return {
        template: 'apps/list',
        title: 'Your apps',
        data: {
          apps: list.map((client) => ({
            href: `${config.issuerPath}/apps/${client.clientId}`,
            name: client.name,
            kind: kindWords[kindOf(client)].name,
            clientId: client.clientId,
            logo: logoUrl(client, config.issuerPath),
            isDisabled: client.disabledAt !== null,
          })),
          quota,
          mayRegister: apps.mayRegister(account),
          isInvited: config.appRegistration === 'invited',
          isFull: quota.used >= quota.most,
        },
      }
    },
  })
}
