// Client ID metadata documents: what they may say (draft-ietf-oauth-client-id-metadata-document §4, §6).
import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { readClientDocument } from '../../src/protocol/client-document.ts'
import { isRefusal, type OAuthError } from '../../src/protocol/errors.ts'

const clientId = 'https://app.example/oauth/client.json'
const scopes = [
  { name: 'openid', words: '', optional: false, privileged: false },
  { name: 'orders', words: '', optional: false, privileged: false },
  { name: 'audit', words: '', optional: false, privileged: true },
]
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1' }] }
const jwksUri = 'https://app.example/jwks.json'

const document = (change: object = {}) => ({
  client_id: clientId,
  client_name: 'An app',
  redirect_uris: ['https://app.example/callback'],
  token_endpoint_auth_method: 'none',
  ...change,
})
const readText = (text: string) => readClientDocument(text, clientId, { scopes, fetchLoopback: false })
const read = (change: object = {}) => readText(JSON.stringify(document(change)))
const refusal = (work: () => unknown): OAuthError => {
  try {
    work()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
  throw new Error('it was not refused')
}

t.test('§4: it is read by the rules of registration', async (t) => {
  const metadata = read({
    grant_types: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ],
    scope: 'openid audit',
    software_statement: 'ignored',
    unknown: { deep: ['fields'] },
  })
  t.match(metadata, { name: 'An app', redirectUris: ['https://app.example/callback'], tokenEndpointAuthMethod: 'none' })
  t.strictSame(
    metadata.grantTypes,
    ['authorization_code', 'refresh_token'],
    'unknown grants, and those of no person, are left out',
  )
  t.strictSame(metadata.scope, ['openid'], 'nothing privileged')
  t.strictSame(read().scope, ['openid', 'orders'])
})

t.test('an app without a name is known by its address', async (t) => {
  t.equal(read({ client_name: undefined }).name, 'app.example')
  t.equal(read({ client_name: null }).name, 'app.example')
})

t.test('§4: client_id MUST be the address of the document, as a string', async (t) => {
  for (const id of [
    ...[
      undefined,
      null,
      7,
      '',
      [clientId],
      'https://app.example/oauth/client.json/',
      'https://app.example:443/oauth/client.json',
    ],
    ...[
      'https://APP.example/oauth/client.json',
      'http://app.example/oauth/client.json',
      `${clientId}?`,
      `${clientId} `,
    ],
  ]) {
    const { code, message } = refusal(() => read({ client_id: id }))
    t.strictSame([code, /its client_id is not the address/.test(message)], ['invalid_client', true], JSON.stringify(id))
  }
})

t.test('§4: it MUST be a JSON object', async (t) => {
  for (const text of [
    '',
    'null',
    '[]',
    '"text"',
    '7',
    '{',
    `[${JSON.stringify(document())}]`,
    '<html></html>',
    '\ufeff{}',
  ])
    t.equal(refusal(() => readText(text)).code, 'invalid_client', text)
})

t.test('§4.1: no secret, and no method that needs one', async (t) => {
  for (const change of [
    { client_secret: 'a secret' },
    { client_secret: '' },
    { client_secret_expires_at: 0 },
    { token_endpoint_auth_method: 'client_secret_basic' },
    { token_endpoint_auth_method: 'client_secret_post' },
    { token_endpoint_auth_method: 'client_secret_jwt' },
    { token_endpoint_auth_methods_supported: ['none', 'client_secret_jwt'] },
  ]) {
    const { code, message } = refusal(() => read(change))
    t.equal(code, 'invalid_client', JSON.stringify(change))
    t.notMatch(message, 'a secret')
  }
  t.ok(read({ client_secret: null }), 'null is nothing')
})

t.test('§4.1: no private keys, used or not', async (t) => {
  const secret = { keys: [privateKey.export({ format: 'jwk' })] }
  const symmetric = { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }
  for (const keys of [secret, symmetric, { keys: [] }, 'keys'])
    for (const method of ['none', 'private_key_jwt'])
      t.equal(refusal(() => read({ jwks: keys, token_endpoint_auth_method: method })).code, 'invalid_client', method)
})

t.test('§6: the authentication method is negotiated', async (t) => {
  const method = (change: object) => read({ token_endpoint_auth_method: undefined, ...change }).tokenEndpointAuthMethod
  const both = ['none', 'private_key_jwt']
  t.equal(method({}), 'none', 'RFC 7591 §2 says client_secret_basic, which MUST be ignored')
  t.equal(method({ token_endpoint_auth_method: null, token_endpoint_auth_methods_supported: null }), 'none')
  t.equal(method({ token_endpoint_auth_method: 'none' }), 'none')
  t.equal(method({ token_endpoint_auth_method: 'private_key_jwt', jwks }), 'private_key_jwt')
  t.equal(method({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: jwksUri }), 'private_key_jwt')
  t.equal(method({ token_endpoint_auth_methods_supported: ['none'] }), 'none')
  const offered = { token_endpoint_auth_methods_supported: both }
  t.equal(method({ ...offered, jwks_uri: jwksUri }), 'private_key_jwt', 'the strongest of what both sides know')
  t.equal(
    method({ ...offered, token_endpoint_auth_method: 'none', jwks }),
    'private_key_jwt',
    '§9.2: declared, so required',
  )
  t.equal(
    method({ ...offered, token_endpoint_auth_method: 'private_key_jwt' }),
    'none',
    'without keys nothing is proved',
  )
  t.equal(method({ token_endpoint_auth_methods_supported: ['attest_jwt_client_auth', 'none'] }), 'none')
})

t.test('§6: who offers nothing that is known here is unauthorized_client', async (t) => {
  for (const change of [
    { token_endpoint_auth_method: 'private_key_jwt' },
    { token_endpoint_auth_method: 'tls_client_auth' },
    { token_endpoint_auth_method: undefined, token_endpoint_auth_methods_supported: [] },
    { token_endpoint_auth_method: undefined, token_endpoint_auth_methods_supported: ['private_key_jwt'] },
    { token_endpoint_auth_method: undefined, token_endpoint_auth_methods_supported: 'none' },
    { token_endpoint_auth_method: 7 },
  ])
    t.equal(refusal(() => read(change)).code, 'unauthorized_client', JSON.stringify(change))
})

t.test('what the keys are is kept with the method that uses them', async (t) => {
  const kept = read({ token_endpoint_auth_method: 'private_key_jwt', jwks })
  t.strictSame([kept.jwks, kept.jwksUri], [jwks, null])
})

t.test('what registration refuses is refused here, and what is wrong is said', async (t) => {
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ redirect_uris: undefined }, /redirect_uris must name at least one/],
    [{ redirect_uris: ['http://evil.example/callback'] }, /is http on a host other than/],
    [{ redirect_uris: ['javascript:alert(1)'] }, /never safe/],
    [{ grant_types: ['client_credentials'] }, /grant_types must contain/],
    [{ client_name: 7 }, /client_name/],
    [{ logo_uri: 'javascript:alert(1)' }, /logo_uri/],
    [{ jwks_uri: 'http://169.254.169.254/', token_endpoint_auth_method: 'private_key_jwt' }, /jwks_uri/],
  ]
  for (const [change, words] of cases) {
    const { code, message } = refusal(() => read(change))
    t.equal(code, 'invalid_client')
    t.match(message, /^What this application says of itself at app.example cannot be used: /)
    t.match(message, words)
  }
})

t.test('OIDC Core §8.1: a document claims no other host’s subjects', async (t) => {
  const claim = { subject_type: 'pairwise', sector_identifier_uri: 'https://victim.example/sector.json' }
  t.strictSame(read(claim).sector, 'app.example')
  t.equal(JSON.stringify(read(claim)).includes('victim'), false)
})
