// Code to begin with, with an app's own values; what the README prints is made of the same files (views/snippets).
import { readFileSync } from 'node:fs'
import { type AppKind, type Client, isPublic } from '../../../model/client.ts'
import { kindOf } from '../../../protocol/app-rules.ts'
import { redirectKind } from '../../../protocol/redirect-uri.ts'

export type Snippet = Readonly<{ id: string; name: string; code: string }>

type Source = Readonly<{ file: string; name: string; kinds: readonly AppKind[] }>

const sources: readonly Source[] = [
  { file: 'openid-client.js', name: 'openid-client (JavaScript)', kinds: ['web', 'native'] },
  { file: 'auth-js.js', name: 'Auth.js (Next.js, Express, SvelteKit)', kinds: ['web'] },
  { file: 'authlib.py', name: 'Authlib (Python)', kinds: ['web'] },
  { file: 'spring.yaml', name: 'Spring Security (Java)', kinds: ['web'] },
  { file: 'oidc-client-ts.js', name: 'oidc-client-ts (browser)', kinds: ['single-page'] },
  { file: 'openid-client-device.js', name: 'openid-client (JavaScript)', kinds: ['device'] },
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
    .map(({ file, name }) => {
      const text = texts.get(file) ?? ''
      const code = file.endsWith('.js') ? ownScript(text, client, issuer) : ownText(text, client, issuer, file)
      return { id: file.replace(/\W/g, '-'), name, code }
    })
}

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
        return name === 'CLIENT_SECRET' && !isPublic(client) ? [`const { CLIENT_SECRET } = ${environment}`] : []
      })
      .join('\n')
  const own = text
    .replace(/^const \{ ([A-Z_, ]+) \} = (process\.env|import\.meta\.env)$/m, (_, names, env) => constants(names, env))
    .replaceAll(/`\$\{(?:APP_URL|location\.origin)\}\/callback`/g, () => scriptQuoted(redirectUri))
    .replaceAll(/(scope: )'[^']*'/g, (_, before: string) => before + scriptQuoted(client.scope.join(' ')))
    .replaceAll("'/callback'", () => scriptQuoted(URL.parse(redirectUri)?.pathname ?? '/callback'))
  // What nothing uses any more would only be asked about.
  const used = (own.match(/APP_URL/g) ?? []).length > 1 ? own : own.replace(/^const APP_URL = .*\n/m, '')
  return isPublic(client) ? used.replace('CLIENT_SECRET, undefined, options', 'undefined, oidc.None(), options') : used
}

/** Values as JSON texts, which YAML and Python read too; a shell has quotes of its own. */
const ownText = (text: string, client: Client, issuer: string, file: string): string => {
  const quote = file.endsWith('.sh') ? shellQuoted : (value: string) => JSON.stringify(value)
  const values: Readonly<Record<string, string>> = {
    ISSUER: issuer,
    CLIENT_ID: client.clientId,
    REDIRECT_URI: client.redirectUris[0] ?? '',
    SCOPE: client.scope.join(' '),
  }
  const proof = isPublic(client)
    ? `-d ${quote(`client_id=${client.clientId}`)}`
    : `-u ${quote(client.clientId)}:"$CLIENT_SECRET"`
  return text.replaceAll(/\{\{([A-Z_]+)\}\}/g, (_, name: string) =>
    name === 'PROOF' ? proof : quote(values[name] ?? ''),
  )
}

/** None of the values has a backslash or a line break. */
const scriptQuoted = (value: string): string => `'${value.replaceAll("'", "\\'")}'`

const shellQuoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`
