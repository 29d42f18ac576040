// The mailbox for development: for programs of this machine alone, by the socket and by our own name.
import t from 'tap'
import { loadConfig } from '../../../src/config/index.ts'
import { textOf } from '../../support/page.ts'
import { stayedAt } from '../../support/plain-browser.ts'
import { story } from '../../support/story.ts'

t.test('mail is shown instead of sent, to neighbours only', async (t) => {
  const s = await story(t, { DANGER_DEV_MAILBOX: '1', SIGN_UP: 'on' })
  const at = s.browser()
  const sent = await at.submit(stayedAt(await at.open('/sign-up')), 'sign-up', { email: 'ada@example.com' })
  t.match(textOf(sent, 'mailbox'), '/dev/mailbox', 'the page says where it is')
  const read = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    s.app.inject({ url: '/dev/mailbox', remoteAddress, headers: { host: 'localhost:3000', ...headers } })
  while (!(await read({})).body.includes('ada@example.com')) await new Promise(setImmediate)
  const link = /<a href="(http[^"]+sign-up\/finish[^"]+)"/.exec((await read({})).body)?.[1] ?? ''
  t.equal(stayedAt(await at.open(link)).status, 200)
  t.equal((await read({}, '::ffff:127.0.0.1')).statusCode, 200)
  t.equal((await read({}, '192.0.2.1')).statusCode, 404)
  t.equal((await read({ host: 'evil.example' })).statusCode, 404, 'a name of somebody else that leads here')
  t.equal((await read({ 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1')).statusCode, 404, 'a proxy speaks for others')
})

t.test('it is refused where others reach the server, beside a mail server, and for several workers', async (t) => {
  const problems = (settings: Record<string, string>) => {
    const loaded = loadConfig({ DANGER_DEV_MAILBOX: '1', ...settings })
    return 'problems' in loaded ? loaded.problems.join() : ''
  }
  t.equal(problems({}), '')
  t.equal(problems({ ISSUER: 'https://localhost:3443' }), '')
  t.match(problems({ ISSUER: 'https://id.example' }), /DANGER_DEV_MAILBOX must not be set/)
  t.match(problems({ SMTP_URL: 'smtp://localhost', MAIL_FROM: 'a@b.example' }), /exclude each other/)
  t.match(problems({ DATABASE_URL: 'postgres://localhost/x', WORKERS: '2' }), /needs WORKERS=1/)
})
