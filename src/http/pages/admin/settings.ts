// The console's settings: what is in force and where it comes from, and who may register apps; changed in the environment alone.
import type { FastifyInstance } from 'fastify'
import { settingsInForce } from '../../../config/table.ts'
import type { Desk } from '../desk.ts'
import { adminPage } from './admin-page.ts'

const portalWords = {
  everyone: 'everybody with an account',
  invited: 'people with the role developer or admin',
  nobody: 'nobody',
}
const registrationWords = { open: 'anyone', token: 'whoever sends INITIAL_ACCESS_TOKEN', off: 'nobody' }
const documentWords = { open: 'any', list: 'those of the hosts in CIMD_HOSTS', off: 'none' }

export const settingsPage = (app: FastifyInstance, desk: Desk): void =>
  adminPage(app, desk, {
    url: '/settings',
    show: async () => {
      const { config } = desk.parts
      return {
        template: 'admin/settings',
        title: 'Settings',
        data: {
          settings: settingsInForce(config),
          policy: [
            ['Who registers apps in the developer portal', portalWords[config.appRegistration]],
            ['How many apps each person may register', String(config.appsPerPerson)],
            ['Which programs register themselves at /register', registrationWords[config.registration]],
            ['Which apps may describe themselves by a document at their own address', documentWords[config.cimd]],
            ...(config.cimd === 'list' ? [['Hosts of such documents', config.cimdHosts.join(', ') || 'none']] : []),
          ],
        },
      }
    },
  })
