// The security page: another password ends what the old one opened elsewhere; another address is confirmed, announced, and taken back (OWASP ASVS 7.4.3, NIST SP 800-63B-4 §4.6).
import t from 'tap'
import { mailServer } from '../../../support/mail-server.ts'
import { memberAt } from '../../../support/member.ts'
import { linkOf, postForm, textOf } from '../../../support/page.ts'
import { hasForm, stayedAt } from '../../../support/plain-browser.ts'
import { shown, story } from '../../../support/story.ts'

const password = 'seven brown bears swim'
const security = '/account/security'

t.test('OWASP ASVS 7.4.3: a new password ends the other sessions and what they allowed, not this one', async (t) => {
  const mail = await mailServer(t)
  const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: 'no-reply@id.example' })
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const [at, thief, copy] = [s.browser(), s.browser(), s.browser()]
  const offline = { scope: 'openid offline_access' }
  const own = await s.redeem(web, await s.codeFor(web, ada, offline, at))
  const stolen = await s.redeem(web, await s.codeFor(web, ada, offline, thief))
  const page = await stayedAt(await at.open(security))
  for (const [name, value] of at.cookies) copy.cookies.set(name, value)

  const wrong = stayedAt(
    await at.submit(page, 'change-password', { 'current-password': 'not this', 'new-password': password }),
  )
  t.match(textOf(wrong, 'change-password-current-password-problem'), /not your current/)
  const known = { 'current-password': ada.password, 'new-password': 'passwordpassword1' }
  const weak = stayedAt(await at.submit(wrong, 'change-password', known))
  t.match(textOf(weak, 'change-password-new-password-problem'), /Many people/)
  t.notMatch(weak.text, /passwordpassword1|not this/)
  const done = stayedAt(
    await at.submit(weak, 'change-password', { 'current-password': ada.password, 'new-password': password }),
  )
  t.match(textOf(done, 'notice'), /was changed/)
  t.equal((await s.refresh(web, own.body.refresh_token)).status, 200, 'what was allowed here lives on')
  t.equal((await s.refresh(web, stolen.body.refresh_token)).status, 400)
  t.ok(hasForm(await s.authorize(thief, web), 'login'))
  t.ok(hasForm(await s.authorize(copy, web), 'login'), 'a copy of this browser’s cookie')
  t.match((await mail.mailTo(ada.email)).text, /If this was not you/)
})

t.test('NIST SP 800-63B-4 §4.6: a new address counts once it is confirmed; the old one can take it back', async (t) => {
  const mail = await mailServer(t)
  const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: 'no-reply@id.example' })
  const [ada, bob] = [await s.account('ada', { emailVerifiedAt: s.clock() }), await s.account('bob')]
  const at = s.browser()
  let page = await memberAt(at, security, ada)
  const ask = async (email: string) => {
    page = stayedAt(await at.submit(page, 'change-email', { email }))
    return page
  }
  t.match(textOf(await ask('not an address'), 'change-email-email-problem'), /not an e-mail/)
  t.match(textOf(await ask(ada.email), 'change-email-email-problem'), /already/)
  const taken = textOf(await ask(bob.email), 'notice')
  t.match(taken, /on its way/, 'whether it has an account is not told')
  t.match((await mail.mailTo(bob.email)).text, /Nothing|nothing was changed/)
  t.equal(
    taken?.replace(bob.email, 'X'),
    textOf(await ask('ada@new.example'), 'notice')?.replace('ada@new.example', 'X'),
  )

  const { link = '' } = await mail.mailTo('ada@new.example')
  t.equal((await s.store.accounts.bySub(ada.sub))?.email, ada.email, 'not yet')
  const confirm = await memberAt(s.browser(), link, ada)
  t.match(textOf(confirm, 'question'), /ada@new\.example/)
  const posts = await Promise.all(Array.from({ length: 20 }, () => postForm(s, at, confirm, 'confirm', {})))
  t.ok(
    posts.every(({ status }) => status === 403),
    'another browser’s form',
  )
  const mine = stayedAt(await at.open(link))
  const answers = await Promise.all(Array.from({ length: 20 }, () => postForm(s, at, mine, 'confirm', {})))
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  t.equal((await s.store.accounts.bySub(ada.sub))?.email, 'ada@new.example')

  const { link: undo = '', text } = await mail.mailTo(ada.email)
  t.match(text, /is ada@new\.example now/)
  const owner = s.browser()
  const question = stayedAt(await owner.open(undo))
  t.match(textOf(question, 'question'), /from ada@example\.com to ada@new\.example/)
  const undone = stayedAt(await owner.submit(question, 'confirm', {}))
  t.match(textOf(undone, 'done'), /Your old address is yours again/)
  const reset = stayedAt(await owner.open(linkOf(undone, 'onward')))
  t.ok(hasForm(reset, 'reset'), 'a new password at once, because the old one may be known')
  t.equal((await s.store.accounts.bySub(ada.sub))?.email, ada.email)
  t.ok(hasForm(await at.open(security), 'login'), 'logged out everywhere')
  t.equal(shown(await s.logIn(at, await at.open(security), ada), 'login').status, 401, 'the old password is gone')
  await owner.submit(reset, 'reset', { password })
  t.equal((await memberAt(owner, security, { ...ada, password })).status, 200)
})

t.test('OIDC Core §5.1: an address that an operator typed is verified by its person', async (t) => {
  const mail = await mailServer(t)
  const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: 'no-reply@id.example' })
  const ada = await s.account('ada')
  const at = s.browser()
  const page = await memberAt(at, security, ada)
  t.match(textOf(page, 'own-email'), /not confirmed yet/)
  await at.submit(page, 'verify-email', {})
  const confirm = stayedAt(await at.open((await mail.mailTo(ada.email)).link ?? ''))
  t.equal((await s.store.accounts.bySub(ada.sub))?.emailVerifiedAt, null, 'looking is not confirming')
  t.equal(stayedAt(await at.submit(confirm, 'confirm', {})).status, 200)
  t.match(textOf(await at.open(security), 'own-email'), /It is confirmed/)
  // Moved while nobody had confirmed the old address, that one gets no way back: it may be a stranger's.
  const eve = await s.account('eve')
  const hers = s.browser()
  await hers.submit(await memberAt(hers, security, eve), 'change-email', { email: 'eve@new.example' })
  const link = (await mail.mailTo('eve@new.example')).link ?? ''
  await hers.submit(stayedAt(await hers.open(link)), 'confirm', {})
  t.equal((await mail.mailTo(eve.email)).link, undefined)
})
