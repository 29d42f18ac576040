// Mail: what is handed to the mail server, what becomes of it where that is away, and what cannot get into its headers (RFC 5321, RFC 5322).
import t, { type Test } from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import type { Mail, MailKind } from '../../src/model/mail.ts'
import { letterOf } from '../../src/outbound/letter.ts'
import { openPost } from '../../src/outbound/mail.ts'
import { languages, wordsOf } from '../../src/words/index.ts'
import { mailServer } from '../support/mail-server.ts'
import { freePort } from '../support/ports.ts'

const link = { url: 'https://id.example/reset-password?link=cs_link_x', seconds: 3600 }
const mail = (change: Partial<Mail> = {}): Mail => ({
  ...{ to: 'ada@example.com', kind: 'resetPassword', language: 'en', name: 'Ada', link },
  ...change,
})

const postTo = (t: Test, smtpUrl: string) => {
  const lost: string[] = []
  const post = openPost({
    ...{ smtpUrl, from: 'Id <no-reply@id.example>', devMailbox: false, service: 'Our <Service>', usualLanguage: 'de' },
    clock: () => new Date(0),
    gaveUp: ({ kind }, reason) => void lost.push(`${kind}: ${reason}`),
  })
  t.teardown(post.close)
  return { post, lost }
}

t.test('RFC 5322 §2.2: nothing that people typed becomes a header or an address', async (t) => {
  const server = await mailServer(t)
  const { post } = postTo(t, server.url)
  const name = 'Eve\r\nBcc: victim@example.com\r\n\r\n<img src=x onerror=alert(1)>'
  t.same(await post.deliver(mail({ name })), {})
  const received = await server.mailTo('ada@example.com')
  t.same(received.to, ['ada@example.com'])
  t.notMatch(received.headers, /^bcc|victim/im)
  t.notMatch(received.html, /<img/)
  t.match(received.html, /&lt;img src=x/)
  for (const to of [
    'a@example.com\r\nRCPT TO:<b@example.com>',
    'a@example.com, b@example.com',
    'a@example.com> b@example.com',
  ])
    await post.deliver(mail({ to }))
  t.notOk(server.received.some(({ to }) => to.includes('b@example.com')))
})

t.test(
  'RFC 5321 §4.2.1: what may work later is tried again, what is refused for good is not; neither tells the link',
  async (t) => {
    const server = await mailServer(t)
    const { post, lost } = postTo(t, server.url)
    server.refuse(550)
    t.match((await post.deliver(mail())).problem, /550/)
    const refusedForGood = server.refused()
    post.send(mail())
    await refusedForGood
    server.refuse(451)
    const refusedForNow = server.refused()
    post.send(mail({ kind: 'signUp' }))
    await refusedForNow
    server.refuse(0)
    // It goes out at the latest when the server stops.
    await post.close()
    t.match(lost, [/^resetPassword: \w+ 550$/])
    t.equal(lost.length, 1)
    t.match(
      server.received.map(({ subject }) => subject),
      [/account/],
    )
    const away = postTo(t, `smtp://127.0.0.1:${await freePort()}`)
    away.post.send(mail())
    await away.post.close()
    t.match(away.lost[0], /^resetPassword: E\w+$/)
    t.notMatch([...lost, ...away.lost].join(), /cs_link|secret|example/)
  },
)

t.test('every kind in every language, as text and as HTML that runs the right way', async (t) => {
  const kinds = Object.entries(wordsOf('en').mail).flatMap(([kind, words]) =>
    typeof words === 'object' ? [kind as MailKind] : [],
  )
  for (const language of languages)
    for (const kind of kinds) {
      const { subject, text, html } = letterOf(
        mail({ kind, language, newEmail: 'new@example.com', app: 'Shop' }),
        'Our Service',
        'en',
      )
      t.match(subject, /Our Service/, `${kind} ${language}`)
      t.notMatch(subject + text + html, /undefined|\[object/)
      t.ok(html.includes(`lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`))
    }
  t.match(letterOf(mail({ language: 'tlh' }), 'S', 'de').subject, /Passwort/, 'the server’s own language for others')
})

t.test('a name is quoted, cannot end its quotation, and becomes no link (OWASP ASVS 1.2)', async (t) => {
  const spoken = 'Photos” was stolen. Call us: +1 555, or log in at https://evil.example/reset or me@evil.example “'
  for (const language of languages) {
    const named = { name: 'www.evil.example', app: spoken.slice(0, 55) }
    const { text, html } = letterOf(mail({ kind: 'theft', language, ...named }), 'Id', 'en')
    for (const written of [text, html.replaceAll(/<[^>]*>/g, '')]) {
      const quoted = /[“„«「]\s?(\u2068?Photos.*?)\s?[”“»」]/u.exec(written)?.[1] ?? ''
      t.match(quoted, /^\u2068?Photos(&#39;|') was stolen[^”“»」]*at https\u2069?$/u, `${language}: ${written}`)
      t.notMatch(written, /evil\.example|www\.evil/, language)
    }
  }
  const { text } = letterOf(mail({ kind: 'theft', app: 'at https://evil.example/x, me@evil.example' }), 'Id', 'en')
  const parts = text.split(/\s+/).filter((part) => /evil|https?:/.test(part) && !part.startsWith('https://id.example'))
  t.equal(parts.length, 3)
  t.notOk(
    parts.some((part) => /[.:/@][^\s,”]/u.test(part)),
    String(parts),
  )
})

t.test('settings: a sender without line ends, a mail server without options, TLS beyond this machine', async (t) => {
  const problems = (settings: Record<string, string>) => {
    const loaded = loadConfig(settings)
    return 'problems' in loaded ? loaded.problems.join() : ''
  }
  const SMTP_URL = 'smtps://user:p%40ss@mail.example:465'
  t.equal(problems({ SMTP_URL, MAIL_FROM: 'Our Service <no-reply@id.example>' }), '')
  t.match(problems({ SMTP_URL }), /MAIL_FROM is needed/)
  for (const MAIL_FROM of [
    'nobody',
    'A\r\nBcc: x@example.com <a@b.example>',
    'a@b.example, c@d.example',
    '<a@b.example',
  ])
    t.match(problems({ SMTP_URL, MAIL_FROM }), /MAIL_FROM must be/, JSON.stringify(MAIL_FROM))
  t.match(problems({ SMTP_URL: `${SMTP_URL}?tls.rejectUnauthorized=false`, MAIL_FROM: 'a@b.example' }), /no options/)
  t.notMatch(problems({ SMTP_URL: 'http://user:hunter2@mail.example' }), /hunter2/)
})
