// The stage: starts server and API, makes people and clients through the command line, then starts the apps.
import { join } from 'node:path'
import { makeFirstAdmin } from './first-admin.ts'
import type { Parts } from './parts.ts'

const root = join(import.meta.dirname, '../..')
const command = join(root, 'bin/countersign.js')

export type Person = Readonly<{ name: string; email: string; password: string }>

export type Scene = Readonly<{
  folder: string
  ports: Readonly<{ server: number; app: number; api: number; spa: number; bff: number }>
  /** Who may read reports by a role, who may not, and who administers the server. */
  people: Readonly<Record<'analyst' | 'person' | 'admin', Person>>
  accessTokenSeconds: number
  say: (line: string) => void
}>

export const setStage = async (parts: Parts, { folder, ports, people, accessTokenSeconds, say }: Scene) => {
  const issuer = `http://localhost:${ports.server}`
  const appUrl = `http://localhost:${ports.app}`
  const apiUrl = `http://localhost:${ports.api}`
  const spaUrl = `http://localhost:${ports.spa}`
  const bffUrl = `http://localhost:${ports.bff}`
  // Only this: a DATABASE_URL or a KEYS_DIR of yours must never meet the demo. What one command compiled, the next has.
  const base = { ...inherited(), NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const server = {
    ...base,
    PORT: String(ports.server),
    DATA_DIR: join(folder, 'data'),
    KEYS_DIR: join(folder, 'keys'),
    ACCESS_TOKEN_SECONDS: String(accessTokenSeconds),
    LOG_LEVEL: 'warn',
    // Everybody may look at everything: an account of one's own, its mail without a mail server, and the developer portal.
    ...{ SIGN_UP: 'on', DANGER_DEV_MAILBOX: '1', APP_REGISTRATION: 'everyone' },
  }
  const cli = async (args: readonly string[], input = ''): Promise<Record<string, string>> =>
    JSON.parse(await parts.run([command, ...args, '--json'], server, input))

  const account = ({ name, email, password }: Person, ...more: readonly string[]) =>
    cli(['users', 'create', '--email', email, '--name', name, '--password-stdin', ...more], password)
  const client = async (name: string, ...more: readonly string[]) => {
    const { client_id, client_secret } = await cli(['clients', 'create', '--name', name, ...more])
    return { CLIENT_ID: String(client_id), ...(client_secret !== undefined && { CLIENT_SECRET: client_secret }) }
  }

  /** As on every server: its link is good once, and dead from then on. */
  const firstAdmin = async (person: Person) => {
    const { link } = await cli(['setup-link'])
    await makeFirstAdmin(String(link), person)
  }

  /** The API, with its scope in words: what apps send as `resource` (RFC 8707). */
  const registerApi = async () => {
    await cli(['scopes', 'set', 'reports:read', '--words', 'read your reports'])
    await cli(['resources', 'set', apiUrl, '--name', 'Example API', '--scope', 'reports:read'])
  }

  const example = { ...base, ISSUER: issuer, API_URL: apiUrl }

  say('Starting the server, on a new embedded database …')
  await Promise.all([
    parts.serve('The server', [command, 'serve'], server),
    parts.serve('The API', [join(root, 'examples/api/main.ts')], {
      ...example,
      PORT: String(ports.api),
      AUDIENCE: apiUrl,
    }),
  ])

  say('Making people and apps …')
  await Promise.all([
    account(people.person),
    account(people.analyst, '--role', 'analyst'),
    firstAdmin(people.admin),
    registerApi(),
  ])
  const [app, spa, bff] = await Promise.all([
    client('Example app', '--redirect-uri', `${appUrl}/callback`, '--scope', 'profile reports:read'),
    client('Example single-page app', '--public', '--redirect-uri', `${spaUrl}/`, ...backTo(spaUrl), ...basic),
    client('Example app with a backend', '--redirect-uri', `${bffUrl}/callback`, ...backTo(bffUrl), ...basic),
  ])

  say('Starting the apps …')
  const start = (name: string, file: string, appUrl: string, client: Record<string, string>) => {
    const settings = { ...example, ...client, PORT: new URL(appUrl).port, APP_URL: appUrl }
    return parts.serve(name, [join(root, file)], settings)
  }
  await Promise.all([
    start('The app', 'examples/app/main.ts', appUrl, app),
    start('The single-page app', 'examples/spa/public/main.ts', spaUrl, spa),
    start('The app with a backend', 'examples/spa/bff/main.ts', bffUrl, bff),
  ])
  return { issuer, appUrl, apiUrl, spaUrl, bffUrl }
}

/** Where the browser may come back to after logging out. */
const backTo = (url: string): readonly string[] => ['--post-logout-redirect-uri', `${url}/`]

const basic = ['--scope', 'openid profile']

const inherited = (): Record<string, string> => {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
