// Forms: what their seals stand for, and which posts are our own (OWASP CSRF Prevention).
import t from 'tap'
import { type FormFacts, formAgeSeconds, formSeals, isOwnPost } from '../../src/http/forms.ts'
import { plainBox } from '../support/plain-box.ts'

const now = new Date('2026-11-21T12:00:00Z')
const seals = formSeals(plainBox)
const facts: FormFacts = {
  purpose: 'consent',
  sub: 'usr_ada',
  request: 'client_id=app&state=1',
  shown: ['app', 'Shop', 'openid'],
  browser: 'cs_brw_1',
}
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

t.test('a seal is good for exactly what it was made for', async (t) => {
  const seal = seals.seal(facts, now)
  t.equal(seals.check(seal, facts, now), 'good')
  t.equal(seals.check(seal, facts, later(formAgeSeconds)), 'good', 'until its last second')
  t.equal(seals.check(seal, facts, later(formAgeSeconds + 1)), 'expired')
})

t.test('elsewhere it is foreign', async (t) => {
  const seal = seals.seal(facts, now)
  const elsewhere: readonly Partial<FormFacts>[] = [
    { purpose: 'log-in' },
    { purpose: 'log-out' },
    { request: 'client_id=app&state=2' },
    { request: '' },
    { browser: 'cs_brw_2' },
  ]
  for (const change of elsewhere)
    t.equal(seals.check(seal, { ...facts, ...change }, now), 'foreign', JSON.stringify(change))
  t.equal(seals.check(undefined, facts, now), 'foreign', 'without a seal')
  t.equal(seals.check('', facts, now), 'foreign', 'with an empty one')
  t.equal(seals.check('forged', facts, now), 'foreign', 'with one that nobody made')
})

t.test('another account or other words on the page: changed', async (t) => {
  const seal = seals.seal(facts, now)
  const changes: readonly Partial<FormFacts>[] = [
    { sub: 'usr_bob' },
    { sub: null },
    { shown: ['app', 'Shop', 'openid email'] },
    { shown: ['app', 'Shop', 'openid', 'email'] },
    { shown: ['app', 'Shop'] },
    { shown: ['app', 'Bank', 'openid'] },
  ]
  for (const change of changes)
    t.equal(seals.check(seal, { ...facts, ...change }, now), 'changed', JSON.stringify(change))
})

t.test('other sealed texts of the same box are no seals of forms', async (t) => {
  for (const text of ['["interaction","a","b",1]', '[]', '{}', '"text"', 'null'])
    t.equal(seals.check(plainBox.seal(text), facts, now), 'foreign', text)
})

t.test('a post is our own if the browser says so, or says nothing', async (t) => {
  const issuer = 'https://id.example:8443/tenant'
  const own: readonly Record<string, string>[] = [
    {},
    { origin: 'https://id.example:8443' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://id.example:8443', 'sec-fetch-site': 'same-origin' },
  ]
  for (const headers of own) t.equal(isOwnPost(headers, issuer), true, JSON.stringify(headers))
  const foreign: readonly Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'https://id.example' },
    { origin: 'http://id.example:8443' },
    { origin: 'https://id.example:8443.evil.example' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://id.example:8443', 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of foreign) t.equal(isOwnPost(headers, issuer), false, JSON.stringify(headers))
})
