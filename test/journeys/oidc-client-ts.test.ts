// A journey with oidc-client-ts in a real Chromium, over TLS: redirect, popup, refresh, hidden frame; the app is the README's snippet.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { UserManager } from 'oidc-client-ts'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import type { Client } from '../../src/model/client.ts'
import { launchChromium } from '../support/chromium.ts'
import { listen, listeningStory } from '../support/listening.ts'
import { complaintsOf, logInAs, press } from '../support/person.ts'
import { snippet } from '../support/snippets.ts'
import { runningClock } from '../support/steppable-clock.ts'

const chromium = await launchChromium(t)
const s = await listeningStory(t, 'https', {}, runningClock())
const ada = await s.account('ada')

const library = (name: string): string => readFileSync(fileURLToPath(import.meta.resolve(name)), 'utf8')
const imports = { 'oidc-client-ts': '/oidc-client-ts.js', 'jwt-decode': '/jwt-decode.js' }
const html = `<!doctype html><title>The app</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports })}</script><script type="module" src="/app.js"></script>`

/** An app in the browser: its files, and the settings as Vite would put them in. */
const startApp = async (t: Test, change: (origin: string) => Partial<Client> = () => ({})) => {
  const files: Record<string, string> = {
    '/oidc-client-ts.js': library('oidc-client-ts'),
    '/jwt-decode.js': library('jwt-decode'),
  }
  const port = await listen(t, 'https', 0, (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'https://localhost')
    const script = files[pathname]
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(script ?? html)
  })
  const origin = `https://localhost:${port}`
  const client = await s.client('spa', {
    tokenEndpointAuthMethod: 'none',
    redirectUris: [`${origin}/callback`],
    postLogoutRedirectUris: [`${origin}/`],
    ...change(origin),
  })
  const env = { VITE_ISSUER: s.issuer, VITE_CLIENT_ID: client.clientId }
  files['/app.js'] = `import.meta.env = ${JSON.stringify(env)}\n${snippet('oidc-client-ts')}`
  return origin
}

/** What the page's script answers: the snippet's own `logins` is at hand. */
const inPage = <T>(page: Page, work: (logins: UserManager) => Promise<T>): Promise<T> =>
  page.evaluate(`import('/app.js').then(({ logins }) => (${work})(logins))`) as Promise<T>

const opened = async (t: Test, origin: string) => {
  const context = await chromium.newContext({ ignoreHTTPSErrors: true })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(origin)
  return { context, page, complaints }
}

const person = { sub: ada.sub, name: 'Ada', email: ada.email }

t.test('a login by redirect, a refresh, a hidden frame, revocation, a logout', async (t) => {
  const origin = await startApp(t, (own) => ({ webOrigins: [own] }))
  const { page, complaints } = await opened(t, origin)
  await inPage(page, async (logins) => void logins.signinRedirect())
  await page.waitForSelector('#login')
  await logInAs(page, ada)
  await press(page, 'allow')
  await page.waitForURL(`${origin}/callback?**`)
  const user = await inPage(page, (logins) => logins.getUser())
  t.match(user?.profile, { ...person, iss: s.issuer })
  const refreshed = await inPage(page, (logins) => logins.signinSilent())
  t.not(refreshed?.refresh_token, user?.refresh_token, 'the refresh token rotated')
  t.match(refreshed?.profile, person)

  const framed = await inPage(page, async (logins) => {
    const user = await logins.getUser()
    if (user) await logins.storeUser(Object.assign(user, { refresh_token: undefined }))
    return logins.signinSilent()
  })
  t.match(framed?.profile, person, 'prompt=none in a frame, where the session is seen')
  const revoked = await inPage(page, async (logins) => {
    const refresh = (await logins.getUser())?.refresh_token
    await logins.revokeTokens(['refresh_token'])
    const user = await logins.getUser()
    if (user) await logins.storeUser(Object.assign(user, { refresh_token: refresh }))
    return logins.signinSilent().catch((refused: { error?: string }) => refused.error)
  })
  t.equal(revoked, 'invalid_grant', 'what was revoked is over')

  await inPage(page, async (logins) => void logins.signoutRedirect())
  await page.waitForURL(`${origin}/`)
  await inPage(page, async (logins) => void logins.signinRedirect())
  await page.waitForSelector('#login')
  t.strictSame(complaints, [])
})

t.test('a login in a popup', async (t) => {
  const origin = await startApp(t)
  const { context, page, complaints } = await opened(t, origin)
  const opening = context.waitForEvent('page')
  const login = inPage(page, (logins) => logins.signinPopup())
  const popup = await opening
  await popup.waitForSelector('#login')
  await logInAs(popup, ada)
  const closed = popup.waitForEvent('close')
  await press(popup, 'allow')
  await closed
  t.match((await login).profile, person)
  t.strictSame(complaints, [])
})

t.test('Deny, in a popup', async (t) => {
  const { context, page } = await opened(t, await startApp(t))
  const opening = context.waitForEvent('page')
  const login = inPage(page, (logins) => logins.signinPopup().catch((refused: { error?: string }) => refused.error))
  const popup = await opening
  await popup.waitForSelector('#login')
  await logInAs(popup, ada)
  await press(popup, 'deny')
  t.equal(await login, 'access_denied')
})

t.test('Fetch §3.2: a page of an origin that the app did not name reads no answer', async (t) => {
  const origin = await startApp(t, () => ({ webOrigins: ['https://elsewhere.example'] }))
  const { page } = await opened(t, origin)
  await inPage(page, async (logins) => void logins.signinRedirect())
  await page.waitForSelector('#login')
  await logInAs(page, ada)
  // It comes from another process of the browser, when it comes.
  const complaint = page.waitForEvent('console', (message) => message.text().includes('blocked by CORS policy'))
  await press(page, 'allow')
  await page.waitForURL(`${origin}/callback?**`)
  t.match((await complaint).text(), `Access to fetch at '${s.issuer}/token' from origin '${origin}'`)
})
