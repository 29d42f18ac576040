// A backend-for-frontend: it logs people in, keeps their tokens out of the browser's reach, and calls the API for the page
// (OAuth 2.0 for Browser-Based Applications, "Backend For Frontend").
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { openCountersign, refusalOf, type Settings as ServerSettings, type Tokens } from '../../app/countersign.ts'
import { servePage } from '../page/serve.ts'
import { openBox } from './box.ts'
import { type Login, openCookies } from './cookies.ts'
import { refreshingOnce } from './refresh-once.ts'

export type Settings = ServerSettings & Readonly<{ cookieKey: Uint8Array }>

export const buildBff = async (settings: Settings): Promise<FastifyInstance> => {
  const countersign = openCountersign(settings)
  const cookies = openCookies(openBox(settings.cookieKey))
  const refreshOnce = refreshingOnce(countersign.refresh)
  const app = Fastify()
  await app.register(cookie)
  servePage(app, '../bff/session.js')

  app.get('/login', async (_, reply) => {
    const { url, state, codeVerifier } = await countersign.begin('openid profile')
    await cookies.begin(reply, state, codeVerifier)
    return reply.redirect(url, 303)
  })

  // The page that this leads to needs no cookie itself: its script asks /api, and that request is the site's own, so the
  // Strict cookie is with it. (A page that is made from the cookie would need a page in between that goes on by itself.)
  app.get<{ Querystring: { state?: unknown } }>('/callback', async (request, reply) => {
    const state = String(request.query.state)
    const codeVerifier = await cookies.finish(request, reply, state)
    if (codeVerifier === undefined) return reply.redirect('/', 303)
    try {
      await keep(reply, await countersign.finish(new URL(request.url, settings.appUrl), state, codeVerifier))
      return reply.redirect('/', 303)
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === undefined) throw error
      return reply.redirect(`/?refused=${encodeURIComponent(refusal.code)}`, 303)
    }
  })

  /** Of what a refresh does not bring anew, the old stays. */
  const keep = async (reply: FastifyReply, tokens: Tokens, before?: Login): Promise<Login> => {
    const { accessToken, refreshToken = before?.refreshToken ?? '', idToken = before?.idToken ?? '' } = tokens
    const login = { accessToken, refreshToken, idToken }
    await cookies.keep(reply, login)
    return login
  }

  app.register(async (own) => {
    // Bodies go on to the API as they came.
    own.removeAllContentTypeParsers()
    own.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

    // SameSite=Strict stops other sites, but not other origins of this one: a sister domain, another port of localhost.
    // They cannot send this header: a form has none, and for a script the browser asks here first and gets no yes.
    own.addHook('onRequest', async (request, reply) => {
      const { origin = settings.appUrl, 'x-requested-by': by } = request.headers
      if (by !== 'page' || origin !== settings.appUrl) return reply.status(403).send({ error: 'not_from_this_page' })
    })

    own.all('/api/*', async (request, reply) => {
      // The router also takes `/%61pi/…`. What is left of that without its first four characters would be the end of a host.
      if (!request.url.startsWith('/api/')) return reply.status(404).send({ error: 'not_found' })
      const login = await cookies.read(request)
      if (login === undefined) return ended(reply)
      const first = await ask(settings.apiUrl, request, login.accessToken)
      if (first.status !== 401) return pass(reply, first)
      try {
        const { accessToken } = await keep(reply, await refreshOnce(login.refreshToken), login)
        return pass(reply, await ask(settings.apiUrl, request, accessToken))
      } catch (error) {
        // Only a refusal ends the login. A server that does not answer now may answer in a minute.
        if (refusalOf(error)?.code !== 'invalid_grant') throw error
        return ended(reply)
      }
    })

    own.post('/logout', async (request, reply) => {
      const login = await cookies.read(request)
      cookies.drop(reply)
      // At the server, too: a copy of the cookie, wherever it may be, refreshes nothing from now on.
      if (login !== undefined) await countersign.revoke(login.refreshToken).catch(console.error)
      // The ID token in this address opens nothing: it tells the server whose session is to end, so that it need not ask.
      return { location: await countersign.logOutUrl(login?.idToken) }
    })
  })

  const ended = (reply: FastifyReply) => {
    cookies.drop(reply)
    return reply.status(401).send({ error: 'login_required' })
  }

  app.setErrorHandler((error, _, reply) => {
    console.error(error)
    return reply.status(502).send({ error: 'bad_gateway' })
  })
  return app
}

/** The page's request, with the token that the page never has, and nothing else of what the browser sent. */
const ask = (
  apiUrl: string,
  { method, url, body, headers }: FastifyRequest,
  accessToken: string,
): Promise<Response> => {
  const type = headers['content-type']
  return fetch(apiUrl + url.slice('/api'.length), {
    method,
    headers: { authorization: `Bearer ${accessToken}`, ...(type !== undefined && { 'content-type': type }) },
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : null,
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  })
}

const pass = async (reply: FastifyReply, answer: Response): Promise<FastifyReply> => {
  for (const name of ['content-type', 'www-authenticate', 'retry-after']) {
    const value = answer.headers.get(name)
    if (value !== null) reply.header(name, value)
  }
  return reply.status(answer.status).send(Buffer.from(await answer.arrayBuffer()))
}
