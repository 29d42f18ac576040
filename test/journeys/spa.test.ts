// The single-page app without a backend, in a real browser: tokens in memory, one refresh for many calls, an end that is one.
import type { BrowserContext, Page, Response } from 'playwright-core'
import t from 'tap'
import { buildHost } from '../../examples/spa/public/host.ts'
import { isAtHome, isWelcomed, logInAtApp, openStage, press, visibleToScripts } from '../support/browser-apps.ts'
import { launchChromium } from '../support/chromium.ts'
import { listen, type Scheme } from '../support/listening.ts'
import { clickThrough, complaintsOf, logInAs } from '../support/person.ts'
import { freePort } from '../support/ports.ts'
import { until } from '../support/until.ts'

const chromium = await launchChromium(t)

const openApp = async (t: Parameters<typeof openStage>[0], scheme: Scheme) => {
  const stage = await openStage(t, scheme)
  const port = await freePort()
  const appUrl = `${scheme}://localhost:${port}`
  const spa = await stage.s.client('spa', {
    name: 'Single-page app',
    tokenEndpointAuthMethod: 'none',
    redirectUris: [`${appUrl}/`],
    postLogoutRedirectUris: [`${appUrl}/`],
    webOrigins: [appUrl],
  })
  const host = buildHost({ issuer: stage.s.issuer, clientId: spa.clientId, apiUrl: stage.apiUrl })
  await host.ready()
  await listen(t, scheme, port, (request, response) => host.routing(request, response))
  const person = async () => {
    const context = await chromium.newContext({ ignoreHTTPSErrors: true })
    t.teardown(() => context.close())
    return context
  }
  return { ...stage, appUrl, spa, person }
}

const openTab = async (context: BrowserContext, url: string): Promise<Tab> => {
  const page = await context.newPage()
  const heard: Promise<string | undefined>[] = []
  page.on('response', (response) => heard.push(tokenIn(response)))
  await page.goto(url)
  return { page, granted: async () => (await Promise.all(heard)).filter((token) => token !== undefined) }
}

/** A tab, and the refresh tokens that it was given, newest last. */
type Tab = Readonly<{ page: Page; granted: () => Promise<readonly string[]> }>

const tokenIn = async (response: Response): Promise<string | undefined> => {
  if (!response.url().endsWith('/token') || !response.ok()) return undefined
  return (await response.json().catch(() => ({}))).refresh_token
}

t.test('log in, roles, many calls, a lost reply, two tabs, reload, log out', async (t) => {
  const { s, appUrl, spa, person, tokenCalls, refreshed, expiry } = await openApp(t, 'https')
  const ada = await s.account('ada', { roles: ['analyst'] })
  const context = await person()
  const tab = await openTab(context, appUrl)
  const { page, granted } = tab
  const complaints = complaintsOf(page)
  t.match(await isWelcomed(page), /^Welcome: /)
  await logInAtApp(page, ada)
  t.equal(await page.textContent('#sub'), ada.sub)
  t.equal(await page.textContent('#roles'), 'analyst')
  t.strictSame(await press(page, 'reports'), [200], 'the role opens the reports')
  const kept = { cookie: '', local: { 'was-logged-in': 'yes' }, session: {}, address: '', history: null }
  t.strictSame(await visibleToScripts(page), kept, 'no token is stored, no code is left in the address')

  const second = await openTab(context, appUrl)
  await isAtHome(second.page)
  t.equal((await second.granted()).length, 1, 'a second tab gets tokens of its own, and nobody is asked anything')

  // Another person, in another browser, without that role.
  const elsewhere = await person()
  const bobs = (await openTab(elsewhere, appUrl)).page
  await logInAtApp(bobs, await s.account('bob'))
  t.equal(await bobs.textContent('#roles'), 'none')
  t.strictSame(await press(bobs, 'reports'), [403], 'the API refuses')
  t.match(await bobs.textContent('#steps'), /role analyst/)

  await expiry()
  const before = tokenCalls()
  const answers = await Promise.all([press(page, 'five'), press(second.page, 'five')])
  t.strictSame(answers.flat(), Array(10).fill(200))
  t.equal(tokenCalls() - before, 2, 'one refresh in each tab, whatever the number of calls')

  // A reply is lost: the app asks again with the token that the server has replaced, and bob stays logged in.
  await elsewhere.route('**/token', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await bobs.click('#me')
  await bobs.waitForSelector('#words:has-text("That did not work")')
  await elsewhere.unroute('**/token')
  t.strictSame(await press(bobs, 'me'), [200])

  const left = (await granted()).at(-1)
  const questions: string[] = []
  page.on('domcontentloaded', () => questions.push(new URL(page.url()).origin))
  await page.reload()
  await isAtHome(page)
  t.notOk(questions.includes(s.issuer), 'a reload asks nothing')
  t.not((await granted()).at(-1), left, 'it has new tokens')

  await page.click('#logout')
  t.match(await isWelcomed(page), /^Welcome: /, 'the browser came back')
  t.equal(page.url(), `${appUrl}/`)
  t.match(await isWelcomed(second.page), /^You are logged out/, 'the other tab knows at once')
  for (const { granted } of [tab, second])
    t.equal(
      await refreshed(spa, (await granted()).at(-1) ?? ''),
      'invalid_grant',
      'the refresh tokens are dead at the server',
    )
  t.strictSame((await visibleToScripts(page)).local, {})
  await clickThrough(page, '#login')
  t.ok(await page.$('#login [name=password]'), 'the server asks who it is again')
  t.strictSame(complaints, [])
})

t.test('answers that this tab did not ask for, and refusals', async (t) => {
  const { s, appUrl, person, tokenCalls } = await openApp(t, 'https')
  const { page } = await openTab(await person(), `${appUrl}/?code=theirs&state=theirs&iss=${s.issuer}`)
  t.match(await isWelcomed(page), /^Welcome: /, "somebody else's answer is not followed")
  await page.evaluate("sessionStorage.setItem('mine', 'a verifier')")
  await page.goto(`${appUrl}/?code=theirs&state=mine&iss=https://other.example`)
  t.match(await isWelcomed(page), /not from the server that was asked/, 'RFC 9207 §2.4: another server')
  t.equal(tokenCalls(), 0)

  await clickThrough(page, '#login')
  await logInAs(page, await s.account())
  await page.click('#consent [value=deny]', { noWaitAfter: true })
  t.match(await isWelcomed(page), /^The login failed: /)
  t.equal(page.url(), `${appUrl}/`)
  await page.reload()
  t.match(await isWelcomed(page), /^Welcome: /, 'no silent login after that')
})

t.test('on http://localhost any program could pose as the app: after a reload the person decides again', async (t) => {
  const { s, appUrl, spa, person, refreshed } = await openApp(t, 'http')
  const { page, granted } = await openTab(await person(), appUrl)
  await logInAtApp(page, await s.account())
  await page.reload()
  t.match(await isWelcomed(page), /^Welcome: /, 'and nothing goes round in circles')
  const [left = ''] = await granted()
  await t.resolves(
    until('the page that was left has handed its refresh token back', async () => {
      return (await refreshed(spa, left)) === 'invalid_grant'
    }),
  )
  await clickThrough(page, '#login')
  t.ok(await page.$('#consent'), 'no password is asked for')
})
