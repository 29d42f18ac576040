// A small web app with a "Log in with Countersign" button, written as an app's developer would write it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { askingApi } from './ask-api.ts'
import { openCountersign, refusalOf, type Settings } from './countersign.ts'
import { answerPage, loggedOutPage, messagePage } from './pages.ts'
import { openSessions, type Session } from './sessions.ts'

// Cookies do not tell ports apart: on localhost the name must not be the server's.
const cookieName = 'app_session'
const style = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8')
const scopes = { basic: 'profile', reports: 'profile reports:read' } as const

export const buildApp = async (settings: Settings): Promise<FastifyInstance> => {
  const countersign = openCountersign(settings)
  const sessions = openSessions()
  const askApi = askingApi(countersign, settings.apiUrl)
  const app = Fastify()
  await app.register(cookie)

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      // Not no-referrer: under that, browsers send `Origin: null` with the form below.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      // The form that logs out ends in a redirect to the server, so its origin is named too.
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${new URL(settings.issuer).origin}`,
    })
    // A form of another origin may not act here. The cookie is SameSite=Lax, but all of localhost is one site.
    const { origin } = request.headers
    if (request.method === 'POST' && origin !== undefined && origin !== settings.appUrl)
      return html(reply.status(403), messagePage('That came from another site', 'Nothing was done.'))
  })

  const sessionOf = (request: FastifyRequest) => sessions.find(request.cookies[cookieName])
  const setCookie = (reply: FastifyReply, id: string) =>
    reply.setCookie(cookieName, id, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: settings.appUrl.startsWith('https:'),
    })

  app.get('/style.css', async (_, reply) => reply.type('text/css; charset=utf-8').send(style))

  app.get('/', async (request, reply) => show(request, reply, '/me'))
  app.get('/reports', async (request, reply) => show(request, reply, '/reports'))

  const show = async (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const session = sessionOf(request)
    if (session?.tokens === undefined) return html(reply, loggedOutPage())
    const steps = await askApi(session, path)
    if (session.tokens !== undefined) return html(reply, answerPage(session.tokens, session.refreshes, steps))
    sessions.end(request.cookies[cookieName])
    return html(reply, messagePage('You are logged out', 'Countersign ended what this app was allowed to do.'))
  }

  app.get<{ Querystring: { for?: string } }>('/login', async (request, reply) => {
    const { url, state, codeVerifier } = await countersign.begin(
      request.query.for === 'reports' ? scopes.reports : scopes.basic,
    )
    let session: Session | undefined = sessionOf(request)
    if (session === undefined) {
      const created = sessions.create()
      setCookie(reply, created.id)
      session = created.session
    }
    sessions.begin(session, state, codeVerifier)
    return reply.redirect(url, 303)
  })

  app.get<{ Querystring: { state?: string } }>('/callback', async (request, reply) => {
    const { state } = request.query
    const begun = typeof state === 'string' ? sessionOf(request)?.begun.get(state) : undefined
    if (typeof state !== 'string' || begun === undefined)
      return html(reply.status(400), messagePage('This login did not start here', 'Please log in again.'))
    sessionOf(request)?.begun.delete(state)
    const tokens = await countersign.finish(new URL(request.url, settings.appUrl), state, begun.codeVerifier)
    // A new session at each login: a cookie that somebody planted before it is worth nothing.
    const before = sessionOf(request)?.tokens?.refreshToken
    if (before !== undefined) await countersign.revoke(before).catch(() => {})
    sessions.end(request.cookies[cookieName])
    const { id, session } = sessions.create()
    session.tokens = tokens
    setCookie(reply, id)
    return reply.redirect('/', 303)
  })

  app.post('/logout', async (request, reply) => {
    const refreshToken = sessionOf(request)?.tokens?.refreshToken
    sessions.end(request.cookies[cookieName])
    reply.clearCookie(cookieName, { path: '/' })
    // The app's session is over whatever the server says.
    if (refreshToken !== undefined) await countersign.revoke(refreshToken).catch(() => {})
    return reply.redirect(`${settings.issuer}/logout`, 303)
  })
  // A browser's form sends an empty body; there is nothing in it to read.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) => {
    done(null)
  })

  app.setNotFoundHandler((_, reply) => html(reply.status(404), messagePage('There is no such page', '')))
  app.setErrorHandler((error, _, reply) => {
    const refusal = refusalOf(error)
    if (refusal?.code === 'access_denied')
      return html(reply, messagePage('You did not allow it', 'So this app got nothing.'))
    if (refusal) return html(reply.status(400), messagePage('The login failed', `${refusal.code}: ${refusal.words}`))
    console.error(error)
    return html(reply.status(502), messagePage('Countersign did not answer', 'Please try again in a moment.'))
  })
  return app
}

const html = (reply: FastifyReply, page: string) => reply.type('text/html; charset=utf-8').send(page)
