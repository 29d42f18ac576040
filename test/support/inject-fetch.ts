// fetch, straight into an app that listens nowhere.
import type { FastifyInstance, InjectOptions } from 'fastify'

export type InjectFetch = (url: URL | string, init?: RequestInit) => Promise<Response>

export const injectFetch =
  (app: FastifyInstance): InjectFetch =>
  async (url, init = {}) => {
    const { pathname, search } = new URL(url)
    const headers = Object.fromEntries(new Headers(init.headers).entries())
    const body = init.body instanceof URLSearchParams ? init.body.toString() : init.body
    const answer = await app.inject({
      method: (init.method ?? 'GET') as NonNullable<InjectOptions['method']>,
      url: pathname + search,
      headers: init.body instanceof URLSearchParams ? { 'content-type': form, ...headers } : headers,
      ...(body != null && { payload: body as string }),
    })
    const answered = new Headers()
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of [value].flat()) if (one !== undefined) answered.append(name, String(one))
    const isEmpty = [204, 304].includes(answer.statusCode)
    return new Response(isEmpty ? null : answer.rawPayload, { status: answer.statusCode, headers: answered })
  }

const form = 'application/x-www-form-urlencoded'
