// Logging out: asked first, ends the session, and no other page can do it (OpenID Connect RP-Initiated Logout §6).
import t from 'tap'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { hasForm, isAway } from '../../../support/plain-browser.ts'
import { shown, story } from '../../../support/story.ts'

t.test('the page asks, the post ends the session', async (t) => {
  const s = await story(t, { ISSUER: 'http://localhost:3000/tenant' })
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  const session = at.cookies.get('cs_session') ?? ''
  const page = shown(await at.open(`${s.issuer}/logout?anything=1`), 'logout')
  t.equal(textOf(page, 'account'), ada.email)
  t.ok(isAway(await s.authorize(at, web)), 'looking at it ends nothing')
  const done = await at.submit(page, 'logout', {})
  t.match(isAway(done) ? '' : done.text, /You are logged out/)
  t.notOk(at.cookies.has('cs_session'))
  t.ok(at.cookies.has('cs_browser'), 'the browser stays known')
  at.cookies.set('cs_session', session)
  t.ok(hasForm(await s.authorize(at, web), 'login'), 'the cookie is worth nothing any more')
  t.match(await (await s.fetch(`${s.issuer}/logout`)).text(), /You are logged out/, 'for nobody')
})

t.test('a code on its way and tokens without offline_access end with the session', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const online = (await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid' }, at))).body
  const offline = (await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid offline_access' }, at))).body
  const code = await s.codeFor(web, ada, {}, at)
  await at.submit(shown(await at.open(`${s.issuer}/logout`), 'logout'), 'logout', {})
  t.equal((await s.redeem(web, code)).body.error, 'invalid_grant')
  t.equal((await s.refresh(web, online.refresh_token)).body.error, 'invalid_grant')
  t.equal((await s.refresh(web, offline.refresh_token)).status, 200)
})

t.test('foreign posts log nobody out', async (t) => {
  const s = await story(t)
  const [ada, bob, web] = [await s.account('ada'), await s.account('bob'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  const page = shown(await at.open(`${s.issuer}/logout`), 'logout')
  const attempts: Readonly<Record<string, Parameters<typeof postForm>[4]>> = {
    'a foreign Origin': { headers: { origin: 'https://evil.example' } },
    'no seal': { fields: { seal: '' } },
  }
  for (const [what, wishes] of Object.entries(attempts)) {
    const answer = await pageOf(await postForm(s, at, page, 'logout', wishes))
    t.equal(answer.status, 403, what)
    t.ok(hasForm(answer, 'logout'), `${what}: the page again`)
  }
  const empty = await postForm(s, at, page, 'logout', { body: '' })
  t.same([empty.status, empty.headers.get('location')], [303, '/logout'], 'an empty body: the page asks')
  t.ok(isAway(await s.authorize(at, web)), 'still logged in')
  await s.codeFor(web, bob, { prompt: 'login' }, at)
  t.equal((await postForm(s, at, page, 'logout')).status, 409, 'a page that was shown to somebody else')
})
