// Snippets of the portal: the README's own code with an app's values, which no shell, script or document takes for anything else.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import t from 'tap'
import { snippetsFor } from '../../../../src/http/pages/apps/snippets.ts'
import { appKinds, type Client, usualClient } from '../../../../src/model/client.ts'
import { kindDefaults } from '../../../../src/protocol/app-rules.ts'
import { redirectUriProblem } from '../../../../src/protocol/redirect-uri.ts'
import { snippet } from '../../../support/snippets.ts'

const issuer = 'https://id.example/tenant'
/** Everything that a redirect URI may have and a language might read. */
const nasty = `https://shop.example/login/back?a='$(id)$HOME;%0A#`.slice(0, -1)

const appOf = (kind: Client['display']['kind'] & string, redirectUri = nasty): Client => {
  const { hasRedirects, ...defaults } = kindDefaults[kind]
  const about = { ...usualClient, ...defaults, clientId: 'app_abc-_123', name: 'Shop', origin: 'person' as const }
  const redirectUris = hasRedirects ? [redirectUri] : []
  return { ...about, redirectUris, display: { kind }, scope: ['openid', 'email'], createdAt: new Date(0) }
}
const codeOf = (client: Client, id: string): string =>
  snippetsFor(client, issuer).find((one) => one.id === id)?.code ?? ''

t.test('the README prints what the portal is made of', async (t) => {
  for (const name of ['openid-client', 'oidc-client-ts', 'openid-client-device'])
    t.equal(
      snippet(name),
      readFileSync(new URL(`../../../../views/snippets/${name}.js`, import.meta.url), 'utf8'),
      name,
    )
})

t.test('the app’s own values stand in each, its secret in none, and each can be read by its language', async (t) => {
  t.equal(redirectUriProblem(nasty, false), undefined, 'such a redirect URI may be registered')
  for (const kind of appKinds)
    for (const { id, code } of snippetsFor(appOf(kind), issuer)) {
      t.match(code, 'app_abc-_123', `${kind} ${id}`)
      t.match(code, issuer, `${kind} ${id}`)
      t.notMatch(code, /\{\{|undefined\}|import\.meta\.env/, `${kind} ${id}: nothing is left open`)
      if (id.endsWith('-js')) t.ok(stripTypeScriptTypes(code), `${kind} ${id} is a module`)
    }
  const web = codeOf(appOf('web'), 'openid-client-js')
  t.match(web, `redirect_uri: '${nasty.replace("'", "\\'")}', scope: 'openid email'`)
  t.match(web, 'const { CLIENT_SECRET } = process.env')
  t.notMatch(web, 'APP_URL')
  const native = codeOf(appOf('native', 'org.example:/cb'), 'openid-client-js')
  t.match(native, /CLIENT_ID, undefined, oidc\.None\(\), options/)
  t.notMatch(native, 'SECRET')
  const java = codeOf(appOf('web'), 'spring-java')
  for (const part of [`.redirectUri("${nasty}")`, '.scope("openid", "email")', 'baseUri("/login/back")'])
    t.match(java, part)
  t.match(codeOf(appOf('web'), 'authlib-py'), `authorize_redirect(${JSON.stringify(nasty)})`)
  t.match(codeOf(appOf('web'), 'authlib-py'), '@app.get("/login/back")')
  const page = appOf('single-page', 'http://localhost:5173/callback')
  t.notMatch(codeOf(page, 'oidc-client-ts-js'), /^ *post_logout_redirect_uri/m, 'no address that would be refused')
  const postLogoutRedirectUris = ['https://shop.example/bye']
  t.match(
    codeOf({ ...page, postLogoutRedirectUris }, 'oidc-client-ts-js'),
    /^ {2}post_logout_redirect_uri: 'https:\/\/shop\.example\/bye',$/m,
  )
  t.match(codeOf(appOf('mcp', 'http://localhost/callback'), 'mcp-sdk-js'), 'const { MCP_SERVER } = process.env')
})

t.test('a shell hands each value on as it is', async (t) => {
  const printing = `curl() { for one in "$@"; do printf '%s\\n' "$one"; done; }\nopenssl() { cat >/dev/null 2>&1 </dev/null; echo x; }\n`
  const run = (client: Client, id: string) =>
    spawnSync('sh', ['-c', printing + codeOf(client, id)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CLIENT_SECRET: 'cs_sec_x', HOME: '/home' },
    })
  for (const [kind, id, words] of [
    [
      'web',
      'curl-code-sh',
      [`redirect_uri=${nasty}`, 'scope=openid email', 'app_abc-_123:cs_sec_x', `${issuer}/token`],
    ],
    ['mcp', 'curl-code-sh', [`redirect_uri=${nasty}`, 'client_id=app_abc-_123']],
    ['device', 'curl-device-sh', ['client_id=app_abc-_123', `${issuer}/device_authorization`]],
    ['service', 'curl-service-sh', ['app_abc-_123:cs_sec_x', 'grant_type=client_credentials']],
  ] as const) {
    const { status, stdout, stderr } = run(appOf(kind), id)
    t.match([status, stderr], [0, ''], `${kind} ${id}`)
    for (const word of words) t.ok(stdout.split('\n').includes(word), `${kind} ${id}: ${word}`)
  }
})
