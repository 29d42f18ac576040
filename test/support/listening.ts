// Stories and apps that a real browser can reach: each listens on a port of its own, over http or TLS.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { ownCertificate } from './certificate.ts'
import { freePort } from './ports.ts'
import type { SteppableClock } from './steppable-clock.ts'
import { type Story, story } from './story.ts'

export type Scheme = 'http' | 'https'

export const listeningStory = async (
  t: Test,
  scheme: Scheme = 'http',
  settings: Record<string, string> = {},
  clock?: SteppableClock,
): Promise<Story> => {
  const port = await freePort()
  const s = await story(t, { ISSUER: `${scheme}://localhost:${port}`, PORT: String(port), ...settings }, clock)
  await s.app.ready()
  await listen(t, scheme, port, (request, response) => s.app.routing(request, response))
  return s
}

export type Call = Readonly<{ method: string; url: URL; origin: string | undefined; form: URLSearchParams }>
export type ListeningApp = Readonly<{ origin: string; calls: readonly Call[] }>

/** An app that greets whoever comes back to it, and goes on elsewhere if `onward` says so. */
export const listeningApp = async (t: Test, scheme: Scheme = 'http', onward?: string): Promise<ListeningApp> => {
  const calls: Call[] = []
  const answer = async (request: IncomingMessage): Promise<string | undefined> => {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '', origin)
    if (url.pathname === '/favicon.ico') return undefined
    calls.push({ method, url, origin: headers.origin, form: new URLSearchParams(await text(request)) })
    return url.pathname === '/callback' ? onward : undefined
  }
  const port = await listen(t, scheme, 0, async (request, response) => {
    const location = await answer(request)
    if (location !== undefined) response.writeHead(302, { location }).end()
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>The app</title><h1>Welcome back</h1>')
  })
  const origin = `${scheme}://localhost:${port}`
  return { origin, calls }
}

/** On `localhost`, until the test ends; port 0 is any that is free. */
export const listen = async (t: Test, scheme: Scheme, port: number, listener: RequestListener): Promise<number> => {
  const server = scheme === 'https' ? createTlsServer(ownCertificate(), listener) : createServer(listener)
  server.listen(port, 'localhost')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
