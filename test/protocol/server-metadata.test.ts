// Tests of the metadata document: it promises what the server does.
import t from 'tap'
import { deviceCodeGrantType } from '../../src/model/client.ts'
import { clientAuthenticationMethods } from '../../src/protocol/client-authentication.ts'
import { serverMetadata } from '../../src/protocol/server-metadata.ts'

const issuer = 'https://id.example/tenant'
const document = (change: Partial<Parameters<typeof serverMetadata>[0]> = {}) =>
  serverMetadata({
    issuer,
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes: ['openid'],
    registration: true,
    clientDocuments: true,
    signUp: false,
    ...change,
  })

t.test('RFC 8414 §2, RFC 9207 §2.3, §3, RFC 9700 §2.1.1, §4.7.1, OAuth 2.1 §7.10: the document', async (t) => {
  t.match(document(), {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    scopes_supported: ['openid'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    revocation_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    introspection_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  })
})

t.test(
  'RFC 8414 §2: a method that signs comes with its algorithms, never none and none that is symmetric',
  async (t) => {
    const { algorithms } = clientAuthenticationMethods.find(({ name }) => name === 'private_key_jwt') ?? {}
    t.match(algorithms, ['RS256', 'PS256', 'ES256', 'EdDSA'])
    t.notOk(algorithms?.some((alg) => alg === 'none' || alg.startsWith('HS')))
    for (const endpoint of ['token', 'introspection', 'revocation'])
      t.same(document()[`${endpoint}_endpoint_auth_signing_alg_values_supported`], algorithms, endpoint)
  },
)

t.test('Initiating User Registration §4.2: prompt=create is offered where people can sign up', async (t) => {
  const offered = (signUp: boolean) => document({ signUp }).prompt_values_supported as string[]
  t.notOk(offered(false).includes('create'))
  t.ok(offered(true).includes('create'))
})

t.test('OIDC Core §8, §15.1, OpenID Connect Discovery §3: what OpenID Connect adds', async (t) => {
  const algorithms = ['RS256', 'ES256', 'PS256', 'EdDSA']
  t.match(document(), {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: ['openid'],
    response_types_supported: ['code'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: algorithms,
    userinfo_signing_alg_values_supported: algorithms,
    acr_values_supported: ['aal1', 'aal2'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    claims_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  })
  t.strictSame(document().id_token_signing_alg_values_supported, algorithms, 'and never none')
  const claims = document().claims_supported as string[]
  for (const claim of ['sub', 'name', 'email', 'email_verified', 'address', 'phone_number'])
    t.ok(claims.includes(claim))
})

t.test('RP-Initiated Logout §2.1, Back-Channel Logout §2.1: logouts are promised', async (t) => {
  t.match(document(), {
    end_session_endpoint: `${issuer}/logout`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  })
})

t.test('RFC 8414 §2: what is switched off is not promised', async (t) => {
  t.notOk('registration_endpoint' in document({ registration: false }))
  t.same(document({ grantTypes: ['x'] }).grant_types_supported, ['x'])
})

t.test('OpenID Connect Discovery §4.2, RFC 8414 §3.2: an empty list is left out', async (t) => {
  t.notOk('scopes_supported' in document({ scopes: [] }))
  for (const [name, value] of Object.entries(document({ scopes: [] })))
    if (Array.isArray(value)) t.ok(value.length > 0, name)
})

t.test('RFC 7662 §2.1: introspection promises no method that proves nothing', async (t) => {
  t.ok(clientAuthenticationMethods.some(({ name }) => name === 'none'))
  t.notOk((document().introspection_endpoint_auth_methods_supported as string[]).includes('none'))
})

t.test('CIMD §7: it says whether a client_id may be an address', async (t) => {
  t.equal(document().client_id_metadata_document_supported, true)
  t.notOk('client_id_metadata_document_supported' in document({ clientDocuments: false }))
})

t.test('RFC 8628 §4: the device authorization endpoint, where the grant is', async (t) => {
  const grantTypes = ['authorization_code', deviceCodeGrantType]
  t.equal(document({ grantTypes }).device_authorization_endpoint, `${document().issuer}/device_authorization`)
  t.notOk('device_authorization_endpoint' in document())
})
