// MCP, with the official SDK on both sides: from a 401 to a tool's answer, by discovery, registration, login and consent.
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import { decodeJwt } from 'jose'
import t, { type Test } from 'tap'
import { operatorApp } from '../support/cast.ts'
import { cliJson } from '../support/command-line.ts'
import { hasForm, isAway, plainBrowser } from '../support/plain-browser.ts'
import { codeFor, type Person, passPages, redeem, refresh, register, request } from '../support/plain-client.ts'
import { freePort } from '../support/ports.ts'
import { environment, launch, startServer } from '../support/process.ts'
import { until } from '../support/until.ts'

const tokenSeconds = 3
const settings = await environment(t)
const port = await freePort()
const mcpUrl = `http://localhost:${port}/mcp`
const operate = (args: readonly string[], input = '') => cliJson(settings, args, input)

const account = async (name: string, ...more: readonly string[]): Promise<Person> => {
  const who = { email: `${name}@example.com`, password: `the password of ${name}` }
  await operate(['users', 'create', '--email', who.email, '--name', name, '--password-stdin', ...more], who.password)
  return who
}

// What the README says to do.
await operate(['scopes', 'set', 'notes', '--words', 'use your notes'])
const claims = ['--claim', 'roles=roles', '--claim', 'name=name']
const life = ['--token-seconds', `${tokenSeconds}`]
await operate(['resources', 'set', mcpUrl, '--name', 'Notes', '--scope', 'notes', ...claims, ...life])
const server = await startServer(t, settings)
const { issuer } = server
const program = fileURLToPath(new URL('../../examples/mcp/main.ts', import.meta.url))
const mcp = launch(t, [], { ...settings, PORT: `${port}`, ISSUER: issuer }, program)
await until('the MCP server listens', async () => mcp.out().includes(`listening ${mcpUrl}`))

const unauthorized = { message: 'Unauthorized' }

/** An MCP client as its makers would write it; `sent` is where it sent the person. */
const newClient = () => {
  const kept: { client?: OAuthClientInformationMixed; tokens?: OAuthTokens; verifier?: string; sent?: URL } = {}
  const provider: OAuthClientProvider = {
    redirectUrl: 'http://localhost/callback',
    clientMetadata: {
      client_name: 'Editor',
      redirect_uris: ['http://localhost/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    state: () => 'a state',
    clientInformation: () => kept.client,
    saveClientInformation: (client) => {
      kept.client = client
    },
    tokens: () => kept.tokens,
    saveTokens: (tokens) => {
      kept.tokens = tokens
    },
    redirectToAuthorization: (url) => {
      kept.sent = url
    },
    saveCodeVerifier: (verifier) => {
      kept.verifier = verifier
    },
    codeVerifier: () => kept.verifier ?? '',
  }
  const transport = () => new StreamableHTTPClientTransport(new URL(mcpUrl), { authProvider: provider })
  return { kept, transport }
}

/** Connects as a person does for the first time: refused, sent to log in, back with a code, and in. */
const connect = async (t: Test, who: Person) => {
  const { kept, transport } = newClient()
  const stranger = transport()
  const client = new Client({ name: 'editor', version: '1.0.0' })
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's own classes do not fit its own types under exactOptionalPropertyTypes.
  const connecting = (through: StreamableHTTPClientTransport) => client.connect(through as any)
  await t.rejects(connecting(stranger), unauthorized, 'not without a token')
  const visit = await passPages(plainBrowser(issuer), kept.sent?.href ?? '', who)
  if (!isAway(visit)) throw new Error(`Still here: ${visit.text}`)
  await stranger.finishAuth(visit.location.searchParams.get('code') ?? '')
  await connecting(transport())
  t.teardown(() => client.close())
  const call = async (name: string): Promise<string> => {
    const { content, isError } = await client.callTool({ name })
    return `${isError === true ? 'refused: ' : ''}${(content as { text: string }[])[0]?.text}`
  }
  return { kept, client, call, away: visit.location }
}

t.test('discovery, registration, PKCE, resource, tools, refresh', async (t) => {
  const { kept, client, call, away } = await connect(t, await account('ada', '--role', 'editor'))
  t.match(Object.fromEntries(kept.sent?.searchParams ?? []), {
    ...{ resource: mcpUrl, scope: 'notes', code_challenge_method: 'S256', code_challenge: /^[\w-]{43}$/ },
  })
  t.match(kept.client, { client_id: /^app_/, client_name: 'Editor', token_endpoint_auth_method: 'none' })
  t.equal(away.searchParams.get('iss'), issuer, 'RFC 9207')
  const { access_token: first = '', refresh_token: token } = kept.tokens ?? {}
  t.match(decodeJwt(first), { aud: mcpUrl, scope: 'notes', client_id: kept.client?.client_id })
  t.strictSame((await client.listTools()).tools.map(({ name }) => name).sort(), ['greet', 'publish'])
  t.equal(await call('greet'), 'Hello, ada.')
  t.equal(await call('publish'), 'Published.')

  await wait(tokenSeconds * 1000 + 200)
  t.equal(await call('greet'), 'Hello, ada.', 'the client refreshed by itself')
  t.not(kept.tokens?.access_token, first)
  t.not(kept.tokens?.refresh_token, token, 'and its refresh token rotated')
})

t.test('who has no such role is refused by the tool', async (t) => {
  const { call } = await connect(t, await account('bob'))
  t.equal(await call('greet'), 'Hello, bob.')
  t.equal(await call('publish'), 'refused: Publishing needs the role editor.')
})

t.test('who does not allow it, gets nothing', async (t) => {
  const { kept, transport } = newClient()
  const client = new Client({ name: 'editor', version: '1.0.0' })
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  await t.rejects(client.connect(transport() as any), unauthorized)
  const browser = plainBrowser(issuer)
  const eve = await account('eve')
  const login = await browser.open(kept.sent?.href ?? '')
  if (!hasForm(login, 'login')) throw new Error('no login page')
  const consent = await browser.submit(login, 'login', eve)
  if (!hasForm(consent, 'consent')) throw new Error('no consent page')
  t.match(consent.text, /use your notes/)
  const visit = await browser.submit(consent, 'consent', { decision: 'deny' })
  t.ok(isAway(visit) && visit.location.searchParams.get('error') === 'access_denied')
})

t.test('the MCP server lets in its own tokens only, and tells where to get one', async (t) => {
  const ask = (token?: string) =>
    request(mcpUrl, {
      method: 'POST',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    })
  const bare = await ask()
  t.equal(bare.status, 401)
  const document = /resource_metadata="([^"]+)"/.exec(bare.headers.get('www-authenticate') ?? '')?.[1] ?? ''
  t.match((await request(document)).body, {
    resource: mcpUrl,
    authorization_servers: [issuer],
    scopes_supported: ['notes'],
  })

  const eve = { email: 'eve@example.com', password: 'the password of eve' }
  const app = await register(issuer)
  const { body } = await redeem(app, await codeFor(app, eve))
  t.equal((await ask(body.access_token)).status, 401, 'a token for somebody else')
  t.equal((await ask('nonsense')).status, 401)
  t.equal((await refresh(app, body.refresh_token, { resource: mcpUrl })).body.error, 'invalid_target')

  const bot = await operatorApp(settings, issuer, ['--grant', 'client_credentials', '--scope', 'profile'])
  const grant = { grant_type: 'client_credentials', resource: mcpUrl }
  const narrow = await request(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${bot.clientId}:${bot.secret}`)}` },
    body: new URLSearchParams(grant),
  })
  const answer = await ask(narrow.body.access_token)
  t.equal(answer.status, 403, 'the right audience, without the scope')
  t.match(answer.headers.get('www-authenticate'), /error="insufficient_scope".*scope="notes"/)
})
