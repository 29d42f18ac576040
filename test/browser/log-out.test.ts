// Logging out in a real Chromium: the question, the way back, an app that posts its wish (OpenID Connect RP-Initiated Logout §2, §6).
import type { BrowserContextOptions } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningApp, listeningStory } from '../support/listening.ts'
import { clickThrough, complaintsOf, logInAs, press } from '../support/person.ts'
import { authorizeUrl } from '../support/story.ts'

const chromium = await launchChromium(t)

/** A person who has logged in at an app, and what the app got. */
const scene = async (t: Test, options: BrowserContextOptions = {}) => {
  const s = await listeningStory(t)
  const app = await listeningApp(t)
  const bye = `${app.origin}/bye`
  const ada = await s.account()
  const web = await s.client('web', { redirectUris: [`${app.origin}/callback`], postLogoutRedirectUris: [bye] })
  const context = await chromium.newContext(options)
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(authorizeUrl(s.issuer, web, { scope: 'openid' }))
  await logInAs(page, ada)
  await press(page, 'allow')
  await page.waitForURL(`${app.origin}/callback?**`)
  const { body } = await s.redeem(web, new URL(page.url()).searchParams.get('code') ?? '')
  const fields = { post_logout_redirect_uri: bye, state: 'a state' }
  const logOutUrl = (more: Record<string, string>) =>
    `${s.issuer}/logout?${new URLSearchParams({ ...fields, ...more })}`
  const isLoggedIn = async () => (await context.cookies()).some(({ name }) => name === 'cs_session')
  return { s, app, bye, ada, web, page, complaints, fields, logOutUrl, isLoggedIn, hint: body.id_token as string }
}

for (const javaScriptEnabled of [true, false])
  t.test(`asked, then back at the app, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async (t) => {
    const { ada, bye, web, page, complaints, logOutUrl, isLoggedIn } = await scene(t, { javaScriptEnabled })
    await page.goto(logOutUrl({ client_id: web.clientId }))
    t.equal(await page.textContent('#account'), ada.email)
    t.equal(await page.textContent('#app'), 'Web')
    t.match(await page.textContent('#destination'), /localhost|a program on this computer/)
    t.equal(await isLoggedIn(), true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${bye}?state=a%20state`)
    t.equal(await isLoggedIn(), false)
    t.strictSame(complaints, [], 'no policy stood in the way')
  })

t.test('the app of this session: straight on', async (t) => {
  const { bye, page, hint, logOutUrl, isLoggedIn } = await scene(t)
  await page.goto(logOutUrl({ id_token_hint: hint }))
  t.equal(page.url(), `${bye}?state=a%20state`)
  t.equal(await isLoggedIn(), false)
})

t.test('an app that posts its wish from another site: the session comes along all the same', async (t) => {
  const { s, app, bye, page, hint, fields, isLoggedIn } = await scene(t)
  const inputs = Object.entries({ ...fields, id_token_hint: hint }).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  )
  const body = `<form method="post" action="${s.issuer}/logout">${inputs.join('')}<button>Log out</button></form>`
  await page.route('**/start', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(`${app.origin.replace('localhost', '127.0.0.1')}/start`)
  await page.click('button')
  await page.waitForURL(`${bye}?state=a%20state`)
  t.equal(await isLoggedIn(), false)
})

t.test('a request with a mistake: no redirect, and a way to log out all the same', async (t) => {
  const { ada, page, hint, logOutUrl, isLoggedIn } = await scene(t)
  await page.goto(logOutUrl({ id_token_hint: hint, post_logout_redirect_uri: 'https://evil.example/' }))
  t.equal(await page.textContent('#account'), ada.email)
  t.match(await page.textContent('#message'), /not registered/)
  t.equal(await isLoggedIn(), true)
  await clickThrough(page, 'text=Log out here')
  await clickThrough(page, '#logout button')
  t.match(await page.textContent('h1'), 'You are logged out')
  t.equal(await isLoggedIn(), false)
})
