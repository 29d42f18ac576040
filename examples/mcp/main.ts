// An MCP server that people reach by logging in to Countersign (MCP Authorization; RFC 9728, RFC 9068 §4, RFC 6750 §3).
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import {
  getOAuthProtectedResourceMetadataUrl,
  mcpAuthMetadataRouter,
} from '@modelcontextprotocol/sdk/server/auth/router.js'
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { OAuthMetadataSchema } from '@modelcontextprotocol/sdk/shared/auth.js'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

const { PORT = '3005', ISSUER: issuer = 'http://localhost:3000' } = process.env
const resource = new URL(process.env.RESOURCE ?? `http://localhost:${PORT}/mcp`)
const metadata = await fetch(`${issuer}/.well-known/oauth-authorization-server`)
const oauthMetadata = OAuthMetadataSchema.parse(await metadata.json())
const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))

/** Only tokens for this very server count: one that was given to another API must not open this one. */
const verifyAccessToken = async (token: string) => {
  const verified = jwtVerify(token, keys, { issuer, audience: resource.href, typ: 'at+jwt' })
  const { payload } = await verified.catch((error: unknown) => {
    // Keys that cannot be fetched are no fault of the token.
    const isAboutToken = error instanceof errors.JOSEError && !/GENERIC|TIMEOUT/.test(error.code)
    throw isAboutToken ? new InvalidTokenError('The access token is expired or not for this server') : error
  })
  const { client_id: clientId, scope, exp: expiresAt = 0, ...extra } = payload
  return { token, clientId: String(clientId), scopes: String(scope).split(' '), expiresAt, resource, extra }
}
const verifier = { verifyAccessToken }

/** One for each request: it keeps nothing between them, so any number of processes may serve. */
const notesServer = (): McpServer => {
  const server = new McpServer({ name: 'Notes', version: '1.0.0' })
  const text = (words: string, isError = false) => ({ content: [{ type: 'text' as const, text: words }], isError })
  server.registerTool('greet', { description: 'Greets whoever is logged in' }, ({ authInfo }) =>
    text(`Hello, ${authInfo?.extra?.name ?? authInfo?.extra?.sub}.`),
  )
  // The scope says what the person lets this client do, the role what the person may do. A client cannot ask for a role.
  server.registerTool('publish', { description: 'Publishes the notes; for editors' }, ({ authInfo }) => {
    const isEditor = [authInfo?.extra?.roles].flat().includes('editor')
    return isEditor ? text('Published.') : text('Publishing needs the role editor.', true)
  })
  return server
}

const app = createMcpExpressApp({ host: resource.hostname })
app.use(mcpAuthMetadataRouter({ oauthMetadata, resourceServerUrl: resource, scopesSupported: ['notes'] }))
const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(resource)
const authenticate = requireBearerAuth({ verifier, requiredScopes: ['notes'], resourceMetadataUrl })
app.post(resource.pathname, authenticate, async (request, response) => {
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
  response.on('close', () => transport.close())
  await notesServer().connect(transport)
  await transport.handleRequest(request, response, request.body)
})
app.all(resource.pathname, authenticate, (_, response) => response.status(405).set('allow', 'POST').end())
app.listen(Number(PORT), 'localhost', (error) => console.log(error?.message ?? `listening ${resource.href}`))
