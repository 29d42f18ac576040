// Signing up by mail: from an app's request to its code, with links that work once, for their purpose, in their time (NIST SP 800-63B-4 §3.1.3.1).
import t from 'tap'
import { mailServer } from '../../../support/mail-server.ts'
import { pageOf, postForm, textOf } from '../../../support/page.ts'
import { hasForm, type Page, stayedAt } from '../../../support/plain-browser.ts'
import { away, shown, story } from '../../../support/story.ts'

const from = 'Countersign <no-reply@id.example>'
const password = 'seven brown bears swim'

const openWithMail = async (t: Parameters<typeof story>[0], settings: Readonly<Record<string, string>> = {}) => {
  const mail = await mailServer(t)
  const s = await story(t, { SIGN_UP: 'on', SMTP_URL: mail.url, MAIL_FROM: from, ...settings })
  return { s, mail }
}

t.test('from the login page of an app to its code: an address, the link in the mail, name and password', async (t) => {
  const { s, mail } = await openWithMail(t)
  const web = await s.client('web')
  const at = s.browser()
  const login = shown(await s.authorize(at, web, { state: 'kept' }), 'login')
  const way = /<a id="sign-up" href="([^"]+)"/.exec(login.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const ask = stayedAt(await at.open(way))
  t.match(ask.text, /Web/, 'it says for whom')
  const sent = stayedAt(await at.submit(ask, 'sign-up', { email: ' Grace@Example.com ' }))
  t.equal(sent.status, 200)
  t.match(textOf(sent, 'sent'), /Grace@Example\.com/)

  const letter = await mail.mailTo('Grace@Example.com')
  t.match(letter.headers, /^From: "?Countersign"? <no-reply@id\.example>/m)
  t.match(letter.headers, /^Auto-Submitted: auto-generated/m)
  t.match(letter.text, /To go on, choose a password/)
  t.ok(letter.html.includes(letter.link?.replaceAll('&', '&amp;') ?? 'no link'), 'in HTML too')

  const scanner = s.browser()
  await scanner.open(letter.link ?? '')
  const finish = stayedAt(await at.open(letter.link ?? ''))
  t.match(finish.text, /autocomplete="new-password"/)
  t.match(finish.text, /value="Grace@Example\.com"/)
  const weak = stayedAt(await at.submit(finish, 'finish', { name: 'Grace', password: 'grace grace grace' }))
  t.equal(weak.status, 400)
  t.match(textOf(weak, 'link-password-problem'), /your name/)
  t.match(weak.text, /name="name"[^>]*value="Grace"/, 'what was typed stays')
  t.notMatch(weak.text, /grace grace grace/, 'but never a password')

  const consent = stayedAt(await at.submit(weak, 'finish', { name: 'Grace <b>', password }))
  t.ok(hasForm(consent, 'consent'), 'logged in, and back at what the app asked for')
  t.match(consent.text, /Grace &lt;b&gt;/)
  t.equal(away(await s.allow(at, consent)).get('state'), 'kept')
  const account = await s.store.accounts.byEmail('grace@example.com')
  t.same(account?.emailVerifiedAt, s.clock())
  t.equal(account?.language, 'en')

  const used = stayedAt(await s.browser().open(letter.link ?? ''))
  t.equal(used.status, 410)
  t.match(used.text, /id="fresh"[^>]*href="\/sign-up"|href="\/sign-up"[^>]*id="fresh"/)
  t.ok(used.headers.get('x-reference'))
})

t.test('prompt=create leads to it, and who has an account goes from there to the login', async (t) => {
  const { s } = await openWithMail(t)
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const at = s.browser()
  await s.codeFor(web, ada, {}, at)
  const ask = stayedAt(await s.authorize(at, web, { prompt: 'create' }))
  t.ok(hasForm(ask, 'sign-up'), 'although somebody is logged in')
  const login = /<a id="log-in" href="([^"]+)"/.exec(ask.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const page = await at.open(login)
  t.ok(hasForm(page, 'login'))
  t.ok(away(await s.logIn(at, page, ada)).get('code'), 'the login answers the request')
})

t.test('an address that has an account gets the same page, and another mail', async (t) => {
  const { s, mail } = await openWithMail(t)
  const ada = await s.account('ada')
  const pages: Page[] = []
  for (const email of ['ADA@example.com', 'nobody@example.com']) {
    const at = s.browser()
    pages.push(stayedAt(await at.submit(stayedAt(await at.open('/sign-up')), 'sign-up', { email })))
  }
  const [known, unknown] = pages.map(({ status, text }) => [status, text.replaceAll(/ADA@|nobody@/g, '')])
  t.same(known, unknown)
  const letter = await mail.mailTo(ada.email)
  t.match(letter.text, /there is one already/)
  t.match(letter.link, /\/reset-password\?link=/)
  t.equal((await mail.mailTo('nobody@example.com')).link?.includes('/sign-up/finish'), true)
})

t.test('a link works once, however many use it at the same moment; not after its time; not elsewhere', async (t) => {
  const { s, mail } = await openWithMail(t, { MAIL_LINK_SECONDS: '600' })
  const at = s.browser()
  const ask = async (email: string): Promise<string> => {
    await at.submit(stayedAt(await at.open('/sign-up')), 'sign-up', { email })
    return (await mail.mailTo(email)).link ?? ''
  }
  const link = await ask('many@example.com')
  const page = stayedAt(await at.open(link))
  const elsewhere = stayedAt(await at.open(link.replace('sign-up/finish', 'reset-password')))
  t.equal(elsewhere.status, 410, 'wrong purpose')
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      postForm(s, at, page, 'finish', { fields: { name: `Person ${index}`, password } }),
    ),
  )
  t.equal(answers.filter(({ status }) => status === 303).length, 1)
  t.equal(answers.filter(({ status }) => status === 410).length, 19)

  const late = await ask('late@example.com')
  const open = stayedAt(await at.open(late))
  s.clock.pass(601)
  t.equal((await pageOf(await postForm(s, at, open, 'finish', { fields: { name: '', password } }))).status, 410)
  t.equal(stayedAt(await at.open(late)).status, 410)
  t.equal((await s.store.mailLinks.sweep(s.clock(), 100)) > 0, true, 'and is swept')
})

t.test('forged posts, and posts that no browser sends, change nothing', async (t) => {
  const { s, mail } = await openWithMail(t)
  const [at, other] = [s.browser(), s.browser()]
  const ask = stayedAt(await at.open('/sign-up'))
  await other.open('/sign-up')
  const forged = await postForm(s, at, ask, 'sign-up', {
    fields: { email: 'a@example.com' },
    headers: { origin: 'https://evil.example' },
  })
  t.equal(forged.status, 403)
  const stolen = await postForm(s, at, ask, 'sign-up', { fields: { email: 'a@example.com' }, cookiesOf: other })
  t.equal(stolen.status, 403)
  for (const email of [
    '',
    'a b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com, b@example.com',
    'Ada <a@example.com>',
    `${'a'.repeat(300)}@example.com`,
  ]) {
    const page = await pageOf(await postForm(s, at, ask, 'sign-up', { fields: { email } }))
    t.equal(page.status, 400, email.slice(0, 40))
    t.match(textOf(page, 'ask-email-problem'), /e-mail address/)
  }
  t.equal((await postForm(s, at, ask, 'sign-up', { body: 'email=%ff' })).status, 400)
  await at.submit(ask, 'sign-up', { email: 'b@example.com' })
  const letter = await mail.mailTo('b@example.com')
  const finish = stayedAt(await at.open(letter.link ?? ''))
  const fields = { name: 'Eve', password }
  t.equal(
    (await postForm(s, at, finish, 'finish', { fields, headers: { origin: 'https://evil.example' } })).status,
    403,
  )
  t.equal((await postForm(s, at, finish, 'finish', { fields, cookiesOf: other })).status, 403)
  const lines = await pageOf(await postForm(s, at, finish, 'finish', { fields: { name: 'Eve\nBcc: x', password } }))
  t.match(textOf(lines, 'link-name-problem'), /one line/)
  t.equal(mail.received.length, 1)
  t.equal(await s.store.accounts.byEmail('b@example.com'), undefined)
})

t.test('nobody is flooded, known or not; nor does a stranger keep anybody from asking', async (t) => {
  const { s, mail } = await openWithMail(t, { TRUST_PROXY: '127.0.0.1' })
  await s.account('ada')
  const at = s.browser()
  const page = { '/forgot-password': 'forgot-password', '/sign-up': 'sign-up' } as const
  const asking = async (email: string, path: keyof typeof page, network: number, times: number) => {
    const ask = stayedAt(await at.open(path))
    const statuses = []
    const headers = { 'x-forwarded-for': `10.${network}.0.1` }
    for (let time = 0; time < times; time += 1)
      statuses.push((await postForm(s, at, ask, page[path], { fields: { email }, headers })).status)
    return statuses
  }
  for (const email of ['ada@example.com', 'nobody@example.com']) {
    t.same(await asking(email, '/forgot-password', 1, 5), [200, 200, 200, 200, 429], email)
    t.same(await asking(email, '/sign-up', 1, 1), [429], 'whatever is asked for')
    t.same(await asking(email, '/forgot-password', 2, 4), [200, 200, 200, 200], 'from elsewhere')
    t.same(await asking(email, '/forgot-password', 3, 5), [200, 200, 200, 200, 429])
    t.same(await asking(email, '/forgot-password', 4, 1), [429], 'from everywhere together')
  }
  t.same(await asking('ada@example.com', '/sign-up', 4, 1), [200], 'for another purpose')
  const ask = stayedAt(await at.open('/forgot-password'))
  const refused = await at.submit(ask, 'forgot-password', { email: 'ada@example.com' })
  t.match(textOf(refused, 'alert'), /use the link in the newest.* in 15 minutes/)
  await mail.mailTo('ada@example.com', 13)
  t.ok(
    mail.received.every(({ to }) => to[0] === 'ada@example.com'),
    'who has no account gets nothing',
  )
})

t.test('without SIGN_UP there is no such page, and without mail none for a forgotten password', async (t) => {
  const s = await story(t, { SIGN_UP: 'on' })
  const at = s.browser()
  const instead = {
    '/sign-up?x': /cannot create a new account/,
    '/sign-up/finish?link=x': /cannot create a new account/,
    '/account/forgot-password': /people who run this server/,
    '/reset-password?link=x': /people who run this server/,
    '/undo-email?link=x': /cannot send e-mail/,
  }
  for (const [path, why] of Object.entries(instead)) {
    const page = stayedAt(await at.open(path))
    t.equal(page.status, 404, path)
    t.match(textOf(page, 'advice'), why, path)
  }
  t.equal(stayedAt(await at.open('/dev/mailbox')).status, 404)
  const login = shown(await s.authorize(at, await s.client('web'), { prompt: 'create' }), 'login')
  t.match(textOf(login, 'no-mail'), /people who run this server/)
  t.match(textOf(login, 'no-sign-up'), /cannot create a new account/)
})
