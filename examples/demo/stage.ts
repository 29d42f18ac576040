// The stage: starts the server, makes a person and two clients through the command line, then starts app and API.
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

  say('Starting the server, with an empty embedded database …')
  await parts.serve('The server', [command, 'serve'], server)

  say('Making a person, an app and an API known to it …')
  await Promise.all([
    cli(['users', 'create', '--email', person.email, '--name', 'Ada Lovelace', '--password-stdin'], person.password),
    cli(['scopes', 'set', 'reports:read', '--words', 'read your reports']),
  ])
  const [app] = await Promise.all([
    cli([
      ...'clients create --name'.split(' '),
      'Example app',
      '--redirect-uri',
      `${appUrl}/callback`,
      '--scope',
      'profile reports:read',
    ]),
    cli(['clients', 'create', '--name', 'Example API', '--audience', apiUrl]),
  ])

  say('Starting the app and the API …')
  const example = { ...inherited(), ISSUER: issuer, API_URL: apiUrl, APP_URL: appUrl }
  await Promise.all([
    parts.serve('The app', [join(root, 'examples/app/main.ts')], {
      ...example,
      PORT: String(ports.app),
      CLIENT_ID: String(app.client_id),
      CLIENT_SECRET: String(app.client_secret),
    }),
    parts.serve('The API', [join(root, 'examples/api/main.ts')], {
      ...example,
      PORT: String(ports.api),
      AUDIENCE: apiUrl,
    }),
  ])
  return { issuer, appUrl, apiUrl }
}

const inherited = (): Record<string, string> => {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
