// What other sites can do to a person's browser: nothing (RFC 6749 §10.12, §10.13, RFC 9700 §4.16).
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchChromium } from '../support/chromium.ts'
import { listeningStory } from '../support/listening.ts'
import { logInAs, press } from '../support/person.ts'
import { authorizeUrl } from '../support/story.ts'

const chromium = await launchChromium(t)

/** A site that really listens on this computer: what Chromium made up itself, it would keep from any other program here. */
const evilSite = async (t: Test) => {
  let body = ''
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const shows = (html: string): void => {
    body = html
  }
  return { url: `http://127.0.0.1:${port}/`, shows }
}

/** A person who is logged in, with a page of another site before them. */
const scene = async (t: Test) => {
  const s = await listeningStory(t)
  const evil = await evilSite(t)
  const [ada, mallory] = [await s.account('ada'), await s.account('mallory')]
  const web = await s.client('web')
  const context = await chromium.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(authorizeUrl(s.issuer, web))
  await logInAs(page, ada)
  await page.waitForSelector('#consent')
  const lure = async (body: string): Promise<void> => {
    evil.shows(body)
    await page.goto(evil.url)
  }
  return { s, ada, mallory, web, context, page, lure }
}

const form = (action: string, fields: Record<string, string>): string =>
  `<form method="post" action="${action.replaceAll('&', '&amp;')}">${Object.entries(fields)
    .map(([name, value]) => `<input name="${name}" value="${value}">`)
    .join('')}<button id="trap">You won</button></form>`

const session = async (page: Page): Promise<string | undefined> =>
  (await page.context().cookies()).find(({ name }) => name === 'cs_session')?.value

t.test('another site cannot log a person in as somebody else', async (t) => {
  const { s, mallory, web, page, lure } = await scene(t)
  const before = await page.context().cookies()
  const action = authorizeUrl(s.issuer, web).replace('/authorize', '/login')
  await lure(form(action, { email: mallory.email, password: mallory.password, seal: 'x' }))
  await page.click('#trap')
  await page.waitForSelector('#reference')
  t.match(await page.textContent('main'), /sent from another page/)
  t.strictSame(await page.context().cookies(), before, 'no cookie changed')
  await page.click('text=Go on here')
  t.equal(await page.textContent('#account'), 'ada@example.com', 'the way on leads to the step, as before')
})

t.test('nor decide for them', async (t) => {
  const { s, ada, web, page, lure } = await scene(t)
  const action = authorizeUrl(s.issuer, web).replace('/authorize', '/consent')
  await lure(form(action, { decision: 'allow', seal: (await sealOf(page)) ?? '' }))
  await page.click('#trap')
  await page.waitForSelector('#reference')
  t.equal(await s.store.consents.anyFor(ada.sub, web.clientId, s.clock()), false)
})

t.test('nor log them out', async (t) => {
  const { s, mallory, web, page, lure } = await scene(t)
  const theirs = (await s.redeem(web, await s.codeFor(web, mallory))).body.id_token as string
  const before = await session(page)
  for (const [fields, answer] of [
    [{ seal: 'x' }, '#reference'],
    // As apps may ask; an ID token of another person's proves nothing.
    [{}, '#logout'],
    [{ id_token_hint: theirs }, '#logout'],
  ] as const) {
    await lure(form(`${s.issuer}/logout`, fields))
    await page.click('#trap')
    await page.waitForSelector(answer)
    t.equal(await session(page), before)
  }
  await page.goto(authorizeUrl(s.issuer, web))
  t.ok(await page.$('#consent'), 'still logged in')
})

const sealOf = (page: Page): Promise<string | null> => page.getAttribute('[name=seal]', 'value')

t.test('OIDC Core §3.1.2.3, OAuth 2.1 §7.11, RFC 9700 §4.16: nor frame a page', async (t) => {
  const { s, web, page, lure } = await scene(t)
  const complaint = page.waitForEvent('console', (message) => message.text().includes("frame-ancestors 'none'"))
  await lure(`<iframe src="${authorizeUrl(s.issuer, web).replaceAll('&', '&amp;')}"></iframe>`)
  await t.resolves(complaint, 'the browser says why')
  const framed = page.frames().find((frame) => frame !== page.mainFrame())
  t.notOk(framed && (await framed.$('#consent')), 'the frame stays empty')
})

t.test('the name of an app runs nothing', async (t) => {
  const { s, ada, context } = await scene(t)
  const name = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`
  const trap = await s.client('trap', { name })
  const page = await context.newPage()
  await page.goto(
    authorizeUrl(s.issuer, trap, { prompt: 'login', login_hint: `"autofocus onfocus="document.title='owned'` }),
  )
  t.equal(await page.title(), 'Log in · Countersign')
  await logInAs(page, ada)
  await page.waitForSelector('#consent')
  t.match(await page.title(), /^Allow <img/)
  t.equal(await page.textContent('h1 bdi'), name.slice(0, 80) + (name.length > 80 ? '…' : ''))
  t.equal(await page.evaluate('document.images.length + document.scripts.length'), 1, 'our own script only')
  await press(page, 'deny')
})
