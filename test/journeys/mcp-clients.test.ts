// MCP clients as they are, played by what they publish, register and send: claude.ai, Claude Desktop, ChatGPT, Claude Code, editors.
import { randomUUID } from 'node:crypto'
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose'
import t, { type Test } from 'tap'
import { trustOwnCertificate } from '../support/certificate.ts'
import { cliJson } from '../support/command-line.ts'
import { documentServer } from '../support/document-server.ts'
import { textOf } from '../support/page.ts'
import { type Browser, hasForm, isAway, plainBrowser } from '../support/plain-browser.ts'
import {
  type Answer,
  type App,
  authorizeUrl,
  type Fields,
  newVerifier,
  passPages,
  post,
  postJson,
  request,
} from '../support/plain-client.ts'
import { environment, startServer } from '../support/process.ts'

const trusted = trustOwnCertificate(t)
const settings = { ...(await environment(t, { settings: { DANGER_FETCH_LOOPBACK: '1' } })), ...trusted }
const ada = { email: 'ada@example.com', password: 'the password of ada' }
const mcpUrl = 'https://notes.example/mcp'
await cliJson(settings, ['users', 'create', '--email', ada.email, '--password-stdin'], ada.password)
await cliJson(settings, ['scopes', 'set', 'notes', '--words', 'use your notes'])
await cliJson(settings, ['resources', 'set', mcpUrl, '--name', 'Notes', '--scope', 'notes'])
const { issuer } = await startServer(t, settings)
const documents = await documentServer(t, 'https')
const browser = (): Browser => plainBrowser(issuer)

/** What such a client does first: it reads what the server can, and refuses a server without PKCE. */
const discover = async (): Promise<Answer['body']> => {
  const { body } = await request(`${issuer}/.well-known/oauth-authorization-server`)
  if (!body.code_challenge_methods_supported.includes('S256')) throw new Error('no PKCE')
  return body
}

/** claude.ai's condition: both, or it registers without a word. */
const takesDocuments = (server: Answer['body']): boolean =>
  server.client_id_metadata_document_supported === true && server.token_endpoint_auth_methods_supported.includes('none')

const appOf = (clientId: string, redirectUri: string, scope = ''): App => ({
  ...{ issuer, server: issuer, clientId, redirectUri, scope, secret: null },
})

type Proof = () => Promise<Readonly<Record<string, string>>>
const noProof: Proof = async () => ({})

/** One connection, from the question to tokens; `change` is what this client asks differently. */
const connect = async (
  app: App,
  change: Readonly<{ resource?: null }> = {},
  proof: Proof = noProof,
  at = browser(),
): Promise<Answer> => {
  const verifier = newVerifier()
  const fields = { scope: app.scope === '' ? null : app.scope, resource: mcpUrl, ...change }
  const visit = await passPages(at, authorizeUrl(app, verifier, fields), ada)
  if (!isAway(visit)) throw new Error(`Still here: ${visit.status} ${visit.text}`)
  const { searchParams: answer } = visit.location
  if (answer.get('iss') !== issuer || answer.get('state') !== 'a state') throw new Error('mixed up')
  return post(`${issuer}/token`, {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    redirect_uri: app.redirectUri,
    code_verifier: verifier,
    client_id: app.clientId,
    ...(fields.resource && { resource: fields.resource }),
    ...(await proof()),
  })
}

const refresh = async (app: App, token: string, proof: Proof = noProof, more: Fields & object = {}): Promise<Answer> =>
  post(`${issuer}/token`, {
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: app.clientId,
    ...more,
    ...(await proof()),
  })

const hasRefreshToken = (t: Test, { status, body }: Answer): void => {
  t.equal(status, 200)
  t.match(body.refresh_token, /^cs_rt_/)
}

t.test('claude.ai: its document, the whole list of scopes, the MCP server as resource', async (t) => {
  const callback = 'https://claude.ai/api/mcp/auth_callback'
  const clientId = documents.publish('/oauth/mcp-oauth-client-metadata', {
    client_name: 'Claude',
    client_uri: 'https://claude.ai',
    redirect_uris: [callback, 'https://claude.com/api/mcp/auth_callback'],
    response_types: ['code'],
    // Claude Desktop lists this one as well.
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
  })
  const server = await discover()
  t.equal(takesDocuments(server), true)
  const app = appOf(clientId, callback, server.scopes_supported.join(' '))
  const tokens = await connect(app)
  hasRefreshToken(t, tokens)
  t.match(decodeJwt(tokens.body.access_token), { iss: issuer, aud: mcpUrl, client_id: clientId })

  const again = await refresh(app, tokens.body.refresh_token)
  hasRefreshToken(t, again)
  t.not(again.body.refresh_token, tokens.body.refresh_token, 'public clients’ refresh tokens rotate')
  t.equal(again.body.scope, tokens.body.scope, 'a refresh without scope gets the original one')
  t.equal(decodeJwt(again.body.access_token).aud, mcpUrl)
})

t.test('ChatGPT: private_key_jwt, with none in the list beside it', async (t) => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'chatgpt-1', alg: 'RS256', use: 'sig' }
  const callback = 'https://chatgpt.com/connector/oauth/IbUR3zxyNQ16'
  const clientId = documents.publish('/oauth/IbUR3zxyNQ16/client.json', {
    client_name: 'ChatGPT',
    client_uri: 'https://chatgpt.com/',
    redirect_uris: [callback],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg: 'RS256',
    jwks_uri: documents.answer('/oauth/jwks.json', { body: { keys: [jwk] } }),
  })
  const proof: Proof = async () => {
    const signed = new SignJWT({ jti: randomUUID() }).setProtectedHeader({ alg: 'RS256', kid: 'chatgpt-1' })
    const named = signed.setIssuer(clientId).setSubject(clientId).setAudience(issuer)
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await named.setIssuedAt().setExpirationTime('1m').sign(privateKey),
    }
  }
  const app = appOf(clientId, callback)
  const tokens = await connect(app, {}, proof)
  hasRefreshToken(t, tokens)
  hasRefreshToken(t, await refresh(app, tokens.body.refresh_token, proof))

  const unproved = await refresh(app, tokens.body.refresh_token)
  t.strictSame([unproved.status, unproved.body.error], [401, 'invalid_client'], 'who can prove itself has to')
  const once = await proof()
  const [first, second] = [
    await refresh(app, tokens.body.refresh_token, async () => once),
    await refresh(app, tokens.body.refresh_token, async () => once),
  ]
  t.strictSame([first.status, second.status, second.body.error], [200, 401, 'invalid_client'], 'a proof holds once')
})

t.test('Claude Code: a document without a port, a request with one', async (t) => {
  const clientId = documents.publish('/oauth/claude-code-client-metadata', {
    client_name: 'Claude Code',
    client_uri: 'https://claude.ai',
    redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
    response_types: ['code'],
  })
  const app = appOf(clientId, 'http://localhost:54545/callback')
  const at = browser()
  const tokens = await connect(app, {}, noProof, at)
  hasRefreshToken(t, tokens)
  t.ok(tokens.body.scope, 'a request without scope gets a default')

  const page = await at.open(authorizeUrl({ ...app, redirectUri: 'http://127.0.0.1:40000/callback' }, newVerifier()))
  t.ok(hasForm(page, 'consent'), 'any program here could pose as it, so it asks each time')
  t.match(textOf(page, 'trust'), `That this is really ${documents.host} cannot be proved`)
  t.equal(textOf(page, 'destination'), 'a program on this computer')
  for (const wrong of [
    'http://localhost:54545/other',
    'http://localhost.evil.example:54545/callback',
    'https://localhost/callback',
  ])
    t.notOk(isAway(await at.open(authorizeUrl({ ...app, redirectUri: wrong }, newVerifier()))), wrong)
})

t.test('who asks for no offline_access, and for no resource, still gets a refresh token, and a default', async (t) => {
  const clientId = documents.publish('/plain.json', { redirect_uris: ['https://plain.example/callback'] })
  const tokens = await connect(appOf(clientId, 'https://plain.example/callback', 'openid profile'), { resource: null })
  hasRefreshToken(t, tokens)
  t.equal(tokens.body.scope, 'openid profile')
  t.equal(decodeJwt(tokens.body.access_token).aud, issuer)
})

t.test('registrations, as clients without a document send them', async (t) => {
  const grants = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }
  const open = { ...grants, token_endpoint_auth_method: 'none' }
  const { scopes_supported: scopes } = await discover()
  const registrations: Readonly<Record<string, object>> = {
    'claude.ai': {
      ...open,
      client_name: 'Claude',
      redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
      scope: scopes.join(' '),
    },
    'Claude Code, without application_type': {
      ...open,
      client_name: 'Claude Code (notes)',
      redirect_uris: ['http://localhost:54545/callback'],
    },
    'an editor with many addresses': {
      ...open,
      client_name: 'Visual Studio Code',
      client_uri: 'https://code.visualstudio.com',
      redirect_uris: [
        ...['https://insiders.vscode.dev/redirect', 'https://vscode.dev/redirect', 'http://127.0.0.1/'],
        ...['http://127.0.0.1:33418/', 'http://localhost/', 'http://localhost:33418'],
      ],
      application_type: 'native',
    },
    'an editor with a scheme of its own': {
      ...open,
      client_name: 'Cursor',
      redirect_uris: ['cursor://anysphere.cursor-retrieval/oauth/user-notes/callback'],
    },
    'one that sends what nobody knows': {
      ...open,
      redirect_uris: ['http://127.0.0.1'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
      contacts: [],
      logo_uri: '',
      software_id: null,
      mcp_version: { nested: true },
    },
  }
  for (const [name, metadata] of Object.entries(registrations)) {
    const { status, body, headers } = await postJson(`${issuer}/register`, metadata, {
      origin: 'https://inspector.example',
    })
    t.equal(status, 201, name)
    t.equal(headers.get('access-control-allow-origin'), '*', 'browsers register too')
    t.notOk('client_secret' in body, name)
    t.strictSame(body.grant_types, ['authorization_code', 'refresh_token'])
    const tokens = await connect(appOf(body.client_id, body.redirect_uris[0]))
    hasRefreshToken(t, tokens)
  }
})

t.test(
  'a client that is not known: invalid_client at /token, so that it registers anew; a page for a person',
  async (t) => {
    const unknown = ['app_forgotten', documents.url('/never-seen.json')]
    for (const clientId of unknown) {
      const answer = await refresh(appOf(clientId, ''), 'cs_rt_of-long-ago')
      t.strictSame([answer.status, answer.body.error], [401, 'invalid_client'], clientId)
      const visit = await browser().open(authorizeUrl(appOf(clientId, 'https://app.example/callback'), newVerifier()))
      t.notOk(isAway(visit), clientId)
      t.match(textOf(visit, 'reference'), /^\w{16}$/)
    }
  },
)
