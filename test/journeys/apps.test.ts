// Journeys of web apps with strangers' login libraries, unmodified, over TLS: each app is the README's own snippet.
import { createRequire } from 'node:module'
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import { trustOwnCertificate } from '../support/certificate.ts'
import { listen, listeningStory } from '../support/listening.ts'
import { hasForm, leftFor, plainBrowser, stayedAt } from '../support/plain-browser.ts'
import { passPages } from '../support/plain-client.ts'
import { freePort } from '../support/ports.ts'
import { importSnippet, startSnippet } from '../support/snippets.ts'
import { runningClock } from '../support/steppable-clock.ts'
import { thrownBy } from '../support/thrown.ts'
import { until } from '../support/until.ts'

const trust = trustOwnCertificate(t)
const s = await listeningStory(t, 'https', { DANGER_FETCH_LOOPBACK: '1' }, runningClock())
const ada = await s.account('ada')
const require = createRequire(import.meta.url)

/** On loopback the port is free (RFC 8252 §7.3): the app's own is not known yet. */
const webApp = (change: Partial<Client> = {}) =>
  s.client('shop', {
    redirectUris: ['http://localhost/callback'],
    tokenEndpointAuthMethod: 'client_secret_basic',
    ...change,
  })

type App = Awaited<ReturnType<typeof webApp>>

const settingsOf = ({ clientId, secret }: App) => ({
  ISSUER: s.issuer,
  CLIENT_ID: clientId,
  CLIENT_SECRET: secret ?? '',
})

/** At the server: what a person does there, until the browser goes back to the app. */
const allow = async (url: URL | string, browser = plainBrowser(s.issuer)): Promise<URL> =>
  leftFor(await passPages(browser, String(url), ada))

const deny = async (url: URL | string): Promise<URL> => {
  const browser = plainBrowser(s.issuer)
  const again = new URL(url)
  // What was allowed before is not asked again, unless the app wants it so.
  again.searchParams.set('prompt', 'consent')
  let visit = await browser.open(again)
  if (hasForm(visit, 'login'))
    visit = await browser.submit(visit, 'login', { email: ada.email, password: ada.password })
  // Of the codes that these apps were made to use twice.
  if (hasForm(visit, 'theft-notice')) visit = await browser.submit(visit, 'theft-notice', {})
  return leftFor(await browser.submit(stayedAt(visit), 'consent', { decision: 'deny' }))
}

type Journey = Readonly<{
  client?: Partial<Client>
  /** What the app says about who came. */
  greets: object
  /** How it takes a Deny. */
  denied: number
}>

const claims = { sub: ada.sub, name: 'Ada', email: ada.email, email_verified: false }
const programs: Record<string, Journey> = {
  // It reads no `error`, and asks for tokens without a code.
  'fastify-oauth2': { greets: claims, denied: 500 },
  'express-openid-connect': { greets: claims, denied: 400 },
  'passport-openidconnect': {
    client: { pkceRequired: false, tokenEndpointAuthMethod: 'client_secret_post' },
    greets: { id: ada.sub, displayName: 'Ada', emails: [{ value: ada.email }] },
    denied: 401,
  },
}

for (const [name, { client, greets, denied }] of Object.entries(programs))
  t.test(name, async (t) => {
    const settings = { ...trust, ...settingsOf(await webApp(client)), SESSION_SECRET: 'long, and random elsewhere' }
    const app = await startSnippet(t, name, settings)
    const browser = plainBrowser(app.origin)
    const open = async (url: URL) => stayedAt(await browser.open(url))
    const callback = await allow(leftFor(await browser.open('/login')))
    const greeted = await open(callback)
    t.equal(greeted.status, 200)
    t.match(JSON.parse(greeted.text), greets)
    t.equal((await open(await deny(leftFor(await browser.open('/login'))))).status, denied, 'Deny')
    const stranger = stayedAt(await plainBrowser(app.origin).open(callback))
    t.ok(stranger.status >= 400, 'another browser with the same answer is nobody')
    t.notMatch(stranger.text, ada.email)
  })

t.test('express-openid-connect: its logout ends the session of both', async (t) => {
  const PORT = String(await freePort())
  const client = await webApp({ postLogoutRedirectUris: [`http://localhost:${PORT}`] })
  const settings = { ...trust, ...settingsOf(client), SESSION_SECRET: 'long, and random elsewhere', PORT }
  const app = await startSnippet(t, 'express-openid-connect', settings)
  const [browser, atServer] = [plainBrowser(app.origin), plainBrowser(s.issuer)]
  await browser.open(await allow(leftFor(await browser.open('/login')), atServer))
  t.ok(atServer.cookies.has('__Host-cs_session'))
  t.equal(leftFor(await atServer.open(leftFor(await browser.open('/logout')))).href, `${app.origin}/`)
  const again = await atServer.open(leftFor(await browser.open('/')))
  t.ok(hasForm(again, 'login'), 'the next time the person logs in again')
})

t.test('express-openid-connect: Back-Channel Logout §2.5, §2.6, a logout elsewhere ends its session', async (t) => {
  const [express, oidc, { MemoryStore }] = ['express', 'express-openid-connect', 'express-session'].map(require)
  const app = express()
  const port = await listen(t, 'https', 0, app)
  const origin = `https://localhost:${port}`
  const client = await webApp({
    redirectUris: [`${origin}/callback`],
    backchannelLogoutUri: `${origin}/backchannel-logout`,
  })
  app.use(
    oidc.auth({
      ...{ issuerBaseURL: s.issuer, baseURL: origin, clientID: client.clientId, clientSecret: client.secret },
      ...{ secret: 'long, and random elsewhere', authRequired: false, authorizationParams: { response_type: 'code' } },
      backchannelLogout: { store: new MemoryStore() },
    }),
  )
  app.get('/', (request: { oidc: { isAuthenticated(): boolean } }, response: { json(value: unknown): void }) =>
    response.json(request.oidc.isAuthenticated()),
  )
  const [browser, atServer] = [plainBrowser(origin), plainBrowser(s.issuer)]
  await browser.open(await allow(leftFor(await browser.open('/login')), atServer))
  const isIn = async () => stayedAt(await browser.open('/')).text
  t.equal(await isIn(), 'true')
  await atServer.submit(stayedAt(await atServer.open('/logout')), 'logout', {})
  await t.resolves(until('the app was told, and believed it', async () => (await isIn()) === 'false'))
})

t.test('openid-client', async (t) => {
  const settings = { ...settingsOf(await webApp()), APP_URL: 'http://localhost' }
  const app = await importSnippet(t, 'openid-client', settings)
  const session: Record<string, unknown> = {}
  const callback = await allow(await app.logIn(session))
  const tokens = await app.callback(session, callback)
  t.match(tokens.claims(), { iss: s.issuer, aud: settings.CLIENT_ID, sub: ada.sub, email: ada.email })
  t.match(await app.whoIs(tokens), claims)
  const refreshed = await app.refresh(tokens)
  t.not(refreshed.refresh_token, tokens.refresh_token)
  t.equal(refreshed.claims().sub, ada.sub, 'OIDC Core §12.2: a refresh brings an ID token')
  t.match(await thrownBy(app.callback(session, callback)), { error: 'invalid_grant' }, 'the same answer again')
  t.match(
    await thrownBy(app.refresh(refreshed)),
    { error: 'invalid_grant' },
    'which ended what came from it (RFC 6749 §4.1.2)',
  )
  const denied = await deny(await app.logIn(session))
  t.match(await thrownBy(app.callback(session, denied)), { error: 'access_denied' })
})

t.test('simple-oauth2', async (t) => {
  const { AuthorizationCode, ClientCredentials } = require('simple-oauth2')
  const auth = { tokenHost: s.issuer, tokenPath: '/token', revokePath: '/revoke' }
  const credentials = ({ clientId: id, secret }: App) => ({ client: { id, secret }, auth })
  const web = new AuthorizationCode({
    ...credentials(await webApp({ pkceRequired: false })),
    auth: { ...auth, authorizePath: '/authorize' },
  })
  const redirect_uri = 'http://localhost/callback'
  const back = await allow(web.authorizeURL({ redirect_uri, scope: ['openid', 'offline_access'], state: 'a state' }))
  t.equal(back.searchParams.get('state'), 'a state')
  const granted = await web.getToken({ code: back.searchParams.get('code'), redirect_uri })
  t.match(granted.token, { token_type: 'Bearer', scope: 'openid offline_access', id_token: String })
  t.notOk(granted.expired())
  const refreshed = await granted.refresh()
  t.not(refreshed.token.refresh_token, granted.token.refresh_token)
  await refreshed.revokeAll()
  t.match(await thrownBy(refreshed.refresh()), { data: { payload: { error: 'invalid_grant' } } }, 'what was revoked')

  const robot = await s.client('robot', { grantTypes: ['client_credentials'], redirectUris: [], scope: [] })
  t.ok((await new ClientCredentials(credentials(robot)).getToken({})).token.access_token)
  const wrong = new ClientCredentials(credentials({ ...robot, secret: 'wrong' }))
  t.match(await thrownBy(wrong.getToken({})), { output: { statusCode: 401 } }, 'a wrong secret')
})
