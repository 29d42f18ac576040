// A journey with express-openid-connect, which ends its sessions by logout tokens: unmodified, over TLS.
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { trustOwnCertificate } from '../support/certificate.ts'
import { listeningStory } from '../support/listening.ts'
import { leftFor, plainBrowser, stayedAt } from '../support/plain-browser.ts'
import { freePort } from '../support/ports.ts'
import { runningClock } from '../support/steppable-clock.ts'
import { until } from '../support/until.ts'

trustOwnCertificate(t)
const require = createRequire(import.meta.url)
const s = await listeningStory(t, 'https', { DANGER_FETCH_LOOPBACK: '1' }, runningClock())
const ada = await s.account('ada')

const shop = async () => {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const app = await s.client('shop', {
    redirectUris: [`${origin}/callback`],
    postLogoutRedirectUris: [`${origin}/bye`],
    backchannelLogoutUri: `${origin}/backchannel-logout`,
  })
  const { auth } = require('express-openid-connect')
  const express = require('express')
  const sessions = new (require('express-session').MemoryStore)()
  const program = express()
  program.use(
    auth({
      ...{ issuerBaseURL: s.issuer, baseURL: origin, clientID: app.clientId, clientSecret: app.secret },
      ...{ secret: 'long, and random elsewhere', authRequired: false, idpLogout: true },
      authorizationParams: { response_type: 'code', scope: 'openid profile' },
      routes: { postLogoutRedirect: '/bye' },
      backchannelLogout: { store: sessions },
    }),
  )
  // biome-ignore lint/suspicious/noExplicitAny: the app is plain JavaScript.
  program.get('/', (request: any, response: any) => response.json(request.oidc.user?.sub ?? null))
  // biome-ignore lint/suspicious/noExplicitAny: the app is plain JavaScript.
  program.get('/bye', (_: any, response: any) => response.send('bye'))
  const listening = program.listen(port, 'localhost')
  await once(listening, 'listening')
  t.teardown(() => {
    listening.closeAllConnections()
    listening.close()
  })
  t.equal((listening.address() as AddressInfo).port, port)
  return { app, origin }
}

t.test('express-openid-connect', async (t) => {
  const { origin } = await shop()
  const here = plainBrowser(origin)
  const server = s.browser()
  const who = async (): Promise<unknown> => JSON.parse(stayedAt(await here.open('/')).text)
  const logIn = async (): Promise<void> => {
    const page = await server.open(leftFor(await here.open('/login')))
    const consent = 'status' in page && page.text.includes('id="login"') ? await s.logIn(server, page, ada) : page
    const visit = 'status' in consent ? await s.allow(server, consent) : consent
    await here.open(leftFor(visit))
  }

  t.test('logging out at the server ends the app’s session', async (t) => {
    await logIn()
    t.equal(await who(), ada.sub)
    const page = stayedAt(await server.open('/logout'))
    await server.submit(page, 'logout', {})
    await t.resolves(until('the app knows nobody', async () => (await who()) === null))
  })

  t.test('logging out at the app ends the server’s session, without a question', async (t) => {
    await logIn()
    t.equal(await who(), ada.sub)
    const back = leftFor(await server.open(leftFor(await here.open('/logout'))))
    t.equal(back.href, `${origin}/bye`)
    t.match(stayedAt(await server.open('/logout')).text, /You are logged out/)
    t.equal(await who(), null)
  })
})
