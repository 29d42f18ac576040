// The console: what an operator sees and does in a browser; the same flows as the admin API's and the command line's.
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { apisPage } from './apis.ts'
import { appsPage } from './apps.ts'
import { eventsPage } from './events.ts'
import { keysPage } from './keys.ts'
import { overviewPage } from './overview.ts'
import { peoplePage } from './people.ts'
import { personPage } from './person.ts'
import { settingsPage } from './settings.ts'
import { setupPage } from './setup.ts'

export const adminPages = (app: FastifyInstance, desk: Desk): void => {
  setupPage(app, desk)
  for (const page of [overviewPage, peoplePage, personPage, appsPage, apisPage, keysPage, eventsPage, settingsPage])
    page(app, desk)
}
