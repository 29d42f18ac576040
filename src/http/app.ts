// The door: Fastify with every route, and nothing that decides.
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { addressGroup } from '../protocol/address.ts'
import { OAuthError } from '../protocol/errors.ts'
import { adminApi } from './admin-api/index.ts'
import { hangingUp } from './closing.ts'
import { clientCors, publicCors } from './cors.ts'
import { jsonErrors, sendJsonError } from './json-errors.ts'
import { lazySchemas } from './lazy-schemas.ts'
import type { LimitName, Limits } from './limits.ts'
import { meterRequests } from './metering.ts'
import { pages } from './pages/index.ts'
import type { HttpParts } from './parts.ts'
import { type NoteRefusal, notingRefusals } from './refusals.ts'
import { deviceAuthorizationRoute } from './routes/device-authorization.ts'
import { healthRoute } from './routes/health.ts'
import { introspectRoute } from './routes/introspect.ts'
import { jwksRoute } from './routes/jwks.ts'
import { metadataRoute } from './routes/metadata.ts'
import { metricsRoute } from './routes/metrics.ts'
import { registerRoute } from './routes/register.ts'
import { revokeRoute } from './routes/revoke.ts'
import { tokenRoute } from './routes/token.ts'
import { userinfoRoute } from './routes/userinfo.ts'
import { traceRequests } from './tracing.ts'

const bodyBytes = 64 * 1024
/** `state` may have 4 KB, which is 12 KB in a URL; a person's cookies come on top. */
const headerBytes = 48 * 1024

export const buildApp = async (parts: HttpParts, logger: FastifyBaseLogger): Promise<FastifyInstance> => {
  const { config } = parts
  const noteRefusal = notingRefusals(parts.record)
  const app = Fastify({
    loggerInstance: logger,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    bodyLimit: bodyBytes,
    http: { maxHeaderSize: headerBytes },
    // protocol/params.ts reads queries, by OAuth's rules.
    routerOptions: { querystringParser: () => ({}), maxParamLength: 2048 },
    // The admin API alone has schemas: what does not fit them is refused, never bent or dropped.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
    schemaController: lazySchemas,
    requestTimeout: 30_000,
    // Who was just asking when the server began to stop is answered like everybody (closing.ts).
    return503OnClosing: false,
    // Access logs are a proxy's work; here a line per request would cost more than the request.
    logController: new LogController({ disableRequestLogging: true }),
    // Nor a logger for each: what is logged of a request is a refusal, which has its reference. 5 % of a cheap request.
    childLoggerFactory: (shared) => shared,
    frameworkErrors: (error, request, reply) => {
      sendJsonError(
        request,
        reply,
        new OAuthError('invalid_request', 'The URL is malformed.', {
          operator: `The URL is malformed (${error.code}).`,
        }),
        noteRefusal,
      )
    },
  })
  app.removeContentTypeParser('text/plain')
  hangingUp(app, parts.closing)
  const { metrics, traces } = parts.watching
  if (traces !== undefined) traceRequests(app, traces)
  if (metrics !== undefined) meterRequests(app, metrics.meter)
  app.addHook('onRequest', (_, reply, done) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
    if (config.secure) reply.header('strict-transport-security', 'max-age=31536000')
    done()
  })
  // The body stays text here: protocol/params.ts knows OAuth's rules about repetition and encoding.
  await app.register(formbody, {
    bodyLimit: bodyBytes,
    parser: (text: string) => text as unknown as Record<string, unknown>,
  })
  app.addHook('onResponse', (_, reply, done) => {
    parts.observe(reply.elapsedTime)
    done()
  })
  jsonErrors(app, parts, noteRefusal)
  app.setNotFoundHandler(() => {
    throw new OAuthError('not_found', 'There is nothing at this address.')
  })
  healthRoute(app, parts)
  if (metrics !== undefined && config.metricsToken !== undefined) metricsRoute(app, config, metrics.read)
  await app.register(async (scope) => machines(scope, parts))
  await app.register(
    async (scope) => {
      if (config.rateLimits) await limitAddresses(scope, parts.limits, 'pages')
      await adminApi(scope, parts, noteRefusal)
    },
    { prefix: config.issuerPath },
  )
  await app.register((scope) => humans(scope, parts, noteRefusal), { prefix: config.issuerPath })
  return app
}

/** Endpoints that programs call. Those that servers alone call have no CORS. */
const machines = async (scope: FastifyInstance, parts: HttpParts): Promise<void> => {
  const { config } = parts
  await scope.register(async (open) => {
    publicCors(open)
    metadataRoute(open, parts)
    await open.register(async (own) => jwksRoute(own, parts), { prefix: config.issuerPath })
  })
  await scope.register(
    async (own) => {
      clientCors(own, parts)
      tokenRoute(own, parts)
      revokeRoute(own, parts)
      userinfoRoute(own, parts)
      await own.register(async (limited) => {
        if (config.rateLimits) await limitAddresses(limited, parts.limits, 'registrations')
        registerRoute(limited, parts)
      })
      await own.register(async (limited) => {
        if (config.rateLimits) await limitAddresses(limited, parts.limits, 'devices')
        deviceAuthorizationRoute(limited, parts)
      })
    },
    { prefix: config.issuerPath },
  )
  await scope.register(async (own) => introspectRoute(own, parts), { prefix: config.issuerPath })
}

const humans = async (scope: FastifyInstance, parts: HttpParts, noteRefusal: NoteRefusal): Promise<void> => {
  if (parts.config.rateLimits) await limitAddresses(scope, parts.limits, 'pages')
  await scope.register(cookie)
  await pages(scope, parts, noteRefusal)
}

const limitAddresses = (scope: FastifyInstance, { perMinute, windowMillis, use }: Limits, limit: LimitName) =>
  scope.register(rateLimit, {
    max: perMinute[limit],
    timeWindow: windowMillis,
    keyGenerator: (request) => addressGroup(request.ip),
    store: storeOf((address) => use(limit, address)),
  })

/** The plugin makes its store itself, with `new`. */
const storeOf = (use: (address: string) => ReturnType<Limits['use']>): FastifyRateLimitStoreCtor => {
  const store: FastifyRateLimitStore = {
    incr: (address, done) => {
      const { used, leftMillis } = use(address)
      done(null, { current: used, ttl: leftMillis })
    },
    child: () => store,
  }
  return function Store() {
    return store
  } as unknown as FastifyRateLimitStoreCtor
}
