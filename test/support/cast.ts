// Cast: the people and the apps of a story, made as an operator makes them, by the command line.

import { cliJson } from './command-line.ts'
import { type App, type Person, redirectUri } from './plain-client.ts'
import type { Environment } from './process.ts'

export const person = async (environment: Environment, name = 'ada'): Promise<Person & { sub: string }> => {
  const made = { email: `${name}@example.com`, password: `the password of ${name}` }
  const args = ['users', 'create', '--email', made.email, '--name', name, '--password-stdin']
  const { sub } = await cliJson<{ sub: string }>(environment, args, made.password)
  return { ...made, sub }
}

type Created = { client_id: string; client_secret?: string; scope?: string }

/** An app that an operator registered; `wishes` are more options of `clients create`. */
export const operatorApp = async (
  environment: Environment,
  issuer: string,
  wishes: readonly string[] = ['--redirect-uri', redirectUri],
): Promise<App> => {
  const made = await cliJson<Created>(environment, ['clients', 'create', '--name', 'Shop', ...wishes])
  return {
    issuer,
    clientId: made.client_id,
    secret: made.client_secret ?? null,
    redirectUri,
    scope: made.scope ?? '',
    server: issuer,
  }
}
