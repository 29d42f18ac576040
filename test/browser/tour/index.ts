// The tour: every page and every state of it, once, with one browser page.
import type { Page } from 'playwright-core'
import { accountTour } from './account.ts'
import { adminTour, setupTour } from './admin.ts'
import { bareTour } from './bare.ts'
import { portalTour } from './portal.ts'
import type { Scene } from './scene.ts'
import { signInTour } from './sign-in.ts'
import { type Stop, visitor } from './visitor.ts'

export { openScene } from './scene.ts'
export type { Stop } from './visitor.ts'

export const takeTour = async (scene: Scene, page: Page, stop: Stop): Promise<void> => {
  const v = visitor(scene, page, stop)
  for (const part of [setupTour, signInTour, accountTour, portalTour, adminTour, bareTour]) await part(v)
}
