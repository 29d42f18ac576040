// The developer portal: its pages, in one visible list.
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { appPage } from './app-page.ts'
import { checkRoute } from './check-route.ts'
import { errorsPage } from './errors-page.ts'
import { handOverPage } from './hand-over-page.ts'
import { inspectorPage } from './inspector-page.ts'
import { listPage } from './list-page.ts'
import { logoPages } from './logo-page.ts'
import { newPage } from './new-page.ts'
import { ownerPage } from './owner-page.ts'
import { publisherPage } from './publisher-page.ts'
import { settingsPage } from './settings-page.ts'
import { testPage } from './test-page.ts'

export const developerPages = (app: FastifyInstance, desk: Desk): void => {
  const pages = [listPage, newPage, inspectorPage, testPage, handOverPage, checkRoute]
  const ofOneApp = [appPage, settingsPage, logoPages, publisherPage, errorsPage, ownerPage]
  for (const register of [...pages, ...ofOneApp]) register(app, desk)
}
