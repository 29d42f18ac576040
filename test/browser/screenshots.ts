// Pictures of every page, to be looked at: npm run screenshots -- <folder>; in English in each look, and in Arabic on a desk and a phone.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { openScene, takeTour } from './tour/index.ts'
import { smallPng } from './tour/small-png.ts'

const root = join(import.meta.dirname, '../..')
const folder = resolve(process.argv[2] ?? join(root, 'screenshots'))
mkdirSync(folder, { recursive: true })

const looks = {
  desk: { colorScheme: 'light', width: 1100, height: 860 },
  'desk-dark': { colorScheme: 'dark', width: 1100, height: 860 },
  phone: { colorScheme: 'light', width: 375, height: 740 },
  'phone-dark': { colorScheme: 'dark', width: 320, height: 640 },
} as const
type Look = keyof typeof looks

/** Those in the README: under docs/pictures/, by these names. */
const inReadme: Readonly<Record<string, string>> = {
  'login-en-desk': 'login',
  'consent-stranger-en-phone-dark': 'consent-stranger',
  'connected-apps-en-desk': 'connected-apps',
  'portal-errors-en-desk': 'portal-errors',
  'admin-keys-en-desk': 'admin-keys',
  'sign-up-finish-ar-phone': 'sign-up-arabic',
}

const shoot = async (page: Page, name: string, look: Look): Promise<void> => {
  const { colorScheme, width, height } = looks[look]
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme })
  const path = join(folder, `${name}-${look}.png`)
  const scale = look.startsWith('phone') ? 'device' : 'css'
  const picture = await page.screenshot({ path, fullPage: true, scale })
  const copied = inReadme[`${name}-${look}`]
  if (copied) writeFileSync(join(root, 'docs/pictures', `${copied}.png`), smallPng(picture))
}

t.setTimeout(1_800_000)
t.test('every page', { timeout: 1_800_000 }, async (t) => {
  const chromium = await launchChromium(t)
  for (const [locale, seen] of [
    ['en', Object.keys(looks)],
    ['ar', ['desk', 'phone']],
  ] as const) {
    const scene = await openScene(t)
    const context = await chromium.newContext({ locale, deviceScaleFactor: 2, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await takeTour(scene, page, async (name, act) => {
      await act()
      for (const look of seen) await shoot(page, `${name}-${locale}`, look as Look)
    })
    await context.close()
  }
})
