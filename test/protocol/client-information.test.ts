// Tests of client information: a client by its wire names.
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import { clientInformation } from '../../src/protocol/client-information.ts'
import { readClientMetadata } from '../../src/protocol/client-metadata.ts'
import { clientKey } from '../support/client-key.ts'
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
    subject_type: 'public',
    id_token_signed_response_alg: 'RS256',
    require_auth_time: true,
  })
})

t.test('RFC 7591 §2.1: response_types fit the grants', async (t) => {
  t.same(wire(aClient({ grantTypes: ['client_credentials'] })).response_types, [])
})

t.test('OpenID Connect Registration §3.2: what the server does anyway is said', async (t) => {
  t.equal(wire(aClient()).backchannel_logout_session_required, undefined, 'nobody is told of a logout')
  const told = wire(aClient({ backchannelLogoutUri: 'https://shop.example/logout' }))
  t.equal(told.backchannel_logout_session_required, true)
  t.equal(told.require_auth_time, true)
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
    applicationType: 'web',
    sectorIdentifierUri: 'https://shop.example/sector.json',
  } as const
  const everything: Partial<Client> = {
    display,
    redirectUris: ['https://shop.example/a', 'http://127.0.0.1'],
    postLogoutRedirectUris: ['https://shop.example/bye'],
    backchannelLogoutUri: 'https://shop.example/logout?x=1',
    webOrigins: ['https://shop.example', 'http://localhost:5173'],
    tokenEndpointAuthMethod: 'private_key_jwt',
    subjectType: 'pairwise',
    sector: 'shop.example',
    optionalScope: ['email'],
    idTokenAlg: 'ES256',
    userinfoAlg: 'EdDSA',
    defaultMaxAgeSeconds: 0,
  }
  const keys: Partial<Client>[] = [{ jwks: clientKey().jwks }, { jwksUri: 'https://shop.example/jwks' }]
  for (const client of [aClient(), ...keys.map((each) => aClient({ ...everything, ...each }))]) {
    const scopes = client.scope.map((name) => ({ name, words: '', optional: false, privileged: false }))
    const rules = { asker: 'registration', scopes, fetchLoopback: false } as const
    const { name, redirectUris, grantTypes, tokenEndpointAuthMethod, scope, jwks, jwksUri, webOrigins } = client
    const { postLogoutRedirectUris, backchannelLogoutUri, subjectType, sector, idTokenAlg, userinfoAlg } = client
    t.strictSame(readClientMetadata(wire(client), rules), {
      ...{ name, redirectUris, grantTypes, tokenEndpointAuthMethod, scope, jwks, jwksUri, webOrigins },
      ...{ postLogoutRedirectUris, backchannelLogoutUri, subjectType, sector, idTokenAlg, userinfoAlg },
      display: client.display,
      optionalScope: client.optionalScope,
      defaultMaxAgeSeconds: client.defaultMaxAgeSeconds,
    })
  }
})
