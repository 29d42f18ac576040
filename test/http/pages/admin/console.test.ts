// The console in a plain browser: what an admin sees and does, and what everybody else does not.
import t, { type Test } from 'tap'
import { codeAt, secretOn } from '../../../support/factors.ts'
import { isAway, type Page, stayedAt, type Visit } from '../../../support/plain-browser.ts'
import { type Story, type StoryAccount, story } from '../../../support/story.ts'

/** Opens the console's page, through the login where that is asked for. */
const openAs = async (
  s: Story,
  browser: ReturnType<Story['browser']>,
  who: StoryAccount,
  path: string,
): Promise<Page> => {
  const visit = await browser.open(`${s.issuer}${path}`)
  return stayedAt(isLogin(visit) ? await s.logIn(browser, visit, who) : visit)
}
const isLogin = (visit: Visit): boolean => !isAway(visit) && /<form\b[^>]*\bid="login"/.test(visit.text)

const events = async (s: Story, sub: string) => {
  await s.rooms.events.flush()
  return s.store.events.list({ person: sub, kind: 'account_changed', limit: 10 })
}

t.test('the console', async (t: Test) => {
  const s = await story(t)
  const admin = await s.account('root', { roles: ['admin'] })
  const ada = await s.account('ada', { name: '<b>Ada</b>', roles: ['staff'] })
  const app = await s.client('shop', { name: '<script>alert(1)</script>', verifiedAt: null, origin: 'self-registered' })
  await s.codeFor(app, ada)
  const browser = s.browser()
  const open = (path: string) => openAs(s, browser, admin, path)

  await t.test('every page shows, to an admin alone', async (t) => {
    const other = s.browser()
    for (const path of [
      ...['/admin', '/admin?span=day', '/admin/people', '/admin/people?q=ada&by=email', '/admin/people?q=%3Cb&by=name'],
      ...[`/admin/people?q=${ada.sub}`, `/admin/people/${ada.sub}`, '/admin/apps', '/admin/apps?q=%3Cscr'],
      ...[`/admin/apps/${app.clientId}`, '/admin/apis', '/admin/apis?scope=email', '/admin/keys', '/admin/events'],
      ...[`/admin/events?person=${ada.email.replace('@', '%40')}`, '/admin/events?kind=logged_in', '/admin/settings'],
    ]) {
      const page = await open(path)
      t.equal(page.status, 200, path)
      t.match(page.text, 'aria-label="Administration"', path)
      t.notMatch(page.text, /<script>|<b>Ada|\sstyle="|\son[a-z]+="/, `${path}: nothing of a stranger's is markup`)
      t.match(page.headers.get('content-security-policy') ?? '', "frame-ancestors 'none'")
      t.equal((await openAs(s, other, ada, path)).status, 404, `${path}: not for Ada`)
    }
    t.equal((await open('/admin/people/usr_nobody')).status, 404)
    t.equal((await open('/admin/apps/app_nobody')).status, 404)
    t.equal((await open('/admin/people?after=nonsense')).status, 400)
    t.match((await open('/admin/people?q=ada&by=email')).text, ada.sub)
    t.match((await open('/admin/people?q=%3CB&by=name')).text, ada.sub)
  })

  await t.test('acts on a person, each an event with actor, before and after', async (t) => {
    const path = `/admin/people/${ada.sub}`
    const changed = stayedAt(await browser.submit(await open(path), 'roles', { roles: 'staff, auditor' }))
    t.match(changed.text, 'The roles are changed')
    t.same((await s.store.accounts.bySub(ada.sub))?.roles, ['staff', 'auditor'])
    t.match((await events(s, ada.sub))[0], {
      actor: admin.sub,
      before: { roles: ['staff'] },
      after: { roles: ['staff', 'auditor'] },
    })
    t.match(stayedAt(await browser.submit(await open(path), 'disable', {})).text, 'The account is disabled. 2 sessions')
    t.match(stayedAt(await browser.submit(await open(path), 'enable', {})).text, 'The account is enabled')
    t.match(stayedAt(await browser.submit(await open(path), 'signOut', {})).text, 'Logged out everywhere')
    t.match(stayedAt(await browser.submit(await open(path), 'resetFactors', {})).text, '0 second factors are removed')
    t.match(stayedAt(await browser.submit(await open(path), 'quota', { apps: 'many' })).text, 'must be a whole number')
    t.match(stayedAt(await browser.submit(await open(path), 'quota', { apps: '7' })).text, 'is changed')
    const tooMany = stayedAt(await browser.submit(await open(path), 'roles', { roles: 'x'.repeat(150) }))
    t.equal(tooMany.status, 400)
    t.match(tooMany.text, /aria-invalid="true"/)
  })

  await t.test('the last admin stays', async (t) => {
    const path = `/admin/people/${admin.sub}`
    t.match(stayedAt(await browser.submit(await open(path), 'disable', {})).text, 'This is the last admin')
    t.match(stayedAt(await browser.submit(await open(path), 'roles', { roles: 'none' })).text, 'This is the last admin')
  })

  await t.test('acts on an app, scopes, APIs and keys', async (t) => {
    const path = `/admin/apps/${app.clientId}`
    t.match(stayedAt(await browser.submit(await open(path), 'verify', {})).text, 'You vouch for this app now')
    t.match(stayedAt(await browser.submit(await open(path), 'unverify', {})).text, 'do not vouch for this app any more')
    t.match(stayedAt(await browser.submit(await open(path), 'disable', {})).text, 'The app is disabled')
    t.match(stayedAt(await browser.submit(await open(path), 'enable', {})).text, 'The app is enabled')
    t.match(stayedAt(await browser.submit(await open(path), 'quota', { tokens: '60' })).text, 'is changed')
    t.equal((await s.store.clients.find(app.clientId))?.client.tokensPerMinute, 60)
    const apis = await open('/admin/apis')
    const scope = { name: 'orders:read', words: 'see your orders', optional: 'yes' }
    t.match(stayedAt(await browser.submit(apis, 'scope', scope)).text, 'The scope orders:read is saved')
    t.match(
      (await s.store.scopes.list()).find(({ name }) => name === scope.name),
      { optional: true, privileged: false },
    )
    const bad = stayedAt(await browser.submit(apis, 'scope', { name: 'admin:people:read', words: 'x' }))
    t.match(bad.text, 'must stay privileged')
    const api = { identifier: 'https://orders.example', name: 'Orders', scope: 'orders:read', seconds: '60' }
    t.match(stayedAt(await browser.submit(apis, 'resource', api)).text, 'https://orders.example is saved')
    t.match(stayedAt(await browser.submit(await open('/admin/keys'), 'rotate', {})).text, 'is announced and signs from')
  })

  await t.test('a stale page is shown again', async (t) => {
    const page = await open(`/admin/people/${ada.sub}`)
    await s.rooms.operator.users.describe(ada.email, { addedRoles: ['new'], claims: {}, attributes: {}, removed: [] })
    const answer = stayedAt(await browser.submit(page, 'disable', {}))
    t.equal(answer.status, 409)
    t.equal((await s.store.accounts.bySub(ada.sub))?.disabledAt, null)
  })

  await t.test('a foreign post does nothing', async (t) => {
    const page = await open(`/admin/people/${ada.sub}`)
    const forged = await s.fetch(`${s.issuer}/admin/people/${ada.sub}`, {
      method: 'POST',
      headers: {
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: 'https://evil.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'act=disable&seal=x',
    })
    t.equal(forged.status, 403)
    // The seal of one person's page is worth nothing on another's.
    const moved = { ...page, text: page.text.replaceAll(`/admin/people/${ada.sub}`, `/admin/people/${admin.sub}`) }
    t.equal(stayedAt(await browser.submit(moved, 'disable', {})).status, 403)
    t.equal((await s.store.accounts.bySub(ada.sub))?.disabledAt, null)
  })

  await t.test('an act asks for a fresh proof', async (t) => {
    const page = await open(`/admin/people/${ada.sub}`)
    s.clock.pass(11 * 60)
    const proof = stayedAt(await browser.submit(page, 'disable', {}))
    t.match(proof.text, /<form\b[^>]*\bid="login"/)
    t.equal((await s.store.accounts.bySub(ada.sub))?.disabledAt, null)
    const back = stayedAt(await s.logIn(browser, proof, admin))
    t.match(stayedAt(await browser.submit(back, 'disable', {})).text, 'The account is disabled')
  })

  await t.test('the role is taken away while the page is open', async (t) => {
    const page = await open(`/admin/people/${ada.sub}`)
    await s.account('other', { roles: ['admin'] })
    await s.rooms.operator.users.describe(admin.email, {
      roles: [],
      addedRoles: [],
      claims: {},
      attributes: {},
      removed: [],
    })
    t.equal(stayedAt(await browser.submit(page, 'enable', {})).status, 404)
    t.not((await s.store.accounts.bySub(ada.sub))?.disabledAt, null)
  })

  await t.test('a login of before the second factor reads nothing', async (t) => {
    const boss = await s.account('boss', { roles: ['admin'] })
    const [early, phone] = [s.browser(), s.browser()]
    t.equal((await openAs(s, early, boss, '/admin/people')).status, 200)
    const setUp = await openAs(s, phone, boss, '/account/security/authenticator')
    await phone.submit(setUp, 'confirm', { code: codeAt(secretOn(setUp), s.clock()) })
    const visit = stayedAt(await early.open(`${s.issuer}/admin/people`))
    t.match(visit.url, /\/account\/login|\/second-factor/)
    t.notMatch(visit.text, ada.sub)
    t.equal((await openAs(s, phone, boss, '/admin/people')).status, 200, 'who set it up has just proved it')
  })
})
