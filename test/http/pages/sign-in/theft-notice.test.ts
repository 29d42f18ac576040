// Theft notices: who was stolen from hears it at the next login, on the account's pages and by mail, once (RFC 9700 §4.14.2).
import t from 'tap'
import { noticingThefts } from '../../../../src/flows/account/thefts.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { isAway, stayedAt as stayed } from '../../../support/plain-browser.ts'
import { away, type StoryAccount, type StoryClient, story } from '../../../support/story.ts'
import { until } from '../../../support/until.ts'

const s = await story(t, { DANGER_DEV_MAILBOX: '1' })
const mails = () => s.rooms.post.kept().filter(({ to }) => to === 'ada@example.com')
const ada = await s.account('ada')
const web = await s.client('photos')

/** A refresh token is used by two: the second one ends the family. */
const steal = async (app: StoryClient, who: StoryAccount, at = s.browser()) => {
  const { body } = await s.redeem(app, await s.codeFor(app, who, {}, at))
  const next = await s.refresh(app, body.refresh_token)
  await s.refresh(app, next.body.refresh_token)
  const count = (await s.store.theftNotices.unseen(who.sub, s.clock())).length
  const answer = await s.refresh(app, body.refresh_token)
  if (count < 20)
    await until('noticed', async () => (await s.store.theftNotices.unseen(who.sub, s.clock())).length > count)
  return { answer, replay: body.refresh_token as string }
}

t.test('the next login tells which app, when and roughly from where, then goes on to the app', async (t) => {
  const { answer, replay } = await steal(web, ada)
  t.equal(answer.body.error, 'invalid_grant')
  await s.refresh(web, replay)
  await s.rooms.events.flush()
  const event = await s.store.events.find(answer.headers.get('x-reference') ?? '')
  t.match(event?.ownerText, /generation 0 of fam_.*while 2 was issued 0 s before, at 20.*the person is told/)
  t.notMatch(event?.ownerText, /127\.0\.0/, 'the app’s owner learns nobody’s address')

  const at = s.browser()
  const page = stayed(await s.logIn(at, await s.authorize(at, web), ada))
  t.match(page.text, /<h1>We ended an app’s access to your account<\/h1>/)
  t.equal(page.text.match(/class="theft"/g)?.length, 1, 'one notice for one family, however often it is repeated')
  t.match(page.text, /<bdi class="strong">Photos<\/bdi>/)
  t.match(page.text, /begins with 127\.0\.0</)
  const forged = await postForm(s, at, page, 'theft-notice', { fields: { seal: 'x' } })
  t.equal(forged.status, 403)
  const elsewhere = await pageOf(await s.fetch(`${s.issuer}/notice?client_id=x`))
  t.not(elsewhere.status, 200, 'nothing to see without a session')

  const on = await at.submit(page, 'theft-notice', {})
  t.ok(away(on).get('code'))
  t.strictSame(await s.store.theftNotices.unseen(ada.sub, s.clock()), [])
  t.ok(isAway(await s.authorize(at, web)))
})

t.test('the account’s pages point to it until it was read; another person sees nothing of it', async (t) => {
  await steal(web, ada)
  const bob = await s.account('bob')
  const [mine, theirs] = [s.browser(), s.browser()]
  const logIn = async (at: typeof mine, who: StoryAccount) =>
    at.submit(stayed(await at.open('/account')), 'login', { email: who.email, password: who.password })
  t.equal(textOf(await logIn(theirs, bob), 'must-read'), undefined)
  t.match(textOf(await logIn(mine, ada), 'must-read'), /We ended an app’s access.*Read what happened/)
  const page = stayed(await mine.open('/account/notices'))
  t.match(page.text, /Photos/)
  t.notMatch(stayed(await theirs.open('/account/notices')).text, /Photos/)
  const after = await mine.submit(page, 'notices', {})
  t.equal(textOf(after, 'must-read'), undefined)
})

t.test('an app that describes itself is told of by its address, not by the name that it gives itself', async (t) => {
  const finn = await s.account('finn')
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const later = (work: () => Promise<unknown>) => resolve(work())
  const noticeTheft = noticingThefts({ store: s.store, sendMail: null, issuer: s.issuer, later })
  const client = {
    ...web,
    origin: 'metadata-document',
    clientId: 'https://apps.example/me',
    name: 'Your bank',
  } as const
  const family = { publicId: 'fam_described', sub: finn.sub }
  noticeTheft({ family, client, reason: 'refresh_reused', address: '127.0.0.1' }, s.clock())
  await promise
  t.match(await s.store.theftNotices.unseen(finn.sub, s.clock()), [{ appName: 'apps.example' }])
})

t.test('nobody is flooded: a few mails a day, and no more notices than anybody reads', async (t) => {
  t.equal(mails().length, 2)
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  t.match(mails()[0], { subject: /ended an app’s access/, text: /Photos[\s\S]*\/account\/notices/ })
  for (let n = 0; n < 21; n += 1) await steal(web, ada, at)
  t.equal(mails().length, 3)
  t.equal((await s.store.theftNotices.unseen(ada.sub, s.clock())).length, 20)
})

t.test('a code that is used twice is told too', async (t) => {
  const eve = await s.account('eve')
  const code = await s.codeFor(web, eve)
  await s.redeem(web, code)
  await s.redeem(web, code)
  await until('noticed', async () => (await s.store.theftNotices.unseen(eve.sub, s.clock())).length === 1)
  t.match(await s.store.theftNotices.unseen(eve.sub, s.clock()), [{ reason: 'code_replayed', appName: 'Photos' }])
})
