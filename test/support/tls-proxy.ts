// A reverse proxy that ends TLS and passes everything on, as the README asks of one; it says itself where its visitors come from.
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Test } from 'tap'
import { listen } from './listening.ts'

type Wishes = Readonly<{ port: number; targetPort: number; visitor: string }>

export const tlsProxy = async (t: Test, { port, targetPort, visitor }: Wishes): Promise<void> => {
  await listen(t, 'https', port, (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request
    const forwarded = {
      'x-forwarded-for': visitor,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': headers.host ?? '',
    }
    const onward = ask(
      { host: 'localhost', port: targetPort, method, path: url, headers: { ...headers, ...forwarded } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.writeHead(502).end())
    request.pipe(onward)
  })
}
