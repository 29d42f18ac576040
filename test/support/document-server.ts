// A server on this machine that publishes client metadata documents, as apps do on the web; it counts who asks.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { ownCertificate } from './certificate.ts'

type Answer = Readonly<{
  status?: number
  headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. */
  body?: unknown
  /** Before anything is sent. */
  delayMillis?: number
  /** Never ends. */
  hangs?: boolean
}>

export type DocumentServer = Awaited<ReturnType<typeof documentServer>>

export const documentServer = async (t: Test, scheme: 'http' | 'https' = 'http') => {
  const answers = new Map<string, Answer>()
  const asked: { path: string; headers: IncomingHttpHeaders }[] = []
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const path = request.url ?? ''
    asked.push({ path, headers: request.headers })
    const {
      status = 200,
      headers = {},
      body = '',
      delayMillis = 0,
      hangs = false,
    } = answers.get(path) ?? { status: 404 }
    if (hangs) return
    setTimeout(() => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }, delayMillis)
  }
  const server = scheme === 'https' ? createTlsServer(ownCertificate(), listener) : createServer(listener)
  const host = scheme === 'https' ? 'localhost' : '127.0.0.1'
  server.listen(0, host)
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const url = (path: string): string => `${scheme}://${host}:${port}${path}`

  /** Publishes a client's document; what is not said is what a plain public app says. */
  const publish = (path: string, change: object = {}, answer: Answer = {}): string => {
    const said = { client_id: url(path), client_name: 'Claude', redirect_uris: ['https://app.example/callback'] }
    const usual = { grant_types: ['authorization_code', 'refresh_token'], token_endpoint_auth_method: 'none' }
    answers.set(path, { body: { ...said, ...usual, ...change }, ...answer })
    return url(path)
  }

  return {
    host: `${host}:${port}`,
    url,
    publish,
    /** Answers as it is told to, document or not. */
    answer: (path: string, answer: Answer): string => {
      answers.set(path, answer)
      return url(path)
    },
    asked: (path?: string) => asked.filter((request) => path === undefined || request.path === path),
  }
}
