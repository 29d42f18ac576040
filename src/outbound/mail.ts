// Mail: through the operator's SMTP server (RFC 5321), or into a mailbox that programs of this machine can read. Links stand in no log.
import type { Mail, SendMail } from '../model/mail.ts'
import type { Language } from '../words/index.ts'
import { type Letter, letterOf } from './letter.ts'

export type KeptMail = Readonly<{ to: string; at: Date }> & Letter

export type Post = Readonly<{
  send: SendMail
  /** For whoever waits for it: it has been accepted, or why not. */
  deliver(mail: Mail): Promise<Readonly<{ problem?: string }>>
  /** The newest first; empty where mail is sent. */
  kept(): readonly KeptMail[]
  /** Tries once more what waits, and gives up what still fails. */
  close(): Promise<void>
}>

type Options = Readonly<{
  smtpUrl: string | undefined
  from: string | undefined
  devMailbox: boolean
  service: string
  usualLanguage: Language
  clock: () => Date
  /** A mail that nobody will get; without what stands in it. */
  gaveUp: (mail: Pick<Mail, 'kind'>, reason: string) => void
}>

const pausesSeconds = [15, 60, 300, 900]
/** Beyond that a mail server that is away must not fill the memory. */
const mostWaiting = 1000
const mostKept = 50
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 }

/** Without SMTP_URL and mailbox, nothing is sent. */
export const openPost = (options: Options): Post => {
  const { smtpUrl, devMailbox, service, usualLanguage, clock, gaveUp } = options
  let opened: ReturnType<typeof transportTo> | undefined
  const waiting = new Map<NodeJS.Timeout, Mail>()
  const underWay = new Set<Promise<void>>()
  let kept: readonly KeptMail[] = []
  let isClosing = false

  const hand = async (mail: Mail): Promise<void> => {
    const letter = letterOf(mail, service, usualLanguage)
    if (devMailbox) kept = [{ to: mail.to, at: clock(), ...letter }, ...kept].slice(0, mostKept)
    else if (smtpUrl !== undefined) {
      opened ??= transportTo(smtpUrl, options.from ?? '')
      // As an object, so that nothing in it is read as more addresses.
      await (await opened).sendMail({ to: { name: '', address: mail.to }, ...letter })
    }
  }

  const attempt = async (mail: Mail, tries: number): Promise<void> => {
    try {
      await hand(mail)
    } catch (error) {
      const pause = pausesSeconds[tries]
      if (pause === undefined || isClosing || isPermanent(error) || waiting.size >= mostWaiting)
        return gaveUp({ kind: mail.kind }, reasonOf(error))
      const timer = setTimeout(() => {
        waiting.delete(timer)
        begin(mail, tries + 1)
      }, pause * 1000)
      timer.unref()
      waiting.set(timer, mail)
    }
  }

  const begin = (mail: Mail, tries: number): void => {
    const done = attempt(mail, tries).finally(() => underWay.delete(done))
    underWay.add(done)
  }

  return {
    send: (mail) => {
      if (devMailbox || smtpUrl !== undefined) begin(mail, 0)
    },
    deliver: (mail) =>
      hand(mail).then(
        () => ({}),
        (error: unknown) => ({ problem: reasonOf(error) }),
      ),
    kept: () => kept,
    close: async () => {
      await Promise.all(underWay)
      isClosing = true
      for (const [timer, mail] of waiting) {
        clearTimeout(timer)
        begin(mail, 0)
      }
      waiting.clear()
      await Promise.all(underWay)
      if (opened !== undefined) (await opened).close()
    },
  }
}

/** Loaded by the first mail. Beyond this machine, no password and no link goes over a line that others can read. */
const transportTo = async (smtpUrl: string, from: string) => {
  const { createTransport } = await import('nodemailer')
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const secure = protocol === 'smtps:'
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const user = decodeURIComponent(username)
  return createTransport(
    {
      ...{ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 465 : 587) : Number(port), secure },
      ...{ requireTLS: !secure && !isHere, ignoreTLS: isHere && !secure },
      ...(user !== '' && { auth: { user, pass: decodeURIComponent(password) } }),
      ...{ pool: true, maxConnections: 2, logger: false, disableFileAccess: true, disableUrlAccess: true },
      ...timeouts,
    },
    { from, headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } },
  )
}

type SmtpError = Readonly<{ code?: string; responseCode?: number }>

/** RFC 5321 §4.2.1: what gets a 5yz gets it again. */
const isPermanent = (error: unknown): boolean => ((error as SmtpError).responseCode ?? 0) >= 500

/** Never the server's own text: it may quote what was sent to it. */
const reasonOf = (error: unknown): string => {
  const { code, responseCode } = (error ?? {}) as SmtpError
  return [code ?? 'failed', responseCode].filter((part) => part !== undefined).join(' ')
}
