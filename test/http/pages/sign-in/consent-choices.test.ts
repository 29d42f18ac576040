// Choices on the consent page: what is left out is in no token and not asked again, what is allowed for an hour is over after it (RFC 6749 §3.3).
import { decodeJwt } from 'jose'
import t from 'tap'
import { postForm, textOf } from '../../../support/page.ts'
import { isAway } from '../../../support/plain-browser.ts'
import { away, shown, story } from '../../../support/story.ts'

const s = await story(t)
const ada = await s.account('ada')
const wide = { scope: 'openid profile email', claims: '{"userinfo":{"email":null}}' }
const box = (text: string): string[] =>
  [...text.matchAll(/type="checkbox" id="(keep-\d+)"/g)].map(([, name = '']) => name)

t.test(
  'only what the app can do without has a box, and without its tick the app gets neither scope nor claim',
  async (t) => {
    const web = await s.client('web', { optionalScope: ['openid', 'email'] })
    const at = s.browser()
    const page = shown(await s.logIn(at, await s.authorize(at, web, wide), ada), 'consent')
    t.same(box(page.text), ['keep-0'])
    t.match(textOf(page, 'scopes'), /know who you are.*see your name and profile.*see your e-mail address/)
    t.match(textOf(page, 'may-leave-out'), /works without it/)

    // A forged post cannot leave out what has no box: keep-1 and keep-2 are nothing.
    const answered = away(await at.submit(page, 'consent', { decision: 'allow', 'keep-1': '', 'keep-2': '' }))
    const { body } = await s.redeem(web, answered.get('code') ?? '')
    t.equal(body.scope, 'openid profile')
    t.equal(decodeJwt(body.access_token).scope, 'openid profile')
    t.notOk('email' in decodeJwt(body.id_token))
    const told = await s.fetch(`${s.issuer}/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } })
    t.notOk('email' in ((await told.json()) as object), 'nor by the claims parameter')
    t.equal((await s.refresh(web, body.refresh_token)).body.scope, 'openid profile')

    t.ok(
      isAway(await s.authorize(at, web, wide)),
      'not asked again: an app that asks each time goes round in no circle',
    )
    const again = shown(await s.authorize(at, web, { ...wide, prompt: 'consent' }), 'consent')
    t.notMatch(again.text, /id="keep-0"[^>]* checked/, 'asked again where the app wants it, as it was answered')
    const yes = away(await at.submit(again, 'consent', { decision: 'allow', 'keep-0': 'yes' }))
    t.equal((await s.redeem(web, yes.get('code') ?? '')).body.scope, 'openid profile email')

    await s.store.clients.update({ ...web, optionalScope: [] })
    await s.store.consents.save({
      ...{ sub: ada.sub, clientId: web.clientId, redirectOrigin: 'https://web.example', clientName: 'Web' },
      ...{ scope: ['openid', 'profile'], declined: ['email'], resources: [], clientVersion: null },
      ...{ grantedAt: s.clock(), endsAt: null },
    })
    const needed = shown(await s.authorize(at, web, wide), 'consent')
    t.same(box(needed.text), [], 'once the app needs it, it is asked, without a box')
    t.match(textOf(needed, 'allowed-before'), /you have allowed it to: know who you are.* and see your name/)
    t.notMatch(textOf(needed, 'scopes'), /know who you are/, 'only the difference is asked')
  },
)

t.test('what leaves nothing is no answer', async (t) => {
  const web = await s.client('slim', { optionalScope: ['email'] })
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, web, { scope: 'email' }), ada), 'consent')
  const again = await postForm(s, at, page, 'consent', { fields: { decision: 'allow', duration: 'hour' } })
  t.equal(again.status, 400)
  const text = await again.text()
  t.match(text, /nothing is left to allow/)
  t.match(text, /value="hour" checked/, 'what was chosen stays')
})

t.test('for an hour: tokens, refresh and remembered consent end with it, and the app hears why', async (t) => {
  const web = await s.client('hour')
  const at = s.browser()
  const page = shown(await s.logIn(at, await s.authorize(at, web), ada), 'consent')
  t.match(page.text, /value="open" checked/)
  const first = away(await at.submit(page, 'consent', { decision: 'allow', duration: 'hour' }))
  const { body } = await s.redeem(web, first.get('code') ?? '')
  t.equal(body.expires_in, 900)

  s.clock.pass(3000)
  t.ok(isAway(await s.authorize(at, web)), 'remembered within it')
  const late = await s.refresh(web, body.refresh_token)
  t.ok(late.body.expires_in <= 600, 'no access token outlives it')
  const code = away(await s.authorize(at, web)).get('code') ?? ''
  t.ok((await s.redeem(web, code)).body.expires_in <= 600, 'of later logins neither')

  const more = shown(await s.authorize(at, web, { scope: 'openid profile email' }), 'consent')
  t.match(more.text, /value="as-before" checked/, 'more does not make it longer by itself')

  s.clock.pass(600)
  const over = await s.refresh(web, late.body.refresh_token)
  t.strictSame([over.status, over.body.error], [400, 'invalid_grant'])
  await s.rooms.events.flush()
  const event = await s.store.events.find(over.headers.get('x-reference') ?? '')
  t.match(event?.ownerText, /^The person allowed this until 20\d\d-.*that time is over/)
  shown(await s.authorize(at, web), 'consent')
})

t.test('the panel says who vouches for the app and roughly how many use it', async (t) => {
  const at = s.browser()
  const publisher = { host: 'made.example', verifiedAt: s.clock(), checkedAt: s.clock(), problem: null }
  const made = await s.client('made', { origin: 'person', publisher, ownerSub: ada.sub })
  const page = shown(await s.logIn(at, await s.authorize(at, made), ada), 'consent')
  t.match(textOf(page, 'trust'), /Somebody with an account here registered this app a moment ago/)
  t.match(textOf(page, 'people'), /Fewer than 10 people/)
  for (let n = 0; n < 12; n += 1) {
    const { sub } = await s.account(`person${n}`)
    await s.store.consents.save({
      ...{
        sub,
        clientId: made.clientId,
        redirectOrigin: 'https://made.example',
        clientName: 'Made',
        scope: ['openid'],
      },
      ...{ declined: [], resources: [], clientVersion: null, grantedAt: s.clock(), endsAt: null },
    })
  }
  t.match(textOf(await s.authorize(at, made), 'people'), /Fewer than 10 people/, 'counted rarely')
  s.clock.pass(6 * 3600 + 1)
  t.match(textOf(await s.authorize(at, made), 'people'), /About 10 people/)
})
