// The single-page app with a backend, in a real browser, on another site than the server: no token comes near the page.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { buildBff } from '../../examples/spa/bff/bff.ts'
import { openBox } from '../../examples/spa/bff/box.ts'
import {
  isAtHome,
  isWelcomed,
  logInAtApp,
  openStage,
  press,
  visibleToScripts,
  wiretap,
} from '../support/browser-apps.ts'
import { launchChromium } from '../support/chromium.ts'
import { clickThrough, complaintsOf, logInAs } from '../support/person.ts'
import { isAway, plainBrowser } from '../support/plain-browser.ts'
import { type Person, passPages } from '../support/plain-client.ts'
import { freePort } from '../support/ports.ts'

const chromium = await launchChromium(t)
const cookieKey = Buffer.alloc(32, 7)

/** The server is at `localhost` and the app at `127.0.0.1`: to a browser these are two sites. */
const openApp = async (t: Test) => {
  const stage = await openStage(t, 'http')
  const { s, apiUrl } = stage
  const port = await freePort()
  const appUrl = `http://127.0.0.1:${port}`
  const client = await s.client('bff', {
    redirectUris: [`${appUrl}/callback`],
    postLogoutRedirectUris: [`${appUrl}/`],
  })
  const settings = { issuer: s.issuer, clientId: client.clientId, clientSecret: client.secret as string, apiUrl }
  /** A process of the backend; several share the key and nothing else. */
  const process = async (port = 0): Promise<string> => {
    const app = await buildBff({ ...settings, appUrl, cookieKey })
    t.teardown(() => app.close())
    return app.listen({ port, host: '127.0.0.1' })
  }
  await process(port)
  const person = async () => {
    const context = await chromium.newContext()
    t.teardown(() => context.close())
    return { context, page: await context.newPage() }
  }
  return { ...stage, appUrl, client, person, process }
}

/** A page of some other origin that sends what it likes. */
const attacker = async (t: Test, host: string): Promise<string> => {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello'))
  await once(server.listen(0, host), 'listening')
  t.teardown(() => server.close())
  return `http://${host}:${(server.address() as AddressInfo).port}/`
}

const cookieName = '__Host-bff'

t.test('log in, roles, many calls, two tabs, reload, log out', async (t) => {
  const { s, appUrl, client, person, tokenCalls, refreshed, expiry } = await openApp(t)
  const ada = await s.account('ada', { roles: ['analyst'] })
  const { context, page } = await person()
  const heard = wiretap(context)
  const complaints = complaintsOf(page)
  await page.goto(appUrl)
  t.match(await isWelcomed(page), /^Welcome: /)
  await logInAtApp(page, ada)
  t.equal(page.url(), `${appUrl}/`)
  t.equal(await page.textContent('#sub'), ada.sub)
  t.equal(await page.textContent('#roles'), 'analyst')
  t.strictSame(await press(page, 'reports'), [200], 'the role opens the reports')

  const cookies = (await context.cookies(appUrl)).filter(({ name }) => name.startsWith(cookieName))
  t.match(cookies, [{ name: cookieName, httpOnly: true, secure: true, sameSite: 'Strict', path: '/' }])
  t.equal(cookies.length, 1, 'nothing is left of the login on its way')
  const before = await open(cookies[0]?.value)

  const other = await person()
  await other.page.goto(appUrl)
  await logInAtApp(other.page, await s.account('bob'))
  t.equal(await other.page.textContent('#roles'), 'none')
  t.strictSame(await press(other.page, 'reports'), [403], 'the API refuses')

  const second = await context.newPage()
  await second.goto(appUrl)
  await isAtHome(second)

  await expiry()
  const asked = tokenCalls()
  const answers = await Promise.all([press(page, 'five'), press(second, 'five')])
  t.strictSame(answers.flat(), Array(10).fill(200))
  t.equal(tokenCalls() - asked, 1, 'ten calls of two tabs, one refresh')
  await page.reload()
  await isAtHome(page)
  const after = await open((await context.cookies(appUrl)).find(({ name }) => name === cookieName)?.value)
  t.not(after?.refreshToken, before?.refreshToken, 'the cookie has the new token')

  const nothing = { cookie: '', local: {}, session: {}, address: '', history: null }
  t.strictSame(await visibleToScripts(page), nothing, 'scripts find nothing')
  const traffic = await heard()
  for (const secret of [before, after].flatMap((login) => [login?.accessToken, login?.refreshToken, login?.idToken]))
    t.notOk(traffic.includes(secret as string), 'no token in anything that the page sent or was sent')

  await page.click('#logout')
  t.match(await isWelcomed(page), /^Welcome: /, 'the browser came back')
  t.equal(page.url(), `${appUrl}/`)
  t.strictSame(
    (await context.cookies(appUrl)).filter(({ name }) => name.startsWith(cookieName)),
    [],
    'the cookie is gone',
  )
  t.equal(await refreshed(client, after?.refreshToken as string), 'invalid_grant', 'the refresh token is dead')
  await second.click('#me')
  t.match(await isWelcomed(second), /^You are logged out/)
  await clickThrough(page, '#login')
  t.ok(await page.$('#login [name=password]'), 'the server asks who it is again')
  t.strictSame(complaints, [])
})

t.test('other sites and other origins cannot act', async (t) => {
  const { s, appUrl, person } = await openApp(t)
  const { context, page } = await person()
  await page.goto(appUrl)
  await logInAtApp(page, await s.account())
  for (const host of ['localhost', '127.0.0.1']) {
    const evil = await attacker(t, host)
    await page.goto(evil)
    const answer = page.waitForResponse(`${appUrl}/logout`)
    const shown = page.waitForURL(`${appUrl}/logout`)
    await page.evaluate(`(() => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action: '${appUrl}/logout' })
      document.body.append(form)
      form.submit()
    })()`)
    t.equal((await answer).status(), 403, `a form of ${host}`)
    await shown
    await page.goto(evil)
    const script = `fetch('${appUrl}/logout', { method: 'POST', credentials: 'include', headers: { 'x-requested-by': 'page' } })
      .then(() => 'went through', () => 'stopped')`
    t.equal(await page.evaluate(script), 'stopped', `a script of ${host}`)
    const read = `fetch('${appUrl}/api/me', { credentials: 'include', mode: 'no-cors' }).then(({ type }) => type)`
    t.equal(await page.evaluate(read), 'opaque', `what a script of ${host} may send, it cannot read`)
    const bare = { method: 'POST', headers: { 'x-requested-by': 'page', origin: evil.slice(0, -1) } }
    t.equal((await fetch(`${appUrl}/logout`, bare)).status, 403, 'and the Origin alone would do')
  }
  // A link from another site leads to the app as it is, logged in.
  await page.evaluate(`void (location.href = '${appUrl}/')`)
  await isAtHome(page)
  t.ok((await context.cookies(appUrl)).some(({ name }) => name === cookieName))
})

t.test('answers that nobody asked for, refusals, forged cookies', async (t) => {
  const { s, appUrl, person, tokenCalls } = await openApp(t)
  const { page } = await person()
  await page.goto(`${appUrl}/callback?code=theirs&state=theirs&iss=${s.issuer}`)
  t.match(await isWelcomed(page), /^Welcome: /)
  t.equal(tokenCalls(), 0, "somebody else's answer is not followed")
  await clickThrough(page, '#login')
  await logInAs(page, await s.account())
  await page.click('#consent [value=deny]', { noWaitAfter: true })
  t.match(await isWelcomed(page), /^The login failed: .*You did not allow it/)

  const box = openBox(cookieKey)
  const content = { accessToken: 'a', refreshToken: 'b', idToken: 'c' }
  const forgeries = {
    'another key': await openBox(Buffer.alloc(32, 8)).seal('login', content, 60),
    'another purpose': await box.seal('begun', content, 60),
    'too old': await box.seal('login', content, -60),
    nonsense: 'nonsense',
  }
  for (const [what, cookie] of Object.entries(forgeries)) t.equal((await callMe(appUrl, cookie)).status, 401, what)
})

t.test('a path in disguise sends no token anywhere', async (t) => {
  const { appUrl } = await openApp(t)
  const cookie = await openBox(cookieKey).seal('login', { accessToken: 'a', refreshToken: 'b', idToken: 'c' }, 60)
  const headers = { 'x-requested-by': 'page', cookie: `${cookieName}=${cookie}` }
  for (const path of ['/%61pi/me', '/ap%69/me', '/%61%70%69/me'])
    t.equal((await fetch(`${appUrl}${path}`, { headers })).status, 404, path)
})

t.test('two processes of the backend refresh the same token at once: both go on', async (t) => {
  const { s, appUrl, process, tokenCalls, expiry } = await openApp(t)
  const another = await process()
  const cookie = await cookieOf(appUrl, await s.account())
  await expiry()
  const asked = tokenCalls()
  const answers = await Promise.all([callMe(appUrl, cookie), callMe(another, cookie)])
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200],
  )
  t.equal(tokenCalls() - asked, 2)
  const logins = await Promise.all(answers.map((answer) => open(valueSetBy(answer))))
  t.equal(logins[0]?.refreshToken, logins[1]?.refreshToken, 'the same successor for both')
  t.not(logins[0]?.refreshToken, (await open(cookie))?.refreshToken)
})

const open = (cookie: string | undefined) => openBox(cookieKey).open('login', cookie)

const callMe = (url: string, cookie: string): Promise<Response> =>
  fetch(`${url}/api/me`, { headers: { 'x-requested-by': 'page', cookie: `${cookieName}=${cookie}` } })

/** What an answer set: `name=value`. */
const setBy = (answer: Response, begin: string): string =>
  answer.headers
    .getSetCookie()
    .find((line) => line.startsWith(begin))
    ?.split(';')[0] ?? ''

const valueSetBy = (answer: Response): string => setBy(answer, `${cookieName}=`).slice(cookieName.length + 1)

/** The app's cookie of somebody who logs in without a browser. */
const cookieOf = async (appUrl: string, who: Person): Promise<string> => {
  const begun = await fetch(`${appUrl}/login`, { redirect: 'manual' })
  const there = begun.headers.get('location') as string
  const visit = await passPages(plainBrowser(new URL(there).origin), there, who)
  if (!isAway(visit)) throw new Error(visit.text)
  const headers = { cookie: setBy(begun, `${cookieName}-`) }
  return valueSetBy(await fetch(visit.location, { redirect: 'manual', headers }))
}
