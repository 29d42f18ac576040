// Pages for people who are logged in: the way there and back, forms that nobody else can send, and nothing typed in vain (OWASP ASVS 3.5, 7.5).
import t from 'tap'
import { memberAt } from '../../../support/member.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { type Browser, formOf, hasForm, type Page, stayedAt } from '../../../support/plain-browser.ts'
import { type Story, type StoryAccount, shown, story } from '../../../support/story.ts'

const profileOf = async (s: Story, who: StoryAccount) => (await s.store.accounts.bySub(who.sub))?.profile
const endSessions = (s: Story, who: StoryAccount) => s.store.sessions.endForAccount(who.sub)
const typedIn = (page: Page, field: string): string | undefined =>
  new RegExp(`<input id="save-${field}"[^>]* value="([^"]*)"`).exec(page.text)?.[1]
const logIn = (at: Browser, page: Page, who: StoryAccount) =>
  at.submit(shown(page, 'login'), 'login', { email: who.email, password: who.password })

t.test('who is not logged in logs in first, and is back at that very page and nowhere else', async (t) => {
  const s = await story(t, { ISSUER: 'http://localhost:3000/tenant' })
  const ada = await s.account('ada')
  for (const path of ['/account', '/account/devices?page=2', '/account/security'])
    t.equal((await memberAt(s.browser(), `/tenant${path}`, ada)).url, `${s.issuer}${path}`)

  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/account/../../evil',
    '/login',
    'javascript:x',
  ]
  const more = ['/account%0d%0aset-cookie:x', '/account?x=<script>', '/accounts', '', '/account/delete/..//evil']
  for (const to of [...elsewhere, ...more]) {
    const page = await memberAt(s.browser(), `/tenant/account/login?to=${encodeURIComponent(to)}`, ada)
    t.equal(page.url, `${s.issuer}/account`, to)
  }
  const at = s.browser()
  const page = await memberAt(at, '/tenant/account', ada)
  t.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  t.equal(page.headers.get('cache-control'), 'no-store')
  const deleted = await s.fetch(`${s.issuer}/account`, { method: 'DELETE' })
  t.equal(deleted.status, 405)
  const bob = await s.account('bob')
  t.equal(textOf(await memberAt(s.browser(), '/tenant/account/login', bob), 'account'), bob.email)
  t.equal(stayedAt(await at.open('/tenant/account/login?to=/account/devices')).url, `${s.issuer}/account/devices`)
})

t.test('a post that no page of ours sent changes nothing, and shows the page again', async (t) => {
  const s = await story(t)
  const [ada, bob] = [await s.account('ada'), await s.account('bob')]
  const [at, attacker] = [s.browser(), s.browser()]
  const page = await memberAt(at, '/account', ada)
  const theirs = await memberAt(attacker, '/account', bob)
  const devices = stayedAt(await at.open('/account/devices'))
  await memberAt(s.browser(), '/account', ada)
  const sealOf = (from: Page, form: string) => formOf(from, form).hidden.find(([name]) => name === 'seal')?.[1] ?? ''
  const others = sealOf(stayedAt(await at.open('/account/devices')), 'end-others')
  t.notOk(hasForm(devices, 'end-others'), 'where there is one device only, no others can be ended')

  const fields = { given_name: 'Eve' }
  const attempts: Readonly<Record<string, Parameters<typeof postForm>[4]>> = {
    'a foreign Origin': { fields, headers: { origin: 'https://evil.example' } },
    'Origin: null': { fields, headers: { origin: 'null' } },
    'a foreign Sec-Fetch-Site': { fields, headers: { 'sec-fetch-site': 'cross-site' } },
    'no seal': { fields: { ...fields, seal: '' } },
    'a forged seal': { fields: { ...fields, seal: `${sealOf(page, 'profile').slice(0, -4)}AAAA` } },
    'the seal of another browser and person': { fields: { ...fields, seal: sealOf(theirs, 'profile') } },
    'the seal of another act and page': { fields: { ...fields, seal: others } },
    'the cookies of another browser': { fields, cookiesOf: attacker },
  }
  for (const [what, wishes] of Object.entries(attempts)) {
    const answer = await pageOf(await postForm(s, at, page, 'profile', wishes))
    t.equal(answer.status, 403, what)
    t.ok(hasForm(answer, 'profile'), `${what}: the page again`)
    t.ok(textOf(answer, 'reference'), `${what}: with a reference`)
  }
  const blind = await postForm(s, at, page, 'profile', {
    fields,
    cookiesOf: null,
    headers: { origin: 'https://evil.example' },
  })
  t.equal(blind.status, 403)
  t.equal(blind.headers.getSetCookie().length, 0, 'a post from another site gets no cookies')
  for (const act of ['nothing', 'constructor', '__proto__', ''])
    t.equal((await postForm(s, at, page, 'profile', { fields: { act } })).status, 400, `act ${act}`)
  t.same(await profileOf(s, ada), {})
  t.same(await profileOf(s, bob), {})
})

t.test(
  'what was typed survives a page that was open too long, an ended session and a proof, for its writer alone',
  async (t) => {
    const s = await story(t)
    const [ada, bob] = [await s.account('ada'), await s.account('bob')]
    const at = s.browser()
    const typed = { given_name: 'Ada <b>"', family_name: 'Lovelace' }
    const page = await memberAt(at, '/account', ada)
    s.clock.pass(3601)
    const stale = stayedAt(await at.submit(page, 'profile', typed))
    t.equal(stale.status, 409)
    t.equal(typedIn(stale, 'given_name'), 'Ada &lt;b&gt;&quot;')

    await endSessions(s, ada)
    s.clock.pass(3601)
    const login = stayedAt(await at.submit(stale, 'profile', typed))
    t.ok(hasForm(login, 'login'), 'the session is over')
    t.notMatch(login.text, /Lovelace/)
    const other = stayedAt(await logIn(at, login, bob))
    t.equal(textOf(other, 'account'), bob.email)
    t.equal(typedIn(other, 'family_name'), '', 'somebody else does not see it')
    await endSessions(s, bob)
    const again = stayedAt(await logIn(at, login, ada))
    t.equal(typedIn(again, 'family_name'), 'Lovelace')
    t.match(textOf(again, 'notice'), /still here/)
    const saved = stayedAt(await at.submit(again, 'profile', typed))
    t.equal(textOf(saved, 'notice'), 'Your profile is saved.')
    t.same(await profileOf(s, ada), typed)
    t.equal(textOf(stayedAt(await at.open('/account')), 'notice'), undefined, 'it is said once')
    const back = stayedAt(await at.submit(page, 'profile', typed))
    t.equal(back.status, 409, 'the back button leads to an old form, which says so')

    const french = stayedAt(await at.submit(saved, 'profile', { ...typed, language: 'fr' }))
    t.equal(textOf(french, 'notice'), 'Votre profil est enregistré.', 'the language that was chosen speaks at once')
    t.match(french.text, /<html lang="fr"/)
    at.cookies.set('cs_notice', 'AAAA')
    t.equal(
      textOf(stayedAt(await at.open('/account')), 'notice'),
      undefined,
      'nobody else can make the page say something',
    )
  },
)

t.test('OWASP ASVS 7.5: what could take the account away asks for a fresh proof, by the same person', async (t) => {
  const s = await story(t)
  const [ada, bob] = [await s.account('ada'), await s.account('bob')]
  const at = s.browser()
  const fresh = await memberAt(at, '/account/delete', ada)
  t.ok(hasForm(fresh, 'delete'), 'right after the login nothing more is asked')
  s.clock.pass(601)
  const asked = stayedAt(await at.submit(fresh, 'delete', { email: ada.email }))
  t.ok(hasForm(asked, 'login'))
  t.match(textOf(asked, 'prove'), /once more/)
  t.match(asked.text, /<input id="email"[^>]*value="ada@example.com"[^>]*readonly/)
  t.ok(await s.store.accounts.bySub(ada.sub), 'nothing was deleted')
  const notAda = stayedAt(await logIn(at, asked, bob))
  t.equal(notAda.status, 401, 'nobody else can prove it')
  const proved = stayedAt(await logIn(at, notAda, ada))
  t.equal(new URL(proved.url).pathname, '/account/delete')
  t.match(proved.text, /<input id="delete-email"[^>]*value="ada@example.com"/, 'what was typed is there')
  s.clock.pass(601)
  t.ok(hasForm(await at.open('/account/export'), 'login'), 'also before a page is shown')
  for (const fields of [{ act: 'nothing' }, { seal: 'x' }])
    t.ok(hasForm(await at.submit(proved, 'delete', fields), 'login'), 'and by no wrong form either')
})
