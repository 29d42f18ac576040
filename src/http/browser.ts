// The browser: its cookies, for the session, against forged posts, to know who logged in here, and for a notice (RFC 6265bis §4.1.3).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import type { Random } from '../crypto/random.ts'
import { type HalfLogin, halfLoginSeconds } from '../flows/account/second-factor.ts'
import { digest } from './forms.ts'
import { openHalf, sealHalf } from './half-login.ts'
import type { SealedBox } from './parts.ts'

export type Browser = Readonly<{
  /** Random; bound into every form. Not renewed by a login, so that forms in other tabs stay good. */
  id: string
  /** It brought no such cookie: the first page here, or it keeps none. */
  isNew: boolean
  session: string | undefined
  /** Who has logged in with this browser before. */
  knownSubs: readonly string[]
  /** A right password, in this browser, that waits for the second factor. */
  half: HalfLogin | undefined
  /** What the next page shall say, sealed. */
  notice: string | undefined
}>

export type Browsers = Readonly<{
  read(request: FastifyRequest): Browser
  /** Gives a new browser its cookie. */
  greet(reply: FastifyReply, browser: Browser): void
  halfLoggedIn(reply: FastifyReply, browser: Browser, half: HalfLogin): void
  loggedIn(reply: FastifyReply, browser: Browser, session: string, sub: string): void
  loggedOut(reply: FastifyReply): void
  /** Logged out, and nothing says that they were ever here. */
  forgotten(reply: FastifyReply, browser: Browser, sub: string): void
  keepNotice(reply: FastifyReply, sealed: string): void
  dropNotice(reply: FastifyReply): void
}>

type Parts = Readonly<{
  config: Pick<Config, 'secure' | 'sessionAbsoluteSeconds'>
  random: Random
  browserBox: SealedBox
}>

/** Browsers keep no cookie longer (RFC 6265bis §5.5). */
export const longestCookieSeconds = 400 * 24 * 3600
const mostKnown = 10
const noticeSeconds = 60
const idShape = /^cs_brw_[\w-]{43}$/

export const openBrowsers = ({ config, random, browserBox }: Parts): Browsers => {
  // With the prefix, neither a subdomain nor a plain http page can plant a cookie of this name.
  const prefix = config.secure ? '__Host-' : ''
  const names = {
    session: `${prefix}cs_session`,
    browser: `${prefix}cs_browser`,
    known: `${prefix}cs_known`,
    notice: `${prefix}cs_notice`,
    half: `${prefix}cs_half`,
  }
  const shape = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.secure } as const

  // Sealed together with the browser's id: copied to another browser the list says nothing, so nobody multiplies the
  // attempts that a known browser is allowed.
  const readKnown = (sealed: string | undefined, id: string): readonly string[] => {
    const text = sealed === undefined ? undefined : browserBox.open(sealed)
    if (text === undefined) return []
    const [owner, ...subs] = JSON.parse(text) as string[]
    return owner === digest(id) ? subs : []
  }

  const keepKnown = (reply: FastifyReply, id: string, subs: readonly string[]): void => {
    const sealed = browserBox.seal(JSON.stringify([digest(id), ...subs]))
    reply.setCookie(names.known, sealed, { ...shape, maxAge: longestCookieSeconds })
  }

  return {
    read({ cookies }) {
      const sent = cookies[names.browser]
      const known = sent !== undefined && idShape.test(sent)
      const id = known ? sent : random.token('cs_brw_')
      return {
        ...{ id, isNew: !known, session: cookies[names.session], notice: cookies[names.notice] },
        // Opened where it is asked for, which is at logins: 5 % of an authorization.
        get knownSubs() {
          return readKnown(cookies[names.known], id)
        },
        get half() {
          return openHalf(browserBox, cookies[names.half], id)
        },
      }
    },
    greet(reply, { id, isNew }) {
      if (isNew) reply.setCookie(names.browser, id, { ...shape, maxAge: longestCookieSeconds })
    },
    halfLoggedIn(reply, { id }, half) {
      reply.setCookie(names.half, sealHalf(browserBox, half, id), { ...shape, maxAge: halfLoginSeconds })
    },
    loggedIn(reply, { id, knownSubs, half }, session, sub) {
      if (half !== undefined) reply.clearCookie(names.half, shape)
      const subs = [sub, ...knownSubs.filter((other) => other !== sub)].slice(0, mostKnown)
      reply.setCookie(names.session, session, { ...shape, maxAge: config.sessionAbsoluteSeconds })
      reply.setCookie(names.browser, id, { ...shape, maxAge: longestCookieSeconds })
      keepKnown(reply, id, subs)
    },
    loggedOut(reply) {
      reply.clearCookie(names.session, shape)
    },
    forgotten(reply, { id, knownSubs }, sub) {
      reply.clearCookie(names.session, shape)
      keepKnown(
        reply,
        id,
        knownSubs.filter((other) => other !== sub),
      )
    },
    keepNotice(reply, sealed) {
      reply.setCookie(names.notice, sealed, { ...shape, maxAge: noticeSeconds })
    },
    dropNotice(reply) {
      reply.clearCookie(names.notice, shape)
    },
  }
}
