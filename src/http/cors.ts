// CORS: which sites' scripts may read our answers; never with cookies (Fetch Standard §3.2, RFC 6454 §7).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { NewEvent } from '../flows/events.ts'
import { namedClients } from '../protocol/named-clients.ts'
import { printable } from '../protocol/params.ts'
import { allowsOrigin } from '../protocol/web-origin.ts'
import type { HttpParts, ListedOrigins } from './parts.ts'

const exposed = 'WWW-Authenticate, Retry-After, X-Reference'
/** `*` alone would leave out Authorization; the others are for browsers that do not know `*` yet. */
const requestHeaders = 'Authorization, Content-Type, DPoP, MCP-Protocol-Version, *'
const preflightSeconds = 3600

/** Where any site may read, `*` says so: nothing that was sent is repeated, and caches may keep one answer for all. */
const allow = (reply: FastifyReply, origin: string): FastifyReply =>
  reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', exposed)

/** For what is the same for everybody. */
export const publicCors = (app: FastifyInstance): void => {
  app.addHook('onRequest', (_, reply, done) => {
    allow(reply, '*')
    done()
  })
}

/**
 * For answers to a client: where it has a list of origins, only they may read them. Every client that the request names
 * must agree, so that no other name opens its answers. A request that names none that is known is about nobody.
 */
export const clientCors = (
  app: FastifyInstance,
  { webOriginsOf, record, clock }: Pick<HttpParts, 'webOriginsOf' | 'record' | 'clock'>,
) => {
  const isNews = onceAMinute(clock)
  const listsOf = async (request: FastifyRequest) => {
    try {
      return await webOriginsOf(namesOf(request))
    } catch (err) {
      request.log.warn({ err }, 'nobody may read this answer: the web origins of its client cannot be read')
      return undefined
    }
  }
  const answer = async (request: FastifyRequest, reply: FastifyReply, origin: string): Promise<void> => {
    // That we are busy, or without a database, is said to everybody alike; and nothing could be asked of it.
    const lists = reply.statusCode >= 500 ? [] : await listsOf(request)
    if (lists === undefined) return
    if (lists.every(({ origins }) => origins.length === 0)) return void allow(reply, '*')
    const against = lists.find(({ origins }) => !allowsOrigin(origins, origin))
    if (against === undefined) allow(reply, origin)
    else if (isNews(`${against.clientId} ${origin} ${request.ip}`)) record(withheld(request, origin, against))
  }
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('vary', 'Origin')
    const { origin } = request.headers
    // Servers, who ask most, send no origin.
    if (origin === undefined || request.method === 'OPTIONS') done(null, payload)
    else answer(request, reply, origin).then(() => done(null, payload), done)
  })
}

const mostTold = 1000

/** A proxy that hands the origin on needs no such leave: what works all day long is no event each time. */
const onceAMinute = (clock: HttpParts['clock']): ((what: string) => boolean) => {
  let minute = 0
  const told = new Set<string>()
  return (what) => {
    const current = Math.floor(clock().getTime() / 60_000)
    if (current !== minute || told.size >= mostTold) told.clear()
    minute = current
    const isNew = !told.has(what)
    told.add(what)
    return isNew
  }
}

/** All that a browser says to the app's maker is "CORS". */
const withheld = (request: FastifyRequest, origin: string, { clientId, origins }: ListedOrigins): NewEvent => {
  const words = `A script of ${printable(origin, 100)} asked; browsers keep the answer from it, because the app is registered for ${origins.join(' ')} alone.`
  return {
    ...{ kind: 'refused', clientId, ownerText: words, operatorText: words, address: request.ip },
    endpoint: `${request.method} ${request.routeOptions.url ?? 'unknown path'}`,
    cure: 'If this is where your app runs, register a redirect URI there: it brings its origin along. Compare scheme, host and port.',
  }
}

const namesOf = (request: FastifyRequest): readonly string[] =>
  namedClients({
    authorization: request.headers.authorization,
    form: typeof request.body === 'string' ? request.body : undefined,
    inPath: (request.params as { client_id?: string }).client_id,
  })

/** Any site may ask; whether it may read the real answer shows with that. OPTIONS by hand is answered the same. */
export const answerPreflights = (app: FastifyInstance, url: string, methods: readonly string[]): void => {
  app.options(url, async (_, reply) =>
    reply
      .header('access-control-allow-origin', '*')
      .header('access-control-allow-methods', methods.filter((method) => method !== 'OPTIONS').join(', '))
      .header('access-control-allow-headers', requestHeaders)
      .header('access-control-max-age', String(preflightSeconds))
      .status(204)
      .send(),
  )
}
