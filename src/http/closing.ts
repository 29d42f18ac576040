// Closing: a server that stops says so in its last answers, and hangs up on nobody who is just asking (RFC 9112 §9.6).
import { setImmediate as nextLook, setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** Whether the server has been told to stop. */
export type Closing = Readonly<{ isBegun: () => boolean; begin: () => void }>

export const openClosing = (): Closing => {
  let isBegun = false
  return {
    isBegun: () => isBegun,
    begin: () => {
      isBegun = true
    },
  }
}

/** Each answer from then on ends its connection; else one would idle on until its keep-alive ends, and hold the process for so long. */
export const hangingUp = (app: FastifyInstance, { isBegun, begin }: Closing): void => {
  app.addHook('preClose', async () => begin())
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isBegun()) reply.header('connection', 'close')
    done(null, payload)
  })
}

/** Whoever asks again and again asks within this. */
const idleMillis = 250
const lookMillis = 10

/**
 * For `delayMillis` everything is answered as before, so that a balancer can see that this server stops. Then no connection is
 * taken any more; one that idles may still be about to ask, and to hang up on it now would lose that request. So each gets an
 * answer that ends it, or a moment in which it asks nothing.
 */
export const drain = async (app: FastifyInstance, { begin }: Closing, delayMillis: number): Promise<void> => {
  begin()
  if (delayMillis > 0) await sleep(delayMillis)
  const { server } = app
  const { closeIdleConnections } = server
  // Node's close begins with it.
  server.closeIdleConnections = () => {}
  await nobodyWaits(server)
  server.close()
  server.closeIdleConnections = closeIdleConnections
  for (let waited = 0; waited < idleMillis && (await connections(server)) > 0; waited += lookMillis)
    await sleep(lookMillis)
}

/** One look at the sockets takes one connection. Whoever waits to be taken when the port closes is cut off, so it closes when nobody does. */
const nobodyWaits = async (server: FastifyInstance['server']): Promise<void> => {
  let taken = 0
  const count = (): void => {
    taken += 1
  }
  server.on('connection', count)
  const timer = AbortSignal.timeout(idleMillis)
  for (let before = -1; before < taken && !timer.aborted; ) {
    before = taken
    await nextLook()
  }
  server.off('connection', count)
}

const connections = (server: FastifyInstance['server']): Promise<number> =>
  new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)))
