// One sign-in over several pages: old pages, several tabs, prompt=login and max_age (OpenID Connect Core §3.1.2.1).
import t from 'tap'
import { formAgeSeconds } from '../../../../src/http/forms.ts'
import { textOf } from '../../../support/page.ts'
import { formOf, hasForm, isAway } from '../../../support/plain-browser.ts'
import { away, shown, story } from '../../../support/story.ts'

t.test('an old page: shown again with what was typed', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  const page = await s.authorize(at, web)
  s.clock.pass(formAgeSeconds + 1)
  const again = await s.logIn(at, page, ada)
  t.equal(shown(again, 'login').status, 409)
  t.match(shown(again, 'login').text, /value="ada@example.com"/)
  t.ok(hasForm(await s.logIn(at, again, ada), 'consent'))
})

t.test('any tab may finish, in either order; so may one as somebody else', async (t) => {
  const s = await story(t)
  const [ada, bob] = [await s.account('ada'), await s.account('bob')]
  const [web, shop] = [await s.client('web'), await s.client('shop')]
  const at = s.browser()
  const one = await s.authorize(at, web)
  const two = await s.authorize(at, shop)
  const consentTwo = await s.logIn(at, two, ada)
  const consentOne = await s.logIn(at, one, ada)
  t.ok(away(await s.allow(at, consentOne)).get('code'))
  t.ok(away(await s.allow(at, consentTwo)).get('code'), 'the consent page of before the second login')

  const three = await s.authorize(at, web, { prompt: 'login' })
  const asBob = await s.logIn(at, three, bob)
  t.equal(textOf(asBob, 'account'), bob.email, 'who types a password says who they are')
})

t.test('prompt=login and max_age are answered by a login in this interaction, once', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  for (const change of [{ prompt: 'login' }, { max_age: '0' }]) {
    s.clock.pass(10)
    const page = shown(await s.authorize(at, web, change), 'login')
    t.equal(/id="email"[^>]* value="([^"]*)"/.exec(page.text)?.[1], change.prompt ? '' : ada.email, 'who it was')
    s.clock.pass(20)
    const wrong = await s.logIn(at, page, { ...ada, password: 'wrong' })
    const answer = await s.logIn(at, wrong, ada)
    t.ok(away(answer).get('code'), `${JSON.stringify(change)}: a code, no second login`)
    t.notOk(away(answer).get('interaction'))
    s.clock.pass(1)
    t.ok(hasForm(await s.authorize(at, web, change), 'login'), 'the next request asks again')
  }
})

t.test('an interaction counts only for its own request and browser, and not for ever', async (t) => {
  const s = await story(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const victim = s.browser()
  const attacker = s.browser()
  const request = { prompt: 'login' }
  const interactionOf = (page: ReturnType<typeof shown>) =>
    new URL(formOf(page, 'login').action, s.issuer).searchParams.get('interaction') ?? ''
  const stolen = interactionOf(shown(await s.authorize(attacker, web, request), 'login'))
  const page = shown(await s.authorize(victim, web, request), 'login')
  const own = interactionOf(page)
  s.clock.pass(1)
  await s.allow(victim, await s.logIn(victim, page, ada))
  const url = (interaction: string, more = '') => `${page.url}${more}&interaction=${interaction}`
  t.ok(isAway(await victim.open(url(own))), 'its own')
  t.ok(hasForm(await victim.open(url(stolen)), 'login'), 'another browser’s')
  t.ok(hasForm(await victim.open(url(own, '&nonce=2')), 'login'), 'another request’s')
  t.ok(hasForm(await victim.open(url('forged')), 'login'), 'nobody’s')
  s.clock.pass(2 * formAgeSeconds + 1)
  t.ok(hasForm(await victim.open(url(own)), 'login'), 'an old one')
})
