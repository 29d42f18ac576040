// A mail server: what an operator's SMTP server is to us, with every mail that it was given.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { Test } from 'tap'

export type Received = Readonly<{
  to: readonly string[]
  raw: string
  headers: string
  subject: string
  text: string
  html: string
  link: string | undefined
}>

export type MailServer = Readonly<{
  url: string
  received: readonly Received[]
  /** The newest mail to that address that has come, waited for. */
  mailTo(address: string, which?: number): Promise<Received>
  /** How it answers from now on: 0 takes mails. */
  refuse(code: number): void
  /** Resolves when it has refused one more. */
  refused(): Promise<void>
}>

export const mailServer = async (t: Test): Promise<MailServer> => {
  const received: Received[] = []
  let refusal = 0
  let told = Promise.withResolvers<void>()
  let tellRefused = Promise.withResolvers<void>()
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    onData: async (stream, session, done) => {
      const raw = await text(stream)
      if (refusal !== 0) {
        tellRefused.resolve()
        tellRefused = Promise.withResolvers()
        return done(Object.assign(new Error('not now: secret server words'), { responseCode: refusal }))
      }
      received.push(
        readMail(
          session.envelope.rcptTo.map(({ address }) => address.toLowerCase()),
          raw,
        ),
      )
      done()
      told.resolve()
      told = Promise.withResolvers()
    },
  })
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = listener.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    mailTo: async (address, which = 1) => {
      for (;;) {
        const mails = received.filter(({ to }) => to.includes(address.toLowerCase()))
        const found = mails[which - 1]
        if (found !== undefined) return mails.at(-1) ?? found
        await told.promise
      }
    },
    refuse: (code) => {
      refusal = code
    },
    refused: () => tellRefused.promise,
  }
}

const readMail = (to: readonly string[], raw: string): Received => {
  const [headers = '', ...rest] = raw.split('\r\n\r\n')
  const boundary = /boundary="([^"]+)"/.exec(headers)?.[1] ?? '\0'
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  const part = (type: string): string => {
    const found = parts.find((each) => each.toLowerCase().includes(`content-type: ${type}`)) ?? ''
    const [head = '', ...body] = found.split('\r\n\r\n')
    const content = body.join('\r\n\r\n')
    if (/quoted-printable/i.test(head)) return quotedPrintable(content)
    return /base64/i.test(head) ? Buffer.from(content, 'base64').toString() : content
  }
  const words = part('text/plain')
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(headers)?.[1] ?? ''
  return {
    to,
    raw,
    headers,
    subject,
    text: words,
    html: part('text/html'),
    link: /https?:\/\/\S+link=\S+/.exec(words)?.[0],
  }
}

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
