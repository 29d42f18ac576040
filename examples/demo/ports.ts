// Ports: five in a row, checked before anything is started.
import { createServer } from 'node:net'

/** The first of these ports that something else listens on. */
export const takenPort = async (ports: readonly number[]): Promise<number | undefined> => {
  for (const port of ports) {
    // `localhost` has two addresses, and a browser may use either.
    for (const host of ['127.0.0.1', '::1']) if (await isTaken(port, host)) return port
  }
  return undefined
}

const isTaken = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    // Only this says that somebody is there; a computer without IPv6 has another error.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'))
    server.listen({ port, host }, () => server.close(() => resolve(false)))
  })
