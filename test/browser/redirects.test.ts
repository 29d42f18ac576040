// From the app's request through login and consent back to the app, in a real Chromium (RFC 6749 §4.1, RFC 8252 §7).
import type { BrowserContextOptions } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningApp, listeningStory } from '../support/listening.ts'
import { complaintsOf, logInAs, navigationsOf, press } from '../support/person.ts'
import { authorizeUrl, type Story, type StoryAccount, type StoryClient } from '../support/story.ts'
import { until } from '../support/until.ts'

const chromium = await launchChromium(t)

/** A fresh browser on the consent page of the app. */
const consentPage = async (
  s: Story,
  app: StoryClient,
  who: StoryAccount,
  change: Record<string, string> = {},
  options: BrowserContextOptions = {},
) => {
  const context = await chromium.newContext({ ignoreHTTPSErrors: true, ...options })
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  const navigations = await navigationsOf(context, page)
  await page.goto(authorizeUrl(s.issuer, app, change))
  await logInAs(page, who)
  await page.waitForSelector('#consent')
  return { context, page, complaints, navigations }
}

for (const javaScriptEnabled of [true, false]) {
  const script = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  t.test(`to an https app, ${script}`, async (t) => {
    const s = await listeningStory(t, 'https')
    const app = await listeningApp(t, 'https')
    const web = await s.client('web', { redirectUris: [`${app.origin}/callback`] })
    const { context, page, complaints } = await consentPage(s, web, await s.account(), {}, { javaScriptEnabled })
    await press(page, 'allow')
    await page.waitForURL(`${app.origin}/callback?**`)
    const code = new URL(page.url()).searchParams.get('code')
    t.match(code, /^cs_code_/)
    t.equal((await s.redeem(web, code ?? '')).status, 200)
    t.ok((await context.cookies(s.issuer)).every(({ name, secure }) => secure && name.startsWith('__Host-')))
    t.strictSame(complaints, [])
    await context.close()
  })

  t.test(`deny, ${script}`, async (t) => {
    const s = await listeningStory(t)
    const app = await listeningApp(t)
    const web = await s.client('web', { redirectUris: [`${app.origin}/callback`] })
    const { context, page } = await consentPage(s, web, await s.account(), {}, { javaScriptEnabled })
    await press(page, 'deny')
    await page.waitForURL(`${app.origin}/callback?error=access_denied**`)
    t.equal(app.calls.length, 1)
    await context.close()
  })

  t.test(`form_post, ${script}`, async (t) => {
    const s = await listeningStory(t)
    const app = await listeningApp(t)
    const web = await s.client('web', { redirectUris: [`${app.origin}/callback`] })
    const mode = { response_mode: 'form_post', state: 'a+b/c== "<>' }
    const { context, page, complaints } = await consentPage(s, web, await s.account(), mode, { javaScriptEnabled })
    await press(page, 'allow')
    if (!javaScriptEnabled) await page.click('#form-post button')
    await page.waitForURL(`${app.origin}/callback`)
    const [call] = app.calls
    t.equal(call?.method, 'POST')
    t.equal(call?.form.get('state'), mode.state)
    t.equal(call?.origin, s.issuer, 'the app can see that this server sent it')
    t.equal((await s.redeem(web, call?.form.get('code') ?? '')).status, 200)
    t.strictSame(complaints, [])
    await context.close()
  })
}

t.test('to a program on this computer, on any port', async (t) => {
  const s = await listeningStory(t)
  const app = await listeningApp(t)
  const { port } = new URL(app.origin)
  const ada = await s.account()
  for (const host of ['localhost', '127.0.0.1']) {
    const tool = await s.client('tool', { tokenEndpointAuthMethod: 'none', redirectUris: [`http://${host}/callback`] })
    const redirect_uri = `http://${host}:${port}/callback`
    const { context, page, navigations, complaints } = await consentPage(s, tool, ada, { redirect_uri })
    t.equal(await page.textContent('#destination'), 'a program on this computer')
    await press(page, 'allow')
    await until(`the browser goes to ${host}`, async () => (navigations.at(-1) ?? '').startsWith(redirect_uri))
    t.strictSame(complaints, [])
    const code = new URL(navigations.at(-1) ?? '').searchParams.get('code') ?? ''
    t.equal((await s.redeem(tool, code, { redirect_uri })).status, 200, host)
    await context.close()
  }
})

t.test('to the IPv6 loopback, which a policy cannot name', async (t) => {
  const s = await listeningStory(t)
  const tool = await s.client('tool', { tokenEndpointAuthMethod: 'none', redirectUris: ['http://[::1]/callback'] })
  const redirect_uri = 'http://[::1]:7777/callback'
  const { context, page, navigations, complaints } = await consentPage(s, tool, await s.account(), { redirect_uri })
  await press(page, 'allow')
  await until('the browser goes there', async () => (navigations.at(-1) ?? '').startsWith(redirect_uri))
  t.strictSame(complaints, [])
  await context.close()
})

t.test('to an app with a scheme of its own', async (t) => {
  const s = await listeningStory(t)
  const ada = await s.account()
  for (const uri of ['com.example.app:/callback', 'com.example.app://callback']) {
    const phone = await s.client('phone', { tokenEndpointAuthMethod: 'none', redirectUris: [uri] })
    const { context, page, navigations, complaints } = await consentPage(s, phone, ada)
    await press(page, 'allow')
    await until(`the browser asks for ${uri}`, async () => (navigations.at(-1) ?? '').startsWith(uri))
    const code = new URL(navigations.at(-1) ?? '').searchParams.get('code') ?? ''
    t.equal((await s.redeem(phone, code)).status, 200, uri)
    t.strictSame(complaints, [], 'no policy stood in the way')
    await context.close()
  }
})

t.test('an app may send the person on from its callback, to another host or scheme', async (t) => {
  const s = await listeningStory(t, 'https')
  const ada = await s.account()
  const home = await listeningApp(t, 'https')
  const secure = home.origin.replace('localhost', '127.0.0.1')
  const web = await listeningApp(t, 'https', `${secure}/home`)
  const tool = await listeningApp(t, 'http', `${secure}/home`)
  const clients = [
    await s.client('web', { redirectUris: [`${web.origin}/callback`] }),
    await s.client('tool', { redirectUris: [`${tool.origin}/callback`], tokenEndpointAuthMethod: 'none' }),
  ]
  for (const client of clients) {
    const { context, page, complaints } = await consentPage(s, client, ada)
    await press(page, 'allow')
    await page.waitForURL(`${secure}/home`)
    t.strictSame(complaints, [], client.name)
    await context.close()
  }
})

t.test('an app that posts its request: the session comes along all the same', async (t) => {
  const s = await listeningStory(t)
  const app = await listeningApp(t)
  const web = await s.client('web', { redirectUris: [`${app.origin}/callback`] })
  const { context, page } = await consentPage(s, web, await s.account())
  await press(page, 'allow')
  await page.waitForURL(`${app.origin}/callback?**`)
  const request = new URL(authorizeUrl(s.issuer, web, { state: 'posted' }))
  const inputs = [...request.searchParams].map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  )
  const form = `<form method="post" action="${s.issuer}/authorize">${inputs.join('')}<button>Go</button></form>`
  await page.route('**/start', (route) => route.fulfill({ contentType: 'text/html', body: form }))
  await page.goto(`${app.origin.replace('localhost', '127.0.0.1')}/start`)
  await page.click('button')
  await page.waitForURL(`${app.origin}/callback?**state=posted**`)
  t.match(page.url(), /code=cs_code_/)
  await context.close()
})
