// The browser: its three cookies, for the session, against forged posts, and to know who logged in here (RFC 6265bis §4.1.3).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import type { Random } from '../crypto/random.ts'
import { digest } from './forms.ts'
import type { SealedBox } from './parts.ts'

export type Browser = Readonly<{
  /** Random; bound into every form. Not renewed by a login, so that forms in other tabs stay good. */
  id: string
  /** It brought no such cookie: the first page here, or it keeps none. */
  isNew: boolean
  session: string | undefined
  /** Who has logged in with this browser before. */
  knownSubs: readonly string[]
}>

export type Browsers = Readonly<{
  read(request: FastifyRequest): Browser
  /** Gives a new browser its cookie. */
  greet(reply: FastifyReply, browser: Browser): void
  loggedIn(reply: FastifyReply, browser: Browser, session: string, sub: string): void
  loggedOut(reply: FastifyReply): void
}>

type Parts = Readonly<{
  config: Pick<Config, 'secure' | 'sessionAbsoluteSeconds'>
  random: Random
  browserBox: SealedBox
}>

/** Browsers keep no cookie longer (RFC 6265bis §5.5). */
const longestSeconds = 400 * 24 * 3600
const mostKnown = 10
const idShape = /^cs_brw_[\w-]{43}$/

export const openBrowsers = ({ config, random, browserBox }: Parts): Browsers => {
  // With the prefix, neither a subdomain nor a plain http page can plant a cookie of this name.
  const prefix = config.secure ? '__Host-' : ''
  const names = { session: `${prefix}cs_session`, browser: `${prefix}cs_browser`, known: `${prefix}cs_known` }
  const shape = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.secure } as const

  // Sealed together with the browser's id: copied to another browser the list says nothing, so nobody multiplies the
  // attempts that a known browser is allowed.
  const readKnown = (sealed: string | undefined, id: string): readonly string[] => {
    const text = sealed === undefined ? undefined : browserBox.open(sealed)
    if (text === undefined) return []
    const [owner, ...subs] = JSON.parse(text) as string[]
    return owner === digest(id) ? subs : []
  }

  return {
    read({ cookies }) {
      const sent = cookies[names.browser]
      const known = sent !== undefined && idShape.test(sent)
      const id = known ? sent : random.token('cs_brw_')
      return {
        ...{ id, isNew: !known, session: cookies[names.session] },
        // Opened where it is asked for, which is at logins: 5 % of an authorization.
        get knownSubs() {
          return readKnown(cookies[names.known], id)
        },
      }
    },
    greet(reply, { id, isNew }) {
      if (isNew) reply.setCookie(names.browser, id, { ...shape, maxAge: longestSeconds })
    },
    loggedIn(reply, { id, knownSubs }, session, sub) {
      const subs = [sub, ...knownSubs.filter((other) => other !== sub)].slice(0, mostKnown)
      reply.setCookie(names.session, session, { ...shape, maxAge: config.sessionAbsoluteSeconds })
      reply.setCookie(names.browser, id, { ...shape, maxAge: longestSeconds })
      reply.setCookie(names.known, browserBox.seal(JSON.stringify([digest(id), ...subs])), {
        ...shape,
        maxAge: longestSeconds,
      })
    },
    loggedOut(reply) {
      reply.clearCookie(names.session, shape)
    },
  }
}
