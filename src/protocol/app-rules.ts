// Apps of people: who may register them, and what each kind of app is from the start (README, Apps of people).
import type { AppRegistration } from '../config/config.ts'
import { adminRole } from '../model/account.ts'
import {
  type AppKind,
  appKinds,
  type Client,
  deviceCodeGrantType,
  type GrantType,
  type TokenEndpointAuthMethod,
} from '../model/client.ts'
import { printable } from './params.ts'
import { redirectKind, redirectUriProblem } from './redirect-uri.ts'

type Roles = Readonly<{ roles: readonly string[] }>

/** An operator gave this person a role that says: may make apps. */
export const isDeveloper = ({ roles }: Roles): boolean => roles.includes('developer') || roles.includes(adminRole)

export const mayRegisterApps = (policy: AppRegistration, person: Roles): boolean =>
  policy === 'everyone' || (policy === 'invited' && isDeveloper(person))

export type KindDefaults = Readonly<{
  tokenEndpointAuthMethod: TokenEndpointAuthMethod
  grantTypes: readonly GrantType[]
  hasRedirects: boolean
}>

const withLogin = ['authorization_code', 'refresh_token'] as const

/** What an app is unless its owner changes it. Only what runs on a server can keep a secret. */
export const kindDefaults: Readonly<Record<AppKind, KindDefaults>> = {
  web: { tokenEndpointAuthMethod: 'client_secret_basic', grantTypes: withLogin, hasRedirects: true },
  'single-page': { tokenEndpointAuthMethod: 'none', grantTypes: withLogin, hasRedirects: true },
  native: { tokenEndpointAuthMethod: 'none', grantTypes: withLogin, hasRedirects: true },
  device: { tokenEndpointAuthMethod: 'none', grantTypes: ['refresh_token', deviceCodeGrantType], hasRedirects: false },
  service: {
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['client_credentials'],
    hasRedirects: false,
  },
  mcp: { tokenEndpointAuthMethod: 'none', grantTypes: withLogin, hasRedirects: true },
}

/**
 * A service gets tokens for itself, with nobody present to consent, so only somebody whom an operator made a developer may
 * have one; the grant asks again at each use. Self sign-up alone never leads to such a token.
 */
export const kindsFor = (person: Roles): readonly AppKind[] =>
  appKinds.filter((kind) => kind !== 'service' || isDeveloper(person))

/** What it was registered as; for apps that were not made in the portal, what they look like. */
export const kindOf = (client: Pick<Client, 'display' | 'grantTypes' | 'redirectUris' | 'tokenEndpointAuthMethod'>) => {
  if (client.display.kind !== undefined) return client.display.kind
  if (client.grantTypes.includes('client_credentials')) return 'service'
  if (client.redirectUris.length === 0) return 'device'
  if (client.tokenEndpointAuthMethod !== 'none') return 'web'
  return client.redirectUris.every((uri) => redirectKind(uri) === 'web') ? 'single-page' : 'native'
}

/** Why an app of this kind may not have this redirect URI, in words that follow the URI; undefined if it may. */
export const appRedirectProblem = (uri: string, kind: AppKind, issuer: string): string | undefined => {
  const { tokenEndpointAuthMethod, hasRedirects } = kindDefaults[kind]
  if (!hasRedirects) return 'is not needed: this kind of app has no redirect URIs'
  if (/\s/.test(uri)) return 'contains a space: type one address in each line'
  const problem = redirectUriProblem(uri, tokenEndpointAuthMethod === 'none')
  if (problem !== undefined) return problem
  if (kind === 'single-page' && redirectKind(uri) === 'private-scheme')
    return 'uses a private scheme, and this app runs in the browser: use https, or http://localhost while you develop'
  // Answers would come to our own pages, which are no app.
  if (redirectKind(uri) !== 'private-scheme' && new URL(uri).origin === new URL(issuer).origin)
    return 'is on this server itself'
  return undefined
}

/** One line each, as people type them; problems by line. */
export const readRedirectLines = (
  text: string,
  kind: AppKind,
  issuer: string,
): Readonly<{ uris: readonly string[]; problems: readonly string[] }> => {
  const uris = [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter((line) => line !== '')
  if (uris.length > mostRedirects) return { uris, problems: [`More than ${mostRedirects} redirect URIs are too many.`] }
  const problems = uris.flatMap((uri) => {
    const problem = appRedirectProblem(uri, kind, issuer)
    return problem === undefined ? [] : [`${printable(uri, 200)} ${problem}.`]
  })
  return { uris, problems }
}

const mostRedirects = 20
