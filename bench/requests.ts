// The requests, as bytes: the same to every contestant, but for paths and credentials.
import { createHash } from 'node:crypto'
import { type Contestant, world } from './contestant.ts'

export const verifier = 'a-verifier-of-the-benchmark-of-43-characters-or-more'
const challenge = createHash('sha256').update(verifier).digest('base64url')

const usualHeaders = (port: number): string =>
  `Host: localhost:${port}\r\nUser-Agent: bench\r\nAccept: */*\r\nConnection: keep-alive\r\n`

export const get = ({ port }: Contestant, path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\n${usualHeaders(port)}${headers}\r\n`

export const authorizePath = ({ paths, app }: Contestant, withResource = true): string =>
  `${paths.authorize}?${new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: world.redirectUri,
    scope: withResource ? `openid ${world.scope}` : 'openid',
    state: 'af0ifjsldkj',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(withResource && { resource: app.resource }),
  })}`

export const authorize = (contestant: Contestant, cookie: string, withResource = true): string =>
  get(contestant, authorizePath(contestant, withResource), `Cookie: ${cookie}\r\n`)

/** By client_secret_basic. */
const post = ({ port, app }: Contestant, path: string, form: Readonly<Record<string, string>>): string => {
  const body = new URLSearchParams(form).toString()
  const credentials = Buffer.from(`${app.clientId}:${app.secret}`).toString('base64')
  return `POST ${path} HTTP/1.1\r\n${usualHeaders(port)}Authorization: Basic ${credentials}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

export const redeem = (contestant: Contestant, code: string): string =>
  post(contestant, contestant.paths.token, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: world.redirectUri,
    code_verifier: verifier,
  })

export const refresh = (contestant: Contestant, token: string): string =>
  post(contestant, contestant.paths.token, { grant_type: 'refresh_token', refresh_token: token })

export const clientCredentials = (contestant: Contestant): string =>
  post(contestant, contestant.paths.token, {
    grant_type: 'client_credentials',
    scope: world.scope,
    resource: contestant.app.resource,
  })

export const introspect = (contestant: Contestant, token: string): string =>
  post(contestant, contestant.paths.introspect, { token })
