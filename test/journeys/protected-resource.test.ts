// A client that knows nothing but an API's address finds its way to a token for it, by the documents alone (RFC 9728 §5, RFC 8707).
import * as oauth from 'oauth4webapi'
import t from 'tap'
import { buildApi } from '../../examples/api/api.ts'
import { listen, listeningStory } from '../support/listening.ts'
import { freePort } from '../support/ports.ts'
import { runningClock } from '../support/steppable-clock.ts'

const insecure = { [oauth.allowInsecureRequests]: true }
const s = await listeningStory(t, 'http', {}, runningClock())

/** One API at the root of its host, one under a path. */
for (const path of ['', '/v1/stock'])
  t.test(`an API at ${path || 'the root'}`, async (t) => {
    const port = await freePort()
    const address = `http://localhost:${port}${path}`
    const api = buildApi({ issuer: s.issuer, jwksUrl: `${s.issuer}/jwks`, audience: address })
    await api.ready()
    await listen(t, 'http', port, (request, response) => api.routing(request, response))
    const { operator } = s.rooms
    await operator.scopes.set({ name: 'reports:read', words: 'read reports', optional: false, privileged: false })
    const more = { audience: null, accessTokenSeconds: 60, signingAlg: 'RS256', claims: null }
    await operator.resources.set({ identifier: address, name: 'Stock', scope: ['reports:read'], ...more })
    const ask = (token: string | undefined) =>
      fetch(`http://localhost:${port}/reports`, { headers: { ...(token && { authorization: `Bearer ${token}` }) } })

    const refused = await ask(undefined)
    t.equal(refused.status, 401)
    const pointer = /^Bearer resource_metadata="([^"]+)"$/.exec(refused.headers.get('www-authenticate') ?? '')?.[1]
    t.equal(pointer, `http://localhost:${port}/.well-known/oauth-protected-resource${path}`, '§3.1, §5.1')

    // §3.3: the client checks that the document is about the very API that it asked.
    const found = await oauth.resourceDiscoveryRequest(new URL(address), insecure)
    t.equal(found.url, pointer)
    const about = await oauth.processResourceDiscoveryResponse(new URL(address), found)
    t.match(about, { resource: address, scopes_supported: ['reports:read'], bearer_methods_supported: ['header'] })
    const issuer = new URL(about.authorization_servers?.[0] ?? '')
    const discovered = await oauth.discoveryRequest(issuer, insecure)
    const server = await oauth.processDiscoveryResponse(issuer, discovered)

    const machine = await s.client('machine', { grantTypes: ['client_credentials'], scope: ['reports:read'] })
    const client = { client_id: machine.clientId }
    const proof = oauth.ClientSecretPost(machine.secret ?? '')
    const token = async (scope: readonly string[] = []) => {
      const parameters = new URLSearchParams({
        resource: about.resource,
        ...(scope.length > 0 && { scope: scope.join(' ') }),
      })
      const answer = await oauth.clientCredentialsGrantRequest(server, client, proof, parameters, insecure)
      return oauth.processClientCredentialsResponse(server, client, answer)
    }
    const tokens = await token(about.scopes_supported)
    t.equal(tokens.expires_in, 60)
    t.equal((await ask(tokens.access_token)).status, 200)

    // RFC 6750 §3.1: a token without the scope is told which one, and a token for elsewhere is none.
    await operator.scopes.set({ name: 'other', words: 'do other things', optional: false, privileged: false })
    await s.store.clients.update({ ...machine, scope: ['other'] })
    const poor = await ask((await token()).access_token)
    t.equal(poor.status, 403)
    t.match(
      poor.headers.get('www-authenticate'),
      /error="insufficient_scope".*scope="reports:read", resource_metadata="http/,
    )
    const elsewhere = await s.token(machine, { grant_type: 'client_credentials' })
    const foreign = await ask(elsewhere.body.access_token)
    t.equal(foreign.status, 401)
    t.match(foreign.headers.get('www-authenticate'), /error="invalid_token".*resource_metadata="http/)
  })
