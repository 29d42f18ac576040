// Logouts that apps ask for, page by page (OpenID Connect RP-Initiated Logout §2, §3, §6).
import t, { type Test } from 'tap'
import { textOf } from '../../../support/page.ts'
import { type Browser, hasForm, isAway, type Visit } from '../../../support/plain-browser.ts'
import { type Fields, type Story, type StoryAccount, type StoryClient, shown, story } from '../../../support/story.ts'

const bye = 'https://web.example/bye'
const back = { post_logout_redirect_uri: bye, state: 'a+b/c== &' }
const registered = { postLogoutRedirectUris: [bye, 'https://web.example/other'] }

const logoutUrl = (s: Story, fields: Fields): string =>
  `${s.issuer}/logout?${new URLSearchParams(Object.entries(fields).filter((field): field is [string, string] => field[1] !== null))}`

/** A login at the app, and what the app got. */
const login = async (s: Story, app: StoryClient, who: StoryAccount, at: Browser, change: Fields = {}) =>
  (await s.redeem(app, await s.codeFor(app, who, { scope: 'openid', ...change }, at))).body

const isLoggedIn = async (s: Story, app: StoryClient, at: Browser): Promise<boolean> =>
  !hasForm(await s.authorize(at, app, { scope: 'openid' }), 'login')

const isBack = (t: Test, visit: Visit, what: string): void => {
  if (!isAway(visit)) return void t.fail(`${what}: still here, ${visit.status} ${visit.text}`)
  t.equal(visit.location.href, `${bye}?state=a%2Bb%2Fc%3D%3D%20%26`, what)
}

const isGoodbye = (t: Test, visit: Visit, what: string): void => {
  t.match(isAway(visit) ? visit.location.href : visit.text, /<h1>You are logged out/, what)
}

// One server for all of them; each test has people, an app and browsers of its own.
const s = await story(t, { DANGER_NO_RATE_LIMITS: '1' })
let people = 0
const person = (name: string) => {
  people += 1
  return s.account(`${name}${people}`)
}

const scene = async (change: Parameters<Story['client']>[1] = {}) => {
  const [ada, web, at] = [await person('ada'), await s.client('web', { ...registered, ...change }), s.browser()]
  const tokens = await login(s, web, ada, at)
  return { ada, web, at, tokens, hint: { id_token_hint: tokens.id_token as string } }
}

t.test('RP-Initiated Logout §2: the app of this very session logs out without a question', async (t) => {
  const { web, at, tokens, hint } = await scene()
  const session = at.cookies.get('cs_session') ?? ''
  s.clock.pass(2 * 86_400)
  isBack(t, await at.open(logoutUrl(s, { ...hint, ...back })), 'although the ID token has expired')
  t.notOk(at.cookies.has('cs_session'))
  at.cookies.set('cs_session', session)
  t.notOk(await isLoggedIn(s, web, at), 'the session is over, not only the cookie')
  t.equal((await s.refresh(web, tokens.refresh_token)).body.error, 'invalid_grant')
})

t.test(
  'RP-Initiated Logout §2: the same without an address to go back to, with its client_id, with hints that change nothing',
  async (t) => {
    const { ada, web, at, hint } = await scene()
    isGoodbye(t, await at.open(logoutUrl(s, { ...hint, state: 'alone' })), 'no address')
    const again = { id_token_hint: (await login(s, web, ada, at)).id_token, client_id: web.clientId }
    isBack(
      t,
      await at.open(logoutUrl(s, { ...again, ...back, logout_hint: 'eve@x', ui_locales: 'fr de' })),
      'all of it',
    )
  },
)

t.test(
  'RP-Initiated Logout §2: POST becomes GET, because the cookies of a person do not come with a post of another site',
  async (t) => {
    const { at, hint } = await scene()
    const posted = await s.fetch(`${s.issuer}/logout`, {
      method: 'POST',
      headers: { origin: 'https://web.example', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ ...hint, ...back }),
    })
    t.equal(posted.status, 303)
    t.same(posted.headers.getSetCookie(), [], 'no cookie is thrown away')
    isBack(t, await at.open(new URL(posted.headers.get('location') ?? '', s.issuer)), 'and goes on')

    const twice = await s.fetch(`${s.issuer}/logout?state=1`, {
      method: 'POST',
      body: new URLSearchParams({ state: '2' }),
    })
    const page = await at.open(new URL(twice.headers.get('location') ?? '', s.issuer))
    t.equal(isAway(page) ? 0 : page.status, 400, 'a parameter in both places is one too many')
  },
)

t.test('RP-Initiated Logout §4: nobody is logged in: no error, and straight on', async (t) => {
  const { web, at, hint } = await scene()
  await at.open(logoutUrl(s, hint))
  isBack(t, await at.open(logoutUrl(s, { ...hint, ...back })), 'a hint of a former session')
  isBack(t, await s.browser().open(logoutUrl(s, { ...hint, ...back })), 'another browser')
  isBack(t, await at.open(logoutUrl(s, { client_id: web.clientId, ...back })), 'a client that the operator knows')
  isGoodbye(t, await at.open(logoutUrl(s, { client_id: web.clientId })), 'no address')
  isGoodbye(t, await at.open(logoutUrl(s, {})), 'nothing at all')
})

t.test(
  'RP-Initiated Logout §3, RFC 9700 §4.11: a stranger’s registration alone sends nobody anywhere; a link does',
  async (t) => {
    const { web, at, hint } = await scene({ origin: 'self-registered' })
    const unasked = logoutUrl(s, { client_id: web.clientId, ...back })
    const page = await s.browser().open(unasked)
    isGoodbye(t, page, 'a page of ours')
    t.equal(textOf(page, 'back'), 'Go back to Web ( web.example )')
    t.match(isAway(page) ? '' : page.text, 'href="https://web.example/bye?state=a%2Bb%2Fc%3D%3D%20%26"')
    isBack(t, await s.browser().open(logoutUrl(s, { ...hint, ...back })), 'with an ID token')
    isBack(
      t,
      await at.submit(shown(await at.open(unasked), 'logout'), 'logout', {}),
      'or where the person saw where to',
    )
  },
)

t.test('RP-Initiated Logout §2, §6: without a hint the person is asked, and told where it leads', async (t) => {
  const { ada, web, at } = await scene()
  const page = shown(await at.open(logoutUrl(s, { client_id: web.clientId, ...back })), 'logout')
  t.equal(textOf(page, 'account'), ada.email)
  t.equal(textOf(page, 'app'), 'Web')
  t.equal(textOf(page, 'destination'), 'Then you go back to web.example .')
  t.match(page.headers.get('content-security-policy'), /form-action 'self' https:\/\/web\.example/)
  t.ok(await isLoggedIn(s, web, at), 'asking ends nothing')
  isBack(t, await at.submit(page, 'logout', {}), 'after a yes')
  t.notOk(await isLoggedIn(s, web, at))
})

t.test('RP-Initiated Logout §6: asked without an address, the person stays here', async (t) => {
  const { web, at } = await scene()
  const page = shown(await at.open(logoutUrl(s, { client_id: web.clientId })), 'logout')
  t.match(page.headers.get('content-security-policy'), /form-action 'self'(;|$)/)
  t.equal(textOf(page, 'destination'), undefined)
  isGoodbye(t, await at.submit(page, 'logout', {}), 'after a yes')
})

t.test('RP-Initiated Logout §2: an ID token of somebody else logs nobody out unasked', async (t) => {
  const { ada, web, at } = await scene()
  const mallory = await person('mallory')
  const theirs = await login(s, web, mallory, s.browser())
  const page = shown(await at.open(logoutUrl(s, { id_token_hint: theirs.id_token, ...back })), 'logout')
  t.equal(textOf(page, 'account'), ada.email)
  t.match(page.text, /asks to log out somebody else/)
  t.ok(await isLoggedIn(s, web, at))
  isBack(t, await at.submit(page, 'logout', {}), 'after a yes')
})

t.test(
  'RP-Initiated Logout §2: nor does one of an earlier session of the same person, or of another browser',
  async (t) => {
    const { ada, web, at, hint } = await scene()
    const elsewhere = s.browser()
    await login(s, web, ada, elsewhere)
    const asked = shown(await elsewhere.open(logoutUrl(s, { ...hint, ...back })), 'logout')
    t.notMatch(asked.text, /somebody else/)
    await at.open(logoutUrl(s, hint))
    await login(s, web, ada, at)
    t.ok(hasForm(await at.open(logoutUrl(s, { ...hint, ...back })), 'logout'), 'an earlier session')
    t.ok(await isLoggedIn(s, web, at))
    t.ok(await isLoggedIn(s, web, elsewhere))
  },
)

t.test(
  'RP-Initiated Logout §2: a new login in the same session changes nothing: its first ID token is still good',
  async (t) => {
    const { ada, web, at, hint } = await scene()
    s.clock.pass(60)
    await login(s, web, ada, at, { prompt: 'login' })
    isBack(t, await at.open(logoutUrl(s, { ...hint, ...back })), 'the same session')
  },
)

t.test('OIDC Core §8: a client that knows people by another name', async (t) => {
  const { ada, web, at, tokens, hint } = await scene({ subjectType: 'pairwise', sector: 'web.example' })
  const { sub } = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url').toString())
  t.not(sub, ada.sub)
  const elsewhere = s.browser()
  await login(s, web, ada, elsewhere)
  t.notMatch(shown(await elsewhere.open(logoutUrl(s, hint)), 'logout').text, /somebody else/)
  isBack(t, await at.open(logoutUrl(s, { ...hint, ...back })), 'its own session')
})

t.test('RP-Initiated Logout §2: a key that is gone still proves whose ID token it was', async (t) => {
  const s = await story(t, { KEY_ANNOUNCE_SECONDS: '60', KEY_ACTIVE_SECONDS: '600', ACCESS_TOKEN_SECONDS: '60' })
  const [ada, web, at] = [await s.account('ada'), await s.client('web', registered), s.browser()]
  const { id_token } = await login(s, web, ada, at)
  const { kid } = JSON.parse(Buffer.from(id_token.split('.')[0], 'base64url').toString())
  for (let hours = 0; hours < 5; hours += 0.25) {
    s.clock.pass(900)
    await s.rooms.keyRing.upkeep()
  }
  t.equal(s.rooms.keyRing.states().find(({ key }) => key.kid === kid)?.state, 'gone')
  isBack(t, await at.open(logoutUrl(s, { id_token_hint: id_token, ...back })), 'gone')
})

t.test('RP-Initiated Logout §4: the answer counts for the question that was asked, and for nothing else', async (t) => {
  const { ada, web, at } = await scene()
  const [shop, bob] = [await s.client('shop', registered), await person('bob')]
  const page = shown(await at.open(logoutUrl(s, { client_id: web.clientId, ...back })), 'logout')
  const sent = (from: string, to: string) => ({ ...page, text: page.text.replaceAll(from, to) })
  const otherApp = await at.submit(sent(web.clientId, shop.clientId), 'logout', {})
  t.equal(isAway(otherApp) ? 0 : otherApp.status, 403, 'another app’s question')
  const otherPlace = await at.submit(sent('web.example%2Fbye', 'web.example%2Fother'), 'logout', {})
  t.equal(isAway(otherPlace) ? 0 : otherPlace.status, 403, 'another way back')
  t.ok(hasForm(otherPlace, 'logout'), 'the page again')
  await s.store.clients.update({ ...web, name: 'Web 2' })
  const renamed = await at.submit(page, 'logout', {})
  t.equal(isAway(renamed) ? 0 : renamed.status, 409, 'an app that changed its name')
  await s.store.clients.update({ ...web, postLogoutRedirectUris: [] })
  const withdrawn = await at.submit(page, 'logout', {})
  t.equal(isAway(withdrawn) ? 0 : withdrawn.status, 400, 'a way back that is no longer registered')
  await s.store.clients.update(web)
  t.ok(await isLoggedIn(s, web, at))

  await s.codeFor(web, bob, { prompt: 'login' }, at)
  const changed = await at.submit(page, 'logout', {})
  t.equal(isAway(changed) ? 0 : changed.status, 409, 'somebody else is logged in by now')
  t.equal(textOf(changed, 'account'), bob.email)
  await at.submit(shown(changed, 'logout'), 'logout', {})
  isBack(t, await at.submit(page, 'logout', {}), 'an old page, when all is over')
  t.not(ada.sub, bob.sub)
})
