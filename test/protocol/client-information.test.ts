// Tests of client information: a client by its wire names.
import t from 'tap'
import { clientInformation } from '../../src/protocol/client-information.ts'
import { readClientMetadata } from '../../src/protocol/client-metadata.ts'
import { aClient, start } from './samples.ts'

const wire = (client: Parameters<typeof clientInformation>[0]) => JSON.parse(JSON.stringify(clientInformation(client)))

t.test('RFC 7591 §3.2.1: what was registered, and nothing that is the server’s own', async (t) => {
  t.same(wire(aClient()), {
    client_id: 'app_shop',
    client_id_issued_at: Math.floor(start.getTime() / 1000),
    client_name: 'Shop',
    redirect_uris: ['https://shop.example/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
  })
})

t.test('RFC 7591 §2.1: response_types fit the grants', async (t) => {
  t.same(wire(aClient({ grantTypes: ['client_credentials'] })).response_types, [])
})

t.test('RFC 7592 §2.2: what is read can be sent back, and changes nothing', async (t) => {
  const display = {
    clientUri: 'https://shop.example/',
    logoUri: 'https://shop.example/logo.png',
    tosUri: 'https://shop.example/terms',
    policyUri: 'https://shop.example/privacy',
    contacts: ['ada@shop.example'],
    softwareId: 'x',
    softwareVersion: '1',
  }
  const client = aClient({ display, redirectUris: ['https://shop.example/a', 'http://127.0.0.1'] })
  const scopes = client.scope.map((name) => ({ name, words: '', optional: false, privileged: false }))
  const { name, redirectUris, grantTypes, tokenEndpointAuthMethod, scope } = client
  t.same(readClientMetadata(wire(client), scopes), {
    name,
    redirectUris,
    grantTypes,
    tokenEndpointAuthMethod,
    scope,
    display,
  })
})
