// Closing: a server that stops says so in its last answers, so that no connection outlives them (RFC 9112 §9.6).
import type { FastifyInstance } from 'fastify'

/**
 * Fastify hangs up the connections that idle when it begins to close, and refuses what comes later. One that is just being
 * answered would idle on until its keep-alive ends, and hold the process for so long.
 */
export const hangingUp = (app: FastifyInstance): void => {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', (_, reply, payload, done) => {
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
}
