// The stage: starts server and API, makes a person and two clients through the command line, then starts the app.
import { join } from 'node:path'
import type { Parts } from './parts.ts'

const root = join(import.meta.dirname, '../..')
const command = join(root, 'bin/countersign.js')

export type Scene = Readonly<{
  folder: string
  ports: Readonly<{ server: number; app: number; api: number }>
  person: Readonly<{ email: string; password: string }>
  accessTokenSeconds: number
  say: (line: string) => void
}>

export const setStage = async (parts: Parts, { folder, ports, person, accessTokenSeconds, say }: Scene) => {
  const issuer = `http://localhost:${ports.server}`
  const appUrl = `http://localhost:${ports.app}`
  const apiUrl = `http://localhost:${ports.api}`
  // Only this: a DATABASE_URL or a KEYS_DIR of yours must never meet the demo.
  const server = {
    ...inherited(),
    PORT: String(ports.server),
    DATA_DIR: join(folder, 'data'),
    KEYS_DIR: join(folder, 'keys'),
    ACCESS_TOKEN_SECONDS: String(accessTokenSeconds),
    LOG_LEVEL: 'warn',
  }
  const cli = async (args: readonly string[], input = ''): Promise<Record<string, string>> =>
    JSON.parse(await parts.run([command, ...args, '--json'], server, input))

  const example = { ...inherited(), ISSUER: issuer, API_URL: apiUrl, APP_URL: appUrl }

  say('Starting the server, on a new embedded database …')
  await Promise.all([
    parts.serve('The server', [command, 'serve'], server),
    parts.serve('The API', [join(root, 'examples/api/main.ts')], {
      ...example,
      PORT: String(ports.api),
      AUDIENCE: apiUrl,
    }),
  ])

  say('Making a person and an app …')
  await Promise.all([
    cli(['users', 'create', '--email', person.email, '--name', 'Ada Lovelace', '--password-stdin'], person.password),
    cli(['scopes', 'set', 'reports:read', '--words', 'read your reports']),
    cli(['clients', 'create', '--name', 'Example API', '--audience', apiUrl]),
  ])
  const redirect = ['--redirect-uri', `${appUrl}/callback`]
  const client = await cli([
    'clients',
    'create',
    '--name',
    'Example app',
    ...redirect,
    '--scope',
    'profile reports:read',
  ])

  say('Starting the app …')
  await parts.serve('The app', [join(root, 'examples/app/main.ts')], {
    ...example,
    PORT: String(ports.app),
    CLIENT_ID: String(client.client_id),
    CLIENT_SECRET: String(client.client_secret),
  })
  return { issuer, appUrl, apiUrl }
}

const inherited = (): Record<string, string> => {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
