// What is measured: each operation with its target, as the same requests to every contestant.
import type { Checks } from './checks.ts'
import { type Answer, header } from './connection.ts'
import type { Contestant } from './contestant.ts'
import type { KeyAlgorithm } from './contestants/countersign.ts'
import * as requests from './requests.ts'

export type Send = (request: string) => Promise<Answer>
/** One operation on the connection of that number; the bytes that were answered. */
export type Work = (worker: number, send: Send) => Promise<number>

export type Operation = Readonly<{
  /** For BENCH_ONLY. */
  key: string
  name: string
  signatures: number
  /** What the target compares with; null: no comparison, for information. */
  yardstick: 'oidc-provider' | 'bare Fastify route' | null
  /** Of the tokens; RS256 where nothing is said. */
  keys?: KeyAlgorithm
  /** The most that ours may be of the yardstick's CPU. */
  target: number | null
  prepare(contestant: Contestant, checks: Checks, send: Send): Promise<Work>
}>

const personal = ['access_token', 'id_token', 'refresh_token']

const codeOf = (contestant: Contestant, { head, status, body }: Answer): string => {
  const location = header(head, 'location')
  const code = /[?&]code=([^&]+)/.exec(location ?? '')?.[1]
  if (code === undefined) throw new Error(`${contestant.name} gave no code: ${status} ${location}\n${body}`)
  return decodeURIComponent(code)
}

/** Logs in once for each browser, with the session and the remembered consent. */
const logInAll = async (contestant: Contestant, checks: Checks, send: Send, withResource = true) => {
  const all: Record<string, string>[] = []
  for (const cookie of contestant.cookies) {
    const code = codeOf(contestant, await send(requests.authorize(contestant, cookie, withResource)))
    all.push(checks.tokens(await send(requests.redeem(contestant, code)), []))
  }
  return all
}

const constant = (key: string, name: string, path: 'jwks' | 'discovery'): Operation => ({
  ...{ key, name, signatures: 0, yardstick: 'bare Fastify route', target: 1.1 },
  prepare: async (contestant, checks, send) => {
    const request = requests.get(contestant, contestant.paths[path])
    const first = await send(request)
    checks.json(first)
    return async (_, send) => {
      const { status, body, bytes } = await send(request)
      if (status !== 200 || !body.equals(first.body)) throw new Error(`${contestant.name} changed its ${name}`)
      return bytes
    }
  },
})

const refreshing: Operation['prepare'] = async (contestant, checks, send) => {
  // A chain for each connection: each refresh uses what the one before it returned.
  const tokens = (await logInAll(contestant, checks, send)).map(({ refresh_token: token = '' }) => token)
  return async (worker, send) => {
    const before = tokens[worker] ?? ''
    const answer = await send(requests.refresh(contestant, before))
    const { refresh_token: after = '' } = checks.tokens(answer, personal)
    if (after === before) throw new Error(`${contestant.name} did not rotate`)
    tokens[worker] = after
    return answer.bytes
  }
}

/** No hint of the token's type: most libraries send none. */
const introspecting = (token: 'access_token' | 'refresh_token'): Operation['prepare'] => {
  return async (contestant, checks, send) => {
    // The peer introspects no JWT: without a resource it issues an opaque access token.
    const withResource = contestant.name !== 'oidc-provider' || token === 'refresh_token'
    const tokens = await logInAll(contestant, checks, send, withResource)
    const all = tokens.map((each) => requests.introspect(contestant, each[token] ?? ''))
    return async (worker, send) => {
      const answer = await send(all[worker] ?? '')
      if (checks.json(answer).active !== true) throw new Error(`${contestant.name} calls the token inactive`)
      return answer.bytes
    }
  }
}

export const operations: readonly Operation[] = [
  constant('jwks', 'JWKS', 'jwks'),
  constant('discovery', 'discovery', 'discovery'),
  {
    ...{ key: 'authorize', name: 'authorize with session and consent', signatures: 0 },
    ...{ yardstick: 'oidc-provider', target: 0.43 },
    prepare: async (contestant) => {
      const { cookies } = contestant
      const all = cookies.map((cookie) => requests.authorize(contestant, cookie))
      return async (worker, send) => {
        const answer = await send(all[worker] ?? '')
        codeOf(contestant, answer)
        return answer.bytes
      }
    },
  },
  {
    ...{ key: 'login', name: 'whole login', signatures: 2, yardstick: 'oidc-provider', target: 0.5 },
    prepare: async (contestant, checks) => {
      const { cookies } = contestant
      const all = cookies.map((cookie) => requests.authorize(contestant, cookie))
      return async (worker, send) => {
        const authorized = await send(all[worker] ?? '')
        const redeemed = await send(requests.redeem(contestant, codeOf(contestant, authorized)))
        checks.tokens(redeemed, personal)
        return authorized.bytes + redeemed.bytes
      }
    },
  },
  {
    ...{ key: 'refresh', name: 'refresh with id_token', signatures: 2, yardstick: 'oidc-provider', target: 0.65 },
    prepare: refreshing,
  },
  {
    ...{ key: 'client_credentials', name: 'client_credentials', signatures: 1 },
    ...{ yardstick: 'oidc-provider', target: 0.78 },
    prepare: async (contestant, checks) => {
      const request = requests.clientCredentials(contestant)
      return async (_, send) => {
        const answer = await send(request)
        checks.tokens(answer, ['access_token'])
        return answer.bytes
      }
    },
  },
  {
    ...{ key: 'introspection', name: 'introspection of an access token', signatures: 0 },
    ...{ yardstick: 'oidc-provider', target: 0.48 },
    prepare: introspecting('access_token'),
  },
  {
    ...{ key: 'introspection_refresh', name: 'introspection of a refresh token', signatures: 0 },
    ...{ yardstick: 'oidc-provider', target: 0.48 },
    prepare: introspecting('refresh_token'),
  },
  {
    ...{ key: 'refresh_es256', name: 'refresh with id_token', signatures: 0 },
    ...{ yardstick: null, target: null, keys: 'ES256' },
    prepare: refreshing,
  },
]
