// The backend's two cookies: the login that is there, and logins that are on their way (RFC 6265bis §4.1.3, §5.6.7).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Box } from './box.ts'

export type Login = Readonly<{ accessToken: string; refreshToken: string; idToken: string }>

const day = 24 * 3600
const lifeSeconds = { login: 30 * day, begun: 600 }

/**
 * `__Host-`: browsers take such a cookie only with Secure, for this host alone, so no sister domain can plant one.
 * HttpOnly: no script sees it. (Chromium and Firefox count http://localhost as secure; Safari wants https there, too.)
 */
const shape = { path: '/', httpOnly: true, secure: true } as const
const name = '__Host-bff'
const begunName = (state: string): string => `${name}-${state.slice(0, 16)}`

/**
 * The tokens stand in the cookie itself, sealed. So the backend needs no store, survives a restart, and may run as many
 * processes as you like; nobody who reads the browser's disk can use it, for only the backend can open it and refresh with
 * it. The price: browsers keep 4096 bytes. If your tokens are larger, keep a random id here and the tokens in a store of
 * yours (../../app does), and then you can also end a login by deleting a row.
 */
export const openCookies = (box: Box) => ({
  read: async (request: FastifyRequest): Promise<Login | undefined> =>
    (await box.open('login', request.cookies[name])) as Login | undefined,

  /** SameSite=Strict: no other site can make the browser send it, not even by a link. */
  keep: async (reply: FastifyReply, login: Login): Promise<void> => {
    const sealed = await box.seal('login', login, lifeSeconds.login)
    if (sealed.length > 4000) throw new Error(`A cookie of ${sealed.length} bytes: browsers would drop it.`)
    reply.setCookie(name, sealed, { ...shape, sameSite: 'strict', maxAge: lifeSeconds.login })
  },

  drop: (reply: FastifyReply): void => {
    reply.clearCookie(name, shape)
  },

  /**
   * The browser comes back from another site, and then brings no Strict cookie. So what a login needs on its way is in a
   * Lax one: it comes with links and redirects, and with no other request from there. One for each tab that logs in.
   */
  begin: async (reply: FastifyReply, state: string, codeVerifier: string): Promise<void> => {
    const sealed = await box.seal('begun', { state, codeVerifier }, lifeSeconds.begun)
    reply.setCookie(begunName(state), sealed, { ...shape, sameSite: 'lax', maxAge: lifeSeconds.begun })
  },

  /** The code verifier, once; undefined where this browser did not begin that login. */
  finish: async (request: FastifyRequest, reply: FastifyReply, state: string): Promise<string | undefined> => {
    const begun = await box.open('begun', request.cookies[begunName(state)])
    if (begun?.state !== state) return undefined
    reply.clearCookie(begunName(state), shape)
    return begun.codeVerifier
  },
})
