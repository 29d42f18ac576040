// A receiver of logout tokens: an app's back-channel logout address, as well or badly behaved as a test wants it.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { freePort } from './ports.ts'

export type Reception = Readonly<{ method: string | undefined; type: string | undefined; token: string }>

export type LogoutReceiver = Readonly<{
  uri: string
  received: readonly Reception[]
  /** How many were there at once at most. */
  mostAtOnce(): number
  /** What it answers from now on; it may take its time. */
  answers(status: number, body?: string, millis?: number): void
  /** Takes the address away, as an app that is being restarted does. */
  close(): Promise<void>
}>

/** On a port that stays its own while it is closed, unless one is given. */
export const logoutReceiver = async (t: Test, port?: number): Promise<LogoutReceiver> => {
  const received: Reception[] = []
  let answer = { status: 200, body: '', millis: 0 }
  let [here, most] = [0, 0]
  const server = createServer(async (request, response) => {
    here += 1
    most = Math.max(most, here)
    const form = new URLSearchParams(await text(request))
    const { method, headers } = request
    received.push({ method, type: headers['content-type'], token: form.get('logout_token') ?? '' })
    const { status, body, millis } = answer
    setTimeout(() => {
      here -= 1
      response.writeHead(status, { location: '/elsewhere', 'cache-control': 'no-store' }).end(body)
    }, millis)
  })
  server.listen(port ?? (await freePort()), '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    if (!server.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  t.teardown(close)
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/logout`,
    received,
    mostAtOnce: () => most,
    answers: (status, body = '', millis = 0) => {
      answer = { status, body, millis }
    },
    close,
  }
}
