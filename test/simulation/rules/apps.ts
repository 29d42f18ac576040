// What should happen when an app authenticates (RFC 6749 §2.3), registers or is changed (RFC 7591, RFC 7592).
import type { App, Turn } from '../model.ts'

export type Credentials = Readonly<{ clientId: string; secret: string | undefined }>

export type Refused = Readonly<{ kind: 'refused'; codes: readonly string[]; rule: string }>

/** Any of the codes will do; the rule is what a wrong answer would break. */
export const refused = (rule: string, ...codes: readonly string[]): Refused => ({ kind: 'refused', codes, rule })

export const authenticate = ({ model }: Turn, { clientId, secret }: Credentials): App | Refused => {
  const app = model.apps.get(clientId)
  if (app === undefined) return refused('an unknown client gets nothing', 'invalid_client')
  const proved = app.isPublic ? secret === undefined : secret !== undefined && app.secrets.includes(secret)
  if (!proved) return refused('a client must prove that it is the client it says it is', 'invalid_client')
  if (app.disabled) return refused('a disabled client gets nothing', 'unauthorized_client')
  return app
}

export const isRefused = (value: object): value is Refused => 'kind' in value && value.kind === 'refused'
