// Tracing: each request is a span from its first hook to the end of its answer, by its route (OpenTelemetry semantic conventions for HTTP).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RequestTrace, Traces } from '../model/traces.ts'

export const traceRequests = (app: FastifyInstance, traces: Traces): void => {
  const open = new WeakMap<FastifyRequest, RequestTrace>()
  app.addHook('onRequest', (request, _, done) => {
    // The route, never the address: that has codes, states and people's links in it.
    const route = request.routeOptions.url ?? 'none'
    const facts = { 'http.request.method': request.method, 'http.route': route, 'url.scheme': request.protocol }
    const trace = traces.request(`${request.method} ${route}`, facts, request.headers)
    open.set(request, trace)
    trace.within(done)
  })
  // Reading the body goes on in the socket's own course of events.
  app.addHook('preHandler', (request, _, done) => {
    const trace = open.get(request)
    if (trace === undefined) done()
    else trace.within(done)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply
    open.get(request)?.end({ 'http.response.status_code': statusCode }, statusCode >= 500)
    done()
  })
}
