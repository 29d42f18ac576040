// Countersign as an operator starts it, with an app, an API and a person.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type Contestant, world } from '../contestant.ts'
import { cookieHeader, logIn } from '../log-in.ts'
import { authorizePath } from '../requests.ts'
import { freePort, startServer } from '../server-process.ts'
import { settings } from '../settings.ts'

const entry = join(import.meta.dirname, '../../bin/countersign.js')

/** As `npm start` and the image do. */
const semiSpace = '--max-semi-space-size=8'

export type KeyAlgorithm = 'RS256' | 'ES256'
export const nameWith = (alg: KeyAlgorithm): string => (alg === 'RS256' ? 'Countersign' : `Countersign, ${alg} keys`)

export const startCountersign = async (
  databaseUrl: string,
  folder: string,
  alg: KeyAlgorithm = 'RS256',
): Promise<Contestant> => {
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    KEYS_DIR: join(folder, `keys-${alg}`),
    ACCESS_TOKEN_SECONDS: String(world.accessTokenSeconds),
    // All requests come from one address; the peer has no limits at all.
    DANGER_NO_RATE_LIMITS: '1',
  }
  const cli = (input: string, ...args: string[]): Record<string, string> =>
    JSON.parse(execFileSync(process.execPath, [entry, ...args, '--json'], { env, input, encoding: 'utf8' }))

  const { email, password } = world.person
  cli(password, 'users', 'create', '--email', email, '--password-stdin')
  cli('', 'scopes', 'set', world.scope, '--words', 'see your orders')
  cli('', 'resources', 'set', world.resource, '--name', 'Orders', '--alg', alg)
  const grants = ['authorization_code', 'refresh_token', 'client_credentials'].flatMap((name) => ['--grant', name])
  const addresses = ['--redirect-uri', world.redirectUri, '--backchannel-logout-uri', world.logoutUri]
  const more = ['--scope', `openid ${world.scope}`, '--id-token-alg', alg]
  const made = cli('', 'clients', 'create', '--name', 'Bench', ...addresses, ...grants, ...more)
  const app = { clientId: made.client_id ?? '', secret: made.client_secret ?? '', resource: world.resource }

  const profiling =
    settings.profile === undefined || alg !== 'RS256' ? [] : ['--cpu-prof', `--cpu-prof-dir=${settings.profile}`]
  const server = await startServer({ name: nameWith(alg), args: [semiSpace, ...profiling, entry, 'serve'], env })
  const database = new URL(databaseUrl).pathname.slice(1)
  const paths = {
    jwks: '/jwks',
    discovery: '/.well-known/openid-configuration',
    authorize: '/authorize',
    token: '/token',
    introspect: '/introspect',
  }
  const contestant = { name: nameWith(alg), issuer, port, database, process: server, paths, app, cookies: [] }
  const request = authorizePath(contestant)
  const cookies: string[] = []
  while (cookies.length < settings.parallel) cookies.push(cookieHeader(await logIn(issuer, request), /./))
  return { ...contestant, cookies }
}
