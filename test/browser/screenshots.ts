// Pictures of every page, to be looked at: node test/browser/screenshots.ts writes them to screenshots/.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { television as aTelevision, startDevice } from '../support/device.ts'
import { listeningStory } from '../support/listening.ts'
import { clickThrough, logInAs } from '../support/person.ts'
import { authorizeUrl } from '../support/story.ts'

const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url))
mkdirSync(folder, { recursive: true })

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light', viewport: { width: 1100, height: 860 } },
  dark: { colorScheme: 'dark', viewport: { width: 1100, height: 860 } },
  phone: {
    colorScheme: 'light',
    viewport: { width: 375, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
  'phone-dark': {
    colorScheme: 'dark',
    viewport: { width: 320, height: 640 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
}

t.test('every page, light and dark, wide and narrow', { timeout: 120_000 }, async (t) => {
  const s = await listeningStory(t)
  const chromium = await launchChromium(t)
  const ada = await s.account('ada', { name: 'Ada Lovelace' })
  const grace = await s.account('grace', {
    name: null,
    email: 'grace.brewster.murray.hopper@a-rather-long-domain-name.example',
  })
  const web = await s.client('photos', {
    name: 'Photo Printer',
    postLogoutRedirectUris: ['https://photos.example/bye'],
  })
  const theirs = (await s.redeem(web, await s.codeFor(web, ada))).body.id_token
  const albums = await s.rooms.operator.resources.set({
    ...{ identifier: 'https://albums.photos.example/v2', name: 'Photo Albums', audience: null, scope: [] },
    ...{ accessTokenSeconds: null, signingAlg: 'RS256', claims: { mail: 'email' } },
  })
  const minute = 60_000
  const stranger = await s.client('stranger', {
    name: 'Free Invoice Assistant for Small Companies and Their Accountants',
    origin: 'self-registered',
    createdAt: new Date(s.clock().getTime() - 3 * minute),
    redirectUris: ['http://127.0.0.1/callback'],
    postLogoutRedirectUris: ['https://invoices.example/'],
    tokenEndpointAuthMethod: 'none',
  })
  const described = {
    ...stranger,
    clientId: 'https://claude.ai/oauth/claude-code-client-metadata',
    name: 'Claude Code',
  }
  const [fetchedAt, later] = [s.clock(), new Date(s.clock().getTime() + 60 * minute)]
  await s.store.clientDocuments.save(
    { ...described, origin: 'metadata-document' },
    { clientId: described.clientId, host: 'claude.ai', fetchedAt, freshUntil: later, staleUntil: later },
  )
  const television = await aTelevision(s, { name: 'Living Room Cinema', origin: 'self-registered' })
  const all = { scope: 'openid profile email offline_access' }

  for (const [look, options] of Object.entries(looks)) {
    const context = await chromium.newContext(options)
    const page = await context.newPage()
    const shoot = (name: string) => page.screenshot({ path: `${folder}${name}-${look}.png`, fullPage: true })

    await page.goto(authorizeUrl(s.issuer, web, all))
    await shoot('login')
    await logInAs(page, { ...ada, password: 'wrong' })
    await shoot('login-wrong')
    await page.goto(authorizeUrl(s.issuer, web, { ...all, scope: 'openid profile', prompt: 'consent' }))
    await logInAs(page, ada)
    await shoot('consent')
    await s.store.consents.save({
      sub: ada.sub,
      clientId: web.clientId,
      redirectOrigin: 'https://photos.example',
      scope: ['openid', 'profile'],
      resources: [],
      clientName: web.name,
      clientVersion: null,
      grantedAt: s.clock(),
    })
    await page.goto(authorizeUrl(s.issuer, web, all))
    await shoot('consent-new')
    await page.goto(authorizeUrl(s.issuer, web, { ...all, resource: albums.identifier }))
    await shoot('consent-api')
    await page.goto(authorizeUrl(s.issuer, web, all))
    await page.locator('[name=seal]').evaluate((seal) => seal.setAttribute('value', 'old'))
    await clickThrough(page, '[value=allow]')
    await shoot('consent-again')
    await page.goto(authorizeUrl(s.issuer, stranger, { ...all, redirect_uri: 'http://127.0.0.1:7777/callback' }))
    await shoot('consent-stranger')
    await page.goto(authorizeUrl(s.issuer, described, { ...all, redirect_uri: 'http://127.0.0.1:7777/callback' }))
    await shoot('consent-described')
    await page.goto(authorizeUrl(s.issuer, described, { client_id: 'https://app.invalid/oauth/client.json' }))
    await shoot('error-description')
    await page.goto(authorizeUrl(s.issuer, web, { ...all, prompt: 'login' }))
    await logInAs(page, grace)
    await shoot('consent-no-name')
    await page.goto(`${s.issuer}/device`)
    await shoot('device')
    const device = await startDevice(s, television, { scope: 'openid profile' })
    await page.goto(device.complete)
    await shoot('device-question')
    await clickThrough(page, '[value=allow]')
    await shoot('device-answered')
    await page.goto(`${s.issuer}/device?user_code=BBBB-BBBB`)
    await shoot('device-unknown')
    await page.goto(`${s.issuer}/logout`)
    await shoot('log-out')
    const bye = { client_id: web.clientId, post_logout_redirect_uri: 'https://photos.example/bye' }
    await page.goto(`${s.issuer}/logout?${new URLSearchParams(bye)}`)
    await shoot('log-out-app')
    await page.goto(`${s.issuer}/logout?id_token_hint=${theirs}&${new URLSearchParams(bye)}`)
    await shoot('log-out-other-person')
    await page.goto(`${s.issuer}/logout?client_id=app_nobody`)
    await shoot('log-out-problem')
    await page.goto(`${s.issuer}/logout`)
    await clickThrough(page, '#logout button')
    await shoot('logged-out')
    const home = { client_id: stranger.clientId, post_logout_redirect_uri: 'https://invoices.example/' }
    await page.goto(`${s.issuer}/logout?${new URLSearchParams(home)}`)
    await shoot('logged-out-back')
    await page.goto(`${s.issuer}/logout?client_id=app_nobody`)
    await shoot('logged-out-problem')
    await page.goto(authorizeUrl(s.issuer, web, { client_id: 'app_nobody' }))
    await shoot('error-unknown')
    await page.goto(
      authorizeUrl(s.issuer, stranger, { redirect_uri: 'http://127.0.0.1:7777/callback', scope: 'everything' }),
    )
    await shoot('error-onward')
    await context.close()

    const plain = await chromium.newContext({ ...options, javaScriptEnabled: false })
    const quiet = await plain.newPage()
    await quiet.goto(authorizeUrl(s.issuer, web, { ...all, response_mode: 'form_post', prompt: 'consent' }))
    await logInAs(quiet, ada)
    await clickThrough(quiet, '[value=allow]')
    await quiet.screenshot({ path: `${folder}form-post-${look}.png`, fullPage: true })
    await plain.close()
  }
})
