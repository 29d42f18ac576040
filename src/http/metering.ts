// Metering: each request is counted when it is answered, by the route that it found (Prometheus exposition format).
import type { FastifyInstance } from 'fastify'
import type { Meter } from '../model/meter.ts'

/** A stranger may send any word as a method; a series for each would fill the memory. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export const meterRequests = (app: FastifyInstance, meter: Meter): void => {
  app.addHook('onResponse', (request, reply, done) => {
    const method = methods.has(request.method) ? request.method : 'OTHER'
    meter.request(method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
}
