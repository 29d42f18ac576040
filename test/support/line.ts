// Lines: connections that stay open, so that whoever answers on one always answers on that one; and whose they are.
import { once } from 'node:events'
import { Agent, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { type App, basic } from './plain-client.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is known only by looking at it.
export type LineAnswer = Readonly<{ status: number; body: any }>
type Form = Readonly<Record<string, string>>

export type Line = Readonly<{
  /** A form, if there is one, else a GET; rejects where the connection breaks. The next request then opens a new one. */
  ask: (path: string, form?: Form, headers?: Form) => Promise<LineAnswer>
  /** Resolves when the server has begun with the request, and waits for its body. */
  begin: (path: string, form: Form, headers?: Form) => Promise<Begun>
}>
export type Begun = Readonly<{ finish: () => void; answer: Promise<LineAnswer> }>

export const openLine = (t: Test, port: number): Line => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const open = (path: string, method: string, headers: OutgoingHttpHeaders): ClientRequest =>
    request({ host: 'localhost', port, path, agent, method, headers })
  const typed = (headers: Form = {}) => ({ 'content-type': 'application/x-www-form-urlencoded', ...headers })
  return {
    ask: (path, form, headers) => {
      const sent = form === undefined ? open(path, 'GET', {}) : open(path, 'POST', typed(headers))
      sent.end(form && new URLSearchParams(form).toString())
      return answerTo(sent)
    },
    begin: async (path, form, headers) => {
      const sent = open(path, 'POST', { ...typed(headers), expect: '100-continue' })
      sent.flushHeaders()
      await once(sent, 'continue')
      return { finish: () => sent.end(new URLSearchParams(form).toString()), answer: answerTo(sent) }
    },
  }
}

const answerTo = (sent: ClientRequest): Promise<LineAnswer> =>
  new Promise((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response: IncomingMessage) => {
      const { statusCode: status = 0, headers } = response
      const isJson = headers['content-type']?.includes('json')
      text(response).then((body) => resolve({ status, body: isJson ? JSON.parse(body) : body }), reject)
    })
  })

const refreshForm = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token })

export const refreshOn = (line: Line, app: App, token: string): Promise<LineAnswer> =>
  line.ask('/token', refreshForm(token), basic(app))

export const beginRefresh = (line: Line, app: App, token: string): Promise<Begun> =>
  line.begin('/token', refreshForm(token), basic(app))

/** Lines to a server of two workers, by who answers them; found out by stopping one for a moment (SIGSTOP). */
export const linesByWorker = async (t: Test, port: number, count: number, worker: number) => {
  const lines: Line[] = []
  for (let at = 0; at < count; at += 1) {
    const line = openLine(t, port)
    await line.ask('/health/live')
    lines.push(line)
  }
  process.kill(worker, 'SIGSTOP')
  try {
    const answered = new Set<Line>()
    const asked = lines.map((line) => line.ask('/health/live').then(() => answered.add(line)))
    while (answered.size === 0) await sleep(1)
    // The other has answered on all of its own when one of them was asked and answered so many times since.
    const [first] = answered
    for (let at = 0; at < 50; at += 1) await first?.ask('/health/live')
    const others = [...answered]
    process.kill(worker, 'SIGCONT')
    await Promise.all(asked)
    return { own: lines.filter((line) => !others.includes(line)), others }
  } finally {
    process.kill(worker, 'SIGCONT')
  }
}
