// Devices and connected apps: seen and ended by the one whose they are, and by nobody else (OWASP ASVS 7.4.5, 8.2.2; RFC 9700 §4.14).
import t from 'tap'
import { answerFor, poll, startDevice, television } from '../../../support/device.ts'
import { logoutReceiver } from '../../../support/logout-receiver.ts'
import { memberAt } from '../../../support/member.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { hasForm, stayedAt } from '../../../support/plain-browser.ts'
import { away, shown, story } from '../../../support/story.ts'

const nasty = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'--></title><svg onload=alert(1)>",
  '\u202eevil',
]
const unescaped = /<script>alert|<img src=x|<svg onload|\u202e/
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

t.test(
  'a person sees where they are logged in, and ends one session or all others, with what hangs on them',
  async (t) => {
    const hears = await logoutReceiver(t)
    const s = await story(t, { DANGER_FETCH_LOOPBACK: '1' })
    const [ada, bob] = [await s.account('ada'), await s.account('bob')]
    const web = await s.client('web', { backchannelLogoutUri: hears.uri, scope: ['openid', 'offline_access'] })
    const [here, there, third] = [s.browser(), s.browser(), s.browser()]
    const tied = await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid' }, there))
    const kept = await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid offline_access' }, there))
    const bobs = await memberAt(s.browser(), '/account/devices', bob)

    const page = await memberAt(here, '/account/devices', ada)
    t.equal(page.text.match(/<form method="post" id="end-ses_/g)?.length, 1, 'one other, which can be ended')
    t.match(textOf(page, 'devices'), /this device/)
    const [, formId = ''] = /id="(end-ses_[^"]*)"/.exec(page.text) ?? []
    const [, bobsId = ''] = /name="device" value="([^"]*)"/.exec(bobs.text) ?? []
    const ofBob = (await s.store.sessions.listForAccount(bob.sub, s.clock(), { limit: 5, offset: 0 }))[0]?.id ?? ''
    t.equal(bobsId, '', 'nobody sees a way to end the session that they look at')
    t.equal((await postForm(s, here, page, formId, { fields: { device: ofBob } })).status, 303)
    t.equal(
      (await s.store.sessions.listForAccount(bob.sub, s.clock(), { limit: 5, offset: 0 })).length,
      1,
      'the session of somebody else is none of this person’s',
    )

    const ended = stayedAt(await here.submit(page, formId, {}))
    t.match(textOf(ended, 'notice'), /logged out there/)
    t.equal(hears.received.length, 1, 'the app hears of it')
    t.equal((await s.refresh(web, tied.body.refresh_token)).status, 400, 'what hung on the session has ended')
    t.equal((await s.refresh(web, kept.body.refresh_token)).status, 200, 'what may stay connected stays')
    t.ok(hasForm(await there.open('/account'), 'login'))
    t.notOk(hasForm(ended, 'end-others'))
    t.match(textOf(stayedAt(await here.submit(page, formId, {})), 'notice'), /already/, 'twice does no harm')

    await memberAt(there, '/account', ada)
    const second = await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid' }, third))
    const others = stayedAt(await here.submit(stayedAt(await here.open('/account/devices')), 'end-others', {}))
    t.match(textOf(others, 'notice'), /everywhere else/)
    for (const gone of [there, third]) t.ok(hasForm(await gone.open('/account'), 'login'))
    t.equal((await s.refresh(web, second.body.refresh_token)).status, 400)
    t.equal(stayedAt(await here.open('/account')).status, 200, 'this one stays')
  },
)

t.test('what browsers and apps say of themselves is only ever text', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada')
  const at = s.browser()
  for (const name of nasty) {
    const app = await s.client('web', {
      name,
      redirectUris: [`https://x${nasty.indexOf(name)}.example/`],
      scope: ['openid'],
    })
    await s.codeFor(app, ada, {}, at)
    const own = stayedAt(await at.open(`/account/connected-apps/app?id=${app.clientId}`))
    t.equal(own.status, 200)
    t.notMatch(own.text, unescaped)
  }
  for (const userAgent of [
    ...nasty.filter((each) => each.charCodeAt(0) < 256),
    firefox,
    '',
    'A'.repeat(5000),
    'Mozilla/5.0 ('.repeat(20),
  ]) {
    const { id } = (await s.store.sessions.listForAccount(ada.sub, s.clock(), { limit: 1, offset: 0 }))[0] ?? { id: '' }
    await s.store.transaction(async (tx) => tx.sessions.end(id))
    const browser = s.browser()
    const login = shown(await browser.open('/account/devices'), 'login')
    const fields = { email: ada.email, password: ada.password }
    const answer = await postForm(s, browser, login, 'login', { fields, headers: { 'user-agent': userAgent } })
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    const page = await pageOf(await s.fetch(`${s.issuer}/account/devices`, { headers: { cookie } }))
    t.equal(page.status, 200)
    t.notMatch(page.text, unescaped)
    if (userAgent === firefox) t.match(textOf(page, 'devices'), /Firefox on Windows/)
  }
  t.notMatch(stayedAt(await at.open('/account/connected-apps')).text, unescaped)
})

t.test('a person sees what each app may do and ends it: no token after that, and it has to ask again', async (t) => {
  const hears = await logoutReceiver(t)
  const s = await story(t, { DANGER_FETCH_LOOPBACK: '1' })
  const [ada, bob] = [await s.account('ada'), await s.account('bob')]
  const web = await s.client('web', { backchannelLogoutUri: hears.uri })
  const [shop, tv] = [await s.client('shop'), await television(s, { scope: ['openid', 'offline_access'] })]
  const at = s.browser()
  const mine = await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid profile offline_access' }, at))
  const bobs = await s.redeem(web, await s.codeFor(web, bob))
  const shops = await s.redeem(shop, await s.codeFor(shop, ada, {}, at))
  const open = await s.codeFor(web, ada, { scope: 'openid' }, at)
  const device = await startDevice(s, tv)
  await answerFor(s, device, ada, 'allow', at)
  const watching = await poll(s, tv, device)
  const waiting = await startDevice(s, tv)
  await answerFor(s, waiting, ada, 'allow', at)

  const list = stayedAt(await at.open('/account/connected-apps'))
  t.match(textOf(list, 'apps'), /Shop.*|Television.*|Web.*/)
  const address = `/account/connected-apps/app?id=${web.clientId}`
  const page = stayedAt(await at.open(address))
  t.match(page.text, /see your name and profile/)
  t.match(textOf(page, 'destination'), /web\.example/)
  t.match(textOf(page, 'until'), /you disconnect it/)
  t.match(textOf(page, 'trust'), /people who run this server/)
  t.match(textOf(page, 'what-ends'), /at once/)
  t.equal(stayedAt(await at.open('/account/connected-apps/app?id=app_none')).status, 404)
  t.equal(stayedAt(await at.open('/account/connected-apps/app')).status, 404)
  const other = s.browser()
  await memberAt(other, '/account', bob)
  t.equal(
    stayedAt(await other.open(`/account/connected-apps/app?id=${shop.clientId}`)).status,
    404,
    'not an app of this person',
  )

  const [first, ...races] = await Promise.all([
    at.submit(page, 'disconnect', {}),
    ...Array.from({ length: 8 }, () => s.refresh(web, mine.body.refresh_token)),
  ])
  t.match(textOf(first, 'notice'), /Web is disconnected/)
  const tokens = races.flatMap(({ status, body }) => (status === 200 ? [body.refresh_token] : []))
  for (const token of [mine.body.refresh_token, ...tokens])
    t.equal((await s.refresh(web, token)).body.error, 'invalid_grant', 'no token after the revoke')
  t.equal((await s.redeem(web, open)).body.error, 'invalid_grant', 'nor from a code that waited')
  t.equal(hears.received.length, 1, 'the app hears of it')
  t.equal((await s.refresh(web, bobs.body.refresh_token)).status, 200, 'others keep it')
  t.equal((await s.refresh(shop, shops.body.refresh_token)).status, 200, 'other apps stay')
  t.match(
    textOf(stayedAt(await at.submit(page, 'disconnect', {})), 'notice'),
    /not connected any more/,
    'twice does no harm',
  )
  t.ok(hasForm(await s.authorize(at, web, { scope: 'openid' }), 'consent'), 'it has to ask again')

  const tvPage = stayedAt(await at.open(`/account/connected-apps/app?id=${tv.clientId}`))
  t.match(textOf(tvPage, 'destination'), /with a code/)
  await at.submit(tvPage, 'disconnect', {})
  t.equal((await s.refresh(tv, watching.body.refresh_token)).body.error, 'invalid_grant')
  t.notOk((await poll(s, tv, waiting)).body.access_token, 'nor does a device that has not fetched its token yet')
  t.ok(away(await s.authorize(at, shop)).get('code'), 'the app that stays needs no new consent')
})
