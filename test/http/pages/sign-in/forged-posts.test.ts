// Posts that no page of ours sent: nobody is logged in by them, and the step is shown again (RFC 6749 §10.12, OWASP CSRF Prevention).
import t from 'tap'
import { pageOf, postForm } from '../../../support/page.ts'
import { formOf, hasForm } from '../../../support/plain-browser.ts'
import { shown, story } from '../../../support/story.ts'

t.test(
  'OIDC Core §3.1.2.3: a post of another page, browser or request logs nobody in, and shows the step again',
  async (t) => {
    const s = await story(t)
    const [ada, web, shop] = [await s.account('ada'), await s.client('web'), await s.client('shop')]
    const at = s.browser()
    const page = shown(await s.authorize(at, web), 'login')
    const fields = { email: ada.email, password: ada.password }
    const attacker = s.browser()
    const theirs = shown(await s.authorize(attacker, web), 'login')
    const otherRequest = shown(await s.authorize(at, shop), 'login')
    const sealOf = (from: typeof page) => formOf(from, 'login').hidden.find(([name]) => name === 'seal')?.[1] ?? ''

    const attempts: Readonly<Record<string, Parameters<typeof postForm>[4]>> = {
      'a foreign Origin': { fields, headers: { origin: 'https://evil.example' } },
      'Origin: null': { fields, headers: { origin: 'null' } },
      'a foreign Sec-Fetch-Site': { fields, headers: { 'sec-fetch-site': 'cross-site' } },
      'a sibling site': { fields, headers: { origin: s.issuer, 'sec-fetch-site': 'same-site' } },
      'no seal': { fields: { ...fields, seal: '' } },
      'a forged seal': { fields: { ...fields, seal: `${sealOf(page).slice(0, -4)}AAAA` } },
      'the seal of another browser': { fields: { ...fields, seal: sealOf(theirs) } },
      'the seal of another request': { fields: { ...fields, seal: sealOf(otherRequest) } },
      'another request': { fields, action: formOf(otherRequest, 'login').action },
      'no cookies': { fields, cookiesOf: null },
      'another browser’s cookies': { fields, cookiesOf: attacker },
    }
    for (const [what, wishes] of Object.entries(attempts)) {
      const answer = await pageOf(await postForm(s, at, page, 'login', wishes))
      t.equal(answer.status, 403, what)
      t.ok(hasForm(answer, 'login'), `${what}: the step again`)
      t.ok(answer.headers.get('x-reference'), `${what}: a reference`)
      t.notMatch(answer.headers.getSetCookie().join(), /cs_session/, `${what}: no session`)
    }
    const right = await postForm(s, at, page, 'login', {
      fields,
      headers: { origin: s.issuer, 'sec-fetch-site': 'same-origin' },
    })
    t.equal(right.status, 303, 'the real form still works')
  },
)

t.test('a post from another site brings no cookies, and gets none', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = shown(await s.authorize(at, web), 'login')
  const fields = { email: ada.email, password: ada.password }
  for (const path of ['login', 'consent', 'logout']) {
    const action = path === 'logout' ? '/logout' : formOf(page, 'login').action.replace('/login', `/${path}`)
    const wishes = {
      fields,
      action,
      cookiesOf: null,
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    }
    const answer = await pageOf(await postForm(s, at, page, 'login', wishes))
    t.equal(answer.status, 403, path)
    t.strictSame(answer.headers.getSetCookie(), [], `${path}: the browser’s own cookies are left alone`)
    const way = /href="([^"]+)"><span>Go on here/.exec(answer.text)?.[1] ?? ''
    t.match(way, path === 'logout' ? /^\/logout$/ : /^\/authorize\?/, `${path}: a way on`)
  }
})
