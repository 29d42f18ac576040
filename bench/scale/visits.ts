// What the load does: refresh, authorize and introspect, each time somebody drawn at random from the whole table.
import { createHash } from 'node:crypto'
import { parseMasterKey } from '../../src/crypto/master-key.ts'
import { formatRefreshToken } from '../../src/protocol/refresh-token.ts'
import { type Answer, header } from '../connection.ts'
import { withClient } from './cluster.ts'
import type { Send } from './load.ts'
import { accountsOf, clientOf, familyId, redirectUri, scope, sessionCookie } from './people.ts'
import type { App, Seeded } from './seed.ts'

export type Visit = (send: Send) => Promise<void>

const draw = (below: number): number => Math.floor(Math.random() * below)

const headers = (port: number): string => `Host: localhost:${port}\r\nConnection: keep-alive\r\n`

export const post = (port: number, path: string, app: App, form: Readonly<Record<string, string>>): string => {
  const body = new URLSearchParams(form).toString()
  const credentials = Buffer.from(`${app.clientId}:${app.secret}`).toString('base64')
  return `POST ${path} HTTP/1.1\r\n${headers(port)}Authorization: Basic ${credentials}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

const verifier = 'a-verifier-of-the-benchmark-of-43-characters-or-more'

export const authorizePath = (app: App): string =>
  `/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope: scope.join(' '),
    state: 'af0ifjsldkj',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`

export const failed = (what: string, { status, head, body }: Answer): Error =>
  new Error(`${what}: unexpected ${status}\n${head}\n${body}`)

/** Refresh tokens of any family, current although earlier runs have used some. */
export const refreshTokensOf = async ({ url, masterKey, families }: Seeded) => {
  const key = parseMasterKey(masterKey)
  if (key === undefined) throw new Error('the master key is gone')
  const refreshKey = { fingerprint: key.fingerprint, key: key.derive('refresh') }
  const used = await withClient(url, (client) =>
    client.query<{ id: Buffer; generation: number }>('select id, generation from family where generation > 0'),
  )
  const generations = new Map(used.rows.map(({ id, generation }) => [id.toString('hex'), generation]))
  const busy = new Set<number>()
  const token = (i: number, ahead = 0): string => {
    const id = familyId(i)
    return formatRefreshToken(id, (generations.get(id.toString('hex')) ?? 0) + ahead, refreshKey)
  }
  return {
    token,
    used: (i: number): void => {
      const id = familyId(i).toString('hex')
      generations.set(id, (generations.get(id) ?? 0) + 1)
    },
    /** Nobody refreshes one family twice at the same moment. */
    take: (): number => {
      for (;;) {
        const i = draw(families)
        if (busy.has(i)) continue
        busy.add(i)
        return i
      }
    },
    giveBack: (i: number): void => void busy.delete(i),
  }
}

export type RefreshTokens = Awaited<ReturnType<typeof refreshTokensOf>>

export const appOf = ({ apps, families }: Seeded, i: number): App => apps[clientOf(i, families)] as App

export const refreshing =
  (seeded: Seeded, port: number, tokens: RefreshTokens): Visit =>
  async (send) => {
    const i = tokens.take()
    const form = { grant_type: 'refresh_token', refresh_token: tokens.token(i) }
    const answer = await send(post(port, '/token', appOf(seeded, i), form))
    if (answer.status !== 200 || JSON.parse(answer.body.toString()).refresh_token !== tokens.token(i, 1))
      throw failed('refresh', answer)
    tokens.used(i)
    tokens.giveBack(i)
  }

const codeOf = (answer: Answer): string => {
  const code = /[?&]code=([^&]+)/.exec(header(answer.head, 'location') ?? '')?.[1]
  if (code === undefined) throw failed('authorize', answer)
  return decodeURIComponent(code)
}

const authorize = async (seeded: Seeded, port: number, send: Send): Promise<Readonly<{ app: App; code: string }>> => {
  // A family's person and app: they have a session, and a consent between them.
  const i = draw(seeded.families)
  const app = appOf(seeded, i)
  const cookie = `Cookie: cs_session=${sessionCookie(i % accountsOf(seeded.families))}\r\n`
  return { app, code: codeOf(await send(`GET ${authorizePath(app)} HTTP/1.1\r\n${headers(port)}${cookie}\r\n`)) }
}

export const authorizing =
  (seeded: Seeded, port: number): Visit =>
  async (send) => {
    await authorize(seeded, port, send)
  }

export const loggingIn =
  (seeded: Seeded, port: number): Visit =>
  async (send) => {
    const { app, code } = await authorize(seeded, port, send)
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
    const answer = await send(post(port, '/token', app, form))
    if (answer.status !== 200) throw failed('redeem', answer)
  }

export type AccessTokenOf = (i: number, clientId: string) => string

/** With tokens that are made before, because making one takes longer than asking about it. */
export const introspecting = (seeded: Seeded, port: number, count: number, accessTokenOf: AccessTokenOf): Visit => {
  const requests = Array.from({ length: count }, () => {
    const i = draw(seeded.families)
    const app = appOf(seeded, i)
    return post(port, '/introspect', app, { token: accessTokenOf(i, app.clientId) })
  })
  return async (send) => {
    const answer = await send(requests[draw(count)] ?? '')
    if (answer.status !== 200 || JSON.parse(answer.body.toString()).active !== true) throw failed('introspect', answer)
  }
}
