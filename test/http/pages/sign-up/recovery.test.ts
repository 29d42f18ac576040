// A forgotten password: a link that works once, and ends all that the old password opened (NIST SP 800-63B-4 §4.2).
import { Writable } from 'node:stream'
import pg from 'pg'
import { pino } from 'pino'
import t from 'tap'
import { systemRandom } from '../../../../src/crypto/random.ts'
import { openMetrics } from '../../../../src/process/metrics.ts'
import { openRooms } from '../../../../src/rooms.ts'
import { buildServer } from '../../../../src/server.ts'
import { codeAt, secretOn } from '../../../support/factors.ts'
import { injectFetch } from '../../../support/inject-fetch.ts'
import { mailServer } from '../../../support/mail-server.ts'
import { postForm, textOf } from '../../../support/page.ts'
import { hasForm, plainBrowser, stayedAt } from '../../../support/plain-browser.ts'
import { away, shown, story } from '../../../support/story.ts'

const password = 'seven brown bears swim'
const from = 'no-reply@id.example'

t.test('from the login page and back: a new password, and everything else has ended', async (t) => {
  const mail = await mailServer(t)
  const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: from })
  const [ada, web] = [await s.account('ada'), await s.client('web')]
  const thief = s.browser()
  const { body } = await s.redeem(web, await s.codeFor(web, ada, { scope: 'openid offline_access' }, thief))

  const at = s.browser()
  const login = shown(await s.authorize(at, web, { state: 'kept' }), 'login')
  const way = /<a id="forgot-password" href="([^"]+)"/.exec(login.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  await at.submit(stayedAt(await at.open(way)), 'forgot-password', { email: 'ADA@example.com' })
  const letter = await mail.mailTo(ada.email)
  t.match(letter.text, /Hello Ada,/)
  const page = stayedAt(await at.open(letter.link ?? ''))
  t.match(page.text, /autocomplete="username"[^>]*value="ada@example\.com"/)
  const short = stayedAt(await at.submit(page, 'reset', { password: 'short' }))
  t.match(textOf(short, 'link-password-problem'), /at least 15 characters/)
  const done = stayedAt(await at.submit(short, 'reset', { password }))
  t.match(textOf(done, 'done'), /logged out everywhere/)
  t.notOk(at.cookies.has('cs_session'), 'nobody is logged in by a mail alone')

  t.equal((await s.refresh(web, body.refresh_token)).status, 400, 'what the thief had is worth nothing')
  t.ok(hasForm(await s.authorize(thief, web), 'login'))
  const onward = /id="onward" href="([^"]+)"|href="([^"]+)"[^>]*id="onward"|id="onward"[^>]*href="([^"]+)"/.exec(
    done.text,
  )
  const back = shown(await at.open((onward?.slice(1).find(Boolean) ?? '').replaceAll('&amp;', '&')), 'login')
  t.equal(shown(await s.logIn(at, back, ada), 'login').status, 401, 'the old password')
  const consent = await s.logIn(at, back, { ...ada, password })
  t.equal(away(await s.allow(at, consent)).get('state'), 'kept')
  t.same((await s.store.accounts.bySub(ada.sub))?.emailVerifiedAt, s.clock(), 'whoever read the mail has the address')
  t.match((await mail.mailTo(ada.email, 2)).text, /was changed/)
  t.equal(stayedAt(await s.browser().open(letter.link ?? '')).status, 410, 'once')
})

t.test(
  'a new password by mail skips no second factor, but for one of before the address was confirmed (NIST SP 800-63B-4 §4.2)',
  async (t) => {
    const mail = await mailServer(t)
    const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: from })
    const ada = await s.account('ada')
    const verifiedAt = async () => (await s.store.accounts.bySub(ada.sub))?.emailVerifiedAt
    const setUp = async (browser: ReturnType<typeof s.browser>, who: typeof ada) => {
      const page = stayedAt(await s.logIn(browser, await browser.open('/account/security/authenticator'), who))
      const made = stayedAt(await browser.submit(page, 'confirm', { code: codeAt(secretOn(page), s.clock()) }))
      return /[A-Z]{5}-[A-Z]{5}/.exec(made.text)?.[0] ?? ''
    }
    let read = 0
    const reset = async (chosen: string) => {
      const browser = s.browser()
      await browser.submit(stayedAt(await browser.open('/forgot-password')), 'forgot-password', { email: ada.email })
      let link = ''
      while (!link.includes('/reset-password')) link = (await mail.mailTo(ada.email, ++read)).link ?? ''
      const done = await browser.submit(stayedAt(await browser.open(link)), 'reset', { password: chosen })
      t.match(textOf(done, 'done'), /Log in with/)
      return stayedAt(await s.logIn(browser, await browser.open('/account'), { ...ada, password: chosen }))
    }

    // Whoever set this up may have had an account made with the address of somebody else.
    await setUp(s.browser(), ada)
    t.match((await reset(password)).url, /\/account$/)
    t.same(await verifiedAt(), s.clock())

    s.clock.pass(60)
    await setUp(s.browser(), { ...ada, password })
    const asked = await reset(`${password} away`)
    t.match(asked.url, /\/second-factor/)
    t.match(textOf(asked, 'lost-all'), /ask the people who run this server/)
  },
)

t.test(
  "an admin whose address nobody confirmed gets no such mail: it may be mistyped, and its mailbox a stranger's",
  async (t) => {
    const mail = await mailServer(t)
    const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: from, SIGN_UP: 'on' })
    const [root, ada] = [await s.account('root', { roles: ['admin'] }), await s.account('ada')]
    const ask = async (email: string, page = 'forgot-password') => {
      const browser = s.browser()
      return stayedAt(await browser.submit(stayedAt(await browser.open(`/${page}`)), page, { email }))
    }
    const told = [await ask(root.email), await ask(ada.email)].map((page) => textOf(page, 'sent'))
    t.equal(told[0]?.replace(root.email, ada.email), told[1], 'and the page tells nothing of it')
    await mail.mailTo(ada.email, 1)
    for (const { email } of [root, ada]) await ask(email, 'sign-up')
    t.match((await mail.mailTo(ada.email, 2)).link, /reset-password/, 'nor as an answer to a sign-up')
    t.equal(mail.received.filter(({ to }) => to.includes(root.email)).length, 0)
  },
)

t.test('one link of two, one post of twenty; none for a disabled person or another address', async (t) => {
  const mail = await mailServer(t)
  const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: from })
  const [ada, eve] = [await s.account('ada'), await s.account('eve')]
  const at = s.browser()
  const ask = async (email: string, which: number): Promise<string> => {
    await at.submit(stayedAt(await at.open('/forgot-password')), 'forgot-password', { email })
    return (await mail.mailTo(email, which)).link ?? ''
  }
  const [first, second] = [await ask(ada.email, 1), await ask(ada.email, 2)]
  const page = stayedAt(await at.open(second))
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => postForm(s, at, page, 'reset', { fields: { password: `${password} ${n}` } })),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, ...Array.from({ length: 19 }, () => 410)])
  t.equal(stayedAt(await at.open(first)).status, 410, 'the older one has gone with it')

  const link = await ask(eve.email, 1)
  const open = stayedAt(await at.open(link))
  await s.store.accounts.setDisabled(eve.sub, s.clock())
  t.equal((await postForm(s, at, open, 'reset', { fields: { password } })).status, 410)
})

t.test('links stand in no log and in no row, also where mail cannot be delivered', async (t) => {
  const mail = await mailServer(t)
  const s = await story(t, { SMTP_URL: mail.url, MAIL_FROM: from })
  const ada = await s.account('ada')
  const lines: string[] = []
  const sink = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  const config = { ...s.config, logLevel: 'trace' } as const
  const metrics = openMetrics()
  const around = { clock: s.clock, random: systemRandom, meter: metrics.meter }
  const rooms = await openRooms(config, pino({ level: 'trace' }, sink), around)
  const { app } = await buildServer(rooms)
  const at = plainBrowser(s.issuer, injectFetch(app))
  const ask = async () =>
    at.submit(stayedAt(await at.open('/forgot-password')), 'forgot-password', { email: ada.email })
  await ask()
  const { link = '' } = await mail.mailTo(ada.email)
  await at.open(link)
  await at.open(link.replace('reset-password', 'verify-email'))
  mail.refuse(550)
  await ask()
  await app.close()
  await rooms.close()

  t.match(await metrics.text(), /^countersign_events_total\{kind="mail_undelivered"\} 1$/m, 'and counted')
  const token = link.split('link=')[1] ?? 'none'
  t.match(token, /^cs_link_[\w-]{43}$/)
  const text = lines.join('')
  t.match(text, /"mail":"resetPassword","reason":"\w+ 550"/, 'that it failed is logged')
  t.notMatch(text, /cs_link_|secret server words/)
  const client = new pg.Client({ connectionString: s.config.databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    'select row_to_json(mail_link)::text as row from mail_link union all select row_to_json(event)::text from event',
  )
  await client.end()
  t.ok(rows.some(({ row }) => row.includes('mail_undelivered')))
  t.notMatch(rows.map(({ row }) => row).join('\n'), /cs_link_|secret server words/)
})
