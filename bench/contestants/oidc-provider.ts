// oidc-provider, the peer: bench/peers/oidc-provider, with the same app, API and person.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Contestant, world } from '../contestant.ts'
import { cookieHeader, logIn } from '../log-in.ts'
import type { PeerSettings } from '../peers/oidc-provider/settings.ts'
import { authorizePath } from '../requests.ts'
import { freePort, startServer } from '../server-process.ts'
import { settings } from '../settings.ts'

const entry = join(import.meta.dirname, '../peers/oidc-provider/main.ts')

export const startOidcProvider = async (databaseUrl: string): Promise<Contestant> => {
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  const app = {
    clientId: `app_${randomBytes(16).toString('base64url')}`,
    secret: randomBytes(32).toString('base64url'),
    resource: world.resource,
  }
  const peerSettings: PeerSettings = {
    port,
    issuer,
    databaseUrl,
    client: { id: app.clientId, secret: app.secret, redirectUri: world.redirectUri, logoutUri: world.logoutUri },
    person: { ...world.person, sub: `usr_${randomBytes(16).toString('base64url')}` },
    accounts: settings.peerAccounts,
    resource: { identifier: world.resource, scope: world.scope },
    accessTokenSeconds: world.accessTokenSeconds,
  }
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', PEER_SETTINGS: JSON.stringify(peerSettings) }
  const server = await startServer({ name: 'oidc-provider', args: [entry], env })
  const database = new URL(databaseUrl).pathname.slice(1)
  const paths = {
    jwks: '/jwks',
    discovery: '/.well-known/openid-configuration',
    authorize: '/auth',
    token: '/token',
    introspect: '/token/introspection',
  }
  const contestant = { name: 'oidc-provider', issuer, port, database, process: server, paths, app, cookies: [] }
  const request = authorizePath(contestant)
  const cookies: string[] = []
  while (cookies.length < settings.parallel) cookies.push(cookieHeader(await logIn(issuer, request), /^_session/))
  return { ...contestant, cookies }
}
