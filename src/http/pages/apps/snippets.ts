// Code to begin with, with an app's own values; what the README prints is made of the same files (views/snippets).
import { readFileSync } from 'node:fs'
import { type AppKind, type Client, isPublic } from '../../../model/client.ts'
import { kindOf } from '../../../protocol/app-rules.ts'
import { redirectKind } from '../../../protocol/redirect-uri.ts'

export type Snippet = Readonly<{ id: string; name: string; code: string }>

type Source = Readonly<{
  file: string
  name: string
  kinds: readonly AppKind[]
  /** What to install first. */
  needs?: string
}>

const sources: readonly Source[] = [
  { file: 'openid-client.js', name: 'openid-client (JavaScript)', kinds: ['web', 'native'], needs: 'openid-client' },
  {
    file: 'auth-js.js',
    name: 'Auth.js (Next.js, Express, SvelteKit)',
    kinds: ['web'],
    needs: 'next-auth@beta, or @auth/express, or @auth/sveltekit',
  },
  { file: 'authlib.py', name: 'Authlib (Python)', kinds: ['web'] },
  { file: 'spring.java', name: 'Spring Security (Java)', kinds: ['web'] },
  { file: 'oidc-client-ts.js', name: 'oidc-client-ts (browser)', kinds: ['single-page'], needs: 'oidc-client-ts' },
  { file: 'openid-client-device.js', name: 'openid-client (JavaScript)', kinds: ['device'], needs: 'openid-client' },
  { file: 'openid-client-service.js', name: 'openid-client (JavaScript)', kinds: ['service'], needs: 'openid-client' },
  { file: 'mcp-sdk.js', name: 'MCP SDK (JavaScript)', kinds: ['mcp'], needs: '@modelcontextprotocol/sdk' },
  { file: 'curl-code.sh', name: 'curl', kinds: ['web', 'native', 'mcp'] },
  { file: 'curl-device.sh', name: 'curl', kinds: ['device'] },
  { file: 'curl-service.sh', name: 'curl', kinds: ['service'] },
]

const texts = new Map(
  sources.map(({ file }) => [
    file,
    readFileSync(new URL(`../../../../views/snippets/${file}`, import.meta.url), 'utf8'),
  ]),
)

export const snippetsFor = (client: Client, issuer: string): readonly Snippet[] => {
  const kind = kindOf(client)
  return sources
    .filter(({ kinds }) => kinds.includes(kind))
    .map(({ file, name, needs }) => {
      const text = texts.get(file) ?? ''
      const code = text.includes('{{') ? ownText(text, client, issuer, file) : ownScript(text, client, issuer)
      const first = needs === undefined ? '' : `// npm install ${needs}\n${portWords(client)}`
      return { id: file.replace(/\W/g, '-'), name, code: first + code }
    })
}

/** A program on somebody's machine takes a port that is free, and any will do (RFC 8252 §7.3). */
const portWords = ({ redirectUris: [uri = ''] }: Client): string =>
  redirectKind(uri) === 'loopback' && new URL(uri).port === ''
    ? '// Put the port on which your program listens into the redirect URI: any is allowed.\n'
    : ''

/** The line that reads the environment says the values instead; a secret stays in the environment, never in code. */
const ownScript = (text: string, client: Client, issuer: string): string => {
  const redirectUri = client.redirectUris[0] ?? ''
  const values: Readonly<Record<string, string | undefined>> = {
    ISSUER: issuer,
    CLIENT_ID: client.clientId,
    APP_URL: redirectKind(redirectUri) === 'private-scheme' ? undefined : URL.parse(redirectUri)?.origin,
  }
  const constants = (names: string, environment: string): string =>
    names
      .split(', ')
      .flatMap((name) => {
        const value = values[name.replace('VITE_', '')]
        if (value !== undefined) return [`const ${name} = ${scriptQuoted(value)}`]
        if (name === 'APP_URL' || (name === 'CLIENT_SECRET' && isPublic(client))) return []
        return [`const { ${name} } = ${environment}`]
      })
      .join('\n')
  const own = text
    .replace(/^const \{ ([A-Z_, ]+) \} = (process\.env|import\.meta\.env)$/m, (_, names, env) => constants(names, env))
    .replaceAll(/`\$\{(?:APP_URL|location\.origin)\}\/callback`/g, () => scriptQuoted(redirectUri))
    .replaceAll(/(scope: )'[^']*'/g, (_, before: string) => before + scriptQuoted(client.scope.join(' ')))
    .replace(/^ *post_logout_redirect_uri: .*$/m, () => afterLogOut(client))
    .replaceAll("'/callback'", () => scriptQuoted(URL.parse(redirectUri)?.pathname ?? '/callback'))
  // What nothing uses any more would only be asked about.
  const used = (own.match(/APP_URL/g) ?? []).length > 1 ? own : own.replace(/^const APP_URL = .*\n/m, '')
  return isPublic(client) ? used.replace('CLIENT_SECRET, undefined, options', 'undefined, oidc.None(), options') : used
}

/** Only what is registered works. */
const afterLogOut = ({ postLogoutRedirectUris: [uri] }: Client): string =>
  uri === undefined
    ? '  // post_logout_redirect_uri: where people may go after they log out, once it stands in the settings'
    : `  post_logout_redirect_uri: ${scriptQuoted(uri)},`

/** Values as JSON texts, which Java, JavaScript and Python read too; a shell has quotes of its own. */
const ownText = (text: string, client: Client, issuer: string, file: string): string => {
  const quote = file.endsWith('.sh') ? shellQuoted : (value: string) => JSON.stringify(value)
  const redirect = URL.parse(client.redirectUris[0] ?? '')
  const values: Readonly<Record<string, string>> = {
    ISSUER: issuer,
    CLIENT_ID: client.clientId,
    REDIRECT_URI: client.redirectUris[0] ?? '',
    SCOPE: client.scope.join(' '),
    DISCOVERY: `${issuer}/.well-known/openid-configuration`,
    REDIRECT_PATH: redirect?.pathname ?? '',
  }
  const bare: Readonly<Record<string, string>> = {
    PORT: redirect?.port || '8080',
    SCOPES: client.scope.map(quote).join(', '),
    PROOF: isPublic(client)
      ? `-d ${quote(`client_id=${client.clientId}`)}`
      : `-u ${quote(client.clientId)}:"$CLIENT_SECRET"`,
  }
  return text.replaceAll(/\{\{([A-Z_]+)\}\}/g, (_, name: string) => bare[name] ?? quote(values[name] ?? ''))
}

/** None of the values has a backslash or a line break. */
const scriptQuoted = (value: string): string => `'${value.replaceAll("'", "\\'")}'`

const shellQuoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`
