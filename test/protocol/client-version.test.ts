// Which description of a client a person agreed to (draft-ietf-oauth-client-id-metadata-document §9.4).
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import { clientVersion } from '../../src/protocol/client-version.ts'
import { aClient } from './samples.ts'

const described = (change: Partial<Client> = {}): Client =>
  aClient({ origin: 'metadata-document', clientId: 'https://app.example/client.json', ...change })

t.test('§9.4: whatever the document says about itself counts', async (t) => {
  const before = clientVersion(described())
  t.match(before, /^[\w-]{43}$/)
  const changes: readonly Partial<Client>[] = [
    { name: 'Another name' },
    { redirectUris: ['https://elsewhere.example/'] },
    { tokenEndpointAuthMethod: 'private_key_jwt' },
    { jwksUri: 'https://app.example/keys' },
    { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] } },
    { display: { logoUri: 'https://app.example/logo.png' } },
    { grantTypes: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'] },
    { backchannelLogoutUri: 'https://app.example/logout' },
  ]
  const versions = changes.map((change) => clientVersion(described(change)))
  t.equal(new Set([before, ...versions]).size, changes.length + 1)
})

t.test('what the server decides does not: an operator’s new scope asks nobody again', async (t) => {
  const before = clientVersion(described())
  for (const change of [
    { scope: ['something', 'else'] },
    { verifiedAt: new Date(0) },
    { disabledAt: new Date(0) },
    { firstLoginAt: new Date(0) },
    { refreshRetrySeconds: 7 },
  ])
    t.equal(clientVersion(described(change)), before, JSON.stringify(change))
})

t.test('the order of keys, which a database changes, does not', async (t) => {
  const one = described({ display: { clientUri: 'https://a.example/', logoUri: 'https://b.example/' } })
  const other = described({ display: { logoUri: 'https://b.example/', clientUri: 'https://a.example/' } })
  t.equal(clientVersion(one), clientVersion(other))
})

t.test('clients without a document have none', async (t) => {
  for (const origin of ['operator', 'self-registered'] as const) t.equal(clientVersion(described({ origin })), null)
})
