import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

const { ISSUER, CLIENT_ID, APP_URL, MCP_SERVER } = process.env
const redirectUrl = `${APP_URL}/callback`
const kept = { state: crypto.randomUUID() } // of one person
const authProvider = {
  redirectUrl,
  clientMetadata: { redirect_uris: [redirectUrl] },
  clientInformation: () => ({ client_id: CLIENT_ID }),
  state: () => kept.state,
  tokens: () => kept.tokens,
  saveTokens: (tokens) => Object.assign(kept, { tokens }),
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => Object.assign(kept, { verifier }),
  redirectToAuthorization: (url) => {
    if (!url.href.startsWith(`${ISSUER}/`)) throw new Error('This MCP server has people log in elsewhere.')
    console.log(`Open ${url}`)
  },
}
const transport = () => new StreamableHTTPClientTransport(new URL(MCP_SERVER), { authProvider })
// Throws UnauthorizedError while the person has to log in. Then `url` is where the browser came back to; connect again.
export const connect = async () => {
  const client = new Client({ name: 'my-app', version: '1.0.0' })
  await client.connect(transport())
  return client
}
export const callback = async (url) => {
  if (url.searchParams.get('state') !== kept.state) throw new Error('This is the answer to another login.')
  await transport().finishAuth(url.searchParams.get('code'))
}
