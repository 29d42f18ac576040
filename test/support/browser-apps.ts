// The stage for browser apps: the server, the example API, and what people do at a real browser.
import { setTimeout as wait } from 'node:timers/promises'
import type { BrowserContext, Page, Response } from 'playwright-core'
import type { Test } from 'tap'
import { buildApi } from '../../examples/api/api.ts'
import { trustOwnCertificate } from './certificate.ts'
import { listen, type Scheme } from './listening.ts'
import { clickThrough, logInAs } from './person.ts'
import { freePort } from './ports.ts'
import { runningClock } from './steppable-clock.ts'
import { type StoryAccount, story } from './story.ts'

/** Long enough for a page to be shown with a fresh token, short enough to wait for. */
const tokenSeconds = 3

export const openStage = async (t: Test, scheme: Scheme) => {
  if (scheme === 'https') trustOwnCertificate(t)
  const port = await freePort()
  const settings = { ISSUER: `${scheme}://localhost:${port}`, PORT: String(port) }
  const s = await story(t, settings, runningClock())
  await s.app.ready()
  const calls: string[] = []
  await listen(t, scheme, port, (request, response) => {
    calls.push(`${request.method} ${request.url}`)
    s.app.routing(request, response)
  })

  const apiPort = await freePort()
  const apiUrl = `${scheme}://localhost:${apiPort}`
  const api = buildApi({ issuer: s.issuer, jwksUrl: `${s.issuer}/jwks`, audience: apiUrl })
  await api.ready()
  await listen(t, scheme, apiPort, (request, response) => api.routing(request, response))
  const tokensLive = (accessTokenSeconds: number) =>
    s.rooms.operator.resources.set({
      ...{ identifier: apiUrl, name: 'API', audience: null, scope: [], accessTokenSeconds },
      ...{ signingAlg: 'RS256', claims: null },
    })
  await tokensLive(tokenSeconds)

  return {
    s,
    apiUrl,
    /** Waits until every token has expired; those that come then live as long as anything is done with them. */
    expiry: async (): Promise<void> => {
      await wait(tokenSeconds * 1000 + 200)
      await tokensLive(3600)
    },
    /** How often the token endpoint was asked. */
    tokenCalls: () => calls.filter((call) => call === 'POST /token').length,
    /** Whether the server still takes this refresh token, and what it says if not. */
    refreshed: async (client: Parameters<typeof s.refresh>[0], token: string): Promise<unknown> => {
      const { status, body } = await s.refresh(client, token)
      return status === 200 ? 200 : body.error
    },
  }
}

/** From the app's button to the app's page. */
export const logInAtApp = async (page: Page, who: StoryAccount): Promise<void> => {
  await clickThrough(page, '#login')
  await logInAs(page, who)
  await page.click('#consent [value=allow]', { noWaitAfter: true })
  await isAtHome(page)
}

/** Waits for the page that somebody sees who is logged in, with the API's answer. */
export const isAtHome = async (page: Page): Promise<void> => {
  await page.waitForSelector('#home:visible #steps li')
}

export const isWelcomed = async (page: Page): Promise<string> => {
  await page.waitForSelector('#welcome:visible')
  return `${await page.textContent('#title')}: ${await page.textContent('#words')}`
}

/** Presses a button of the app, and reads the API's answers. */
export const press = async (page: Page, button: string): Promise<readonly number[]> => {
  await page.evaluate("document.getElementById('steps').replaceChildren()")
  await page.click(`#${button}`)
  await page.waitForSelector('#steps li')
  return page.$$eval('#steps li', (items) => items.map((item) => Number(item.getAttribute('data-status'))))
}

/** All that a script of the page could find. */
export const visibleToScripts = (page: Page): Promise<Record<string, unknown>> =>
  page.evaluate(`({ cookie: document.cookie, local: { ...localStorage }, session: { ...sessionStorage },
    address: location.search + location.hash, history: history.state })`)

/** What the browser received and sent, as text: to look for what should not be there. */
export const wiretap = (context: BrowserContext): (() => Promise<string>) => {
  const heard: Promise<string>[] = []
  const hear = async (response: Response): Promise<string> => {
    const request = response.request()
    const body = await response.text().catch(() => '')
    return [request.url(), request.postData(), body].join('\n')
  }
  context.on('response', (response) => heard.push(hear(response)))
  return async () => (await Promise.all(heard)).join('\n')
}
