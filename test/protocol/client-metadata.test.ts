// Tests of client metadata: what an application may say of itself, and what comes of it.
import t, { type Test } from 'tap'
import type { Scope } from '../../src/model/scope.ts'
import { type Asker, readClientMetadata } from '../../src/protocol/client-metadata.ts'
import type { ErrorCode } from '../../src/protocol/errors.ts'
import { clientKey } from '../support/client-key.ts'
import { refusalOf } from './samples.ts'

const scope = (name: string, privileged = false): Scope => ({ name, words: name, optional: false, privileged })
const scopes = [scope('openid'), scope('profile'), scope('offline_access'), scope('users:delete', true)]
const read = (document: unknown, asker: Asker = 'registration') =>
  readClientMetadata(document, { asker, scopes, fetchLoopback: false })
/** What comes of fields that say nothing. */
const unsaid = {
  optionalScope: [],
  jwks: null,
  jwksUri: null,
  webOrigins: [],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  subjectType: 'public',
  sector: null,
  idTokenAlg: 'RS256',
  userinfoAlg: null,
  defaultMaxAgeSeconds: null,
} as const
const uris = { redirect_uris: ['https://shop.example/callback'] }
const complete = { ...uris, client_name: 'Shop' }
const refuse = (t: Test, document: unknown, code: ErrorCode, title: string) =>
  refusalOf(t, () => read(document), code, title)

t.test('RFC 7591 §2: the least that one can say, and its defaults', async (t) => {
  t.same(read(uris), {
    name: 'shop.example',
    redirectUris: ['https://shop.example/callback'],
    grantTypes: ['authorization_code'],
    tokenEndpointAuthMethod: 'client_secret_basic',
    scope: ['openid', 'profile', 'offline_access'],
    display: {},
    ...unsaid,
  })
})

t.test('RFC 7591 §2: all that is understood', async (t) => {
  const document = {
    redirect_uris: ['https://shop.example/a', 'https://shop.example/b', 'https://shop.example/a'],
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['refresh_token', 'authorization_code'],
    response_types: ['code'],
    client_name: 'Shop',
    client_uri: 'https://shop.example',
    logo_uri: 'https://shop.example/logo.png',
    tos_uri: 'https://shop.example/terms',
    policy_uri: 'http://localhost:3000/privacy',
    contacts: ['ada@shop.example'],
    scope: 'profile openid',
    optional_scope: 'profile offline_access users:delete nothing',
    software_id: '4NRB1-0XZABZI9E6-5SM3R',
    software_version: '1.0',
  }
  t.same(read(document), {
    name: 'Shop',
    redirectUris: ['https://shop.example/a', 'https://shop.example/b'],
    grantTypes: ['authorization_code', 'refresh_token'],
    tokenEndpointAuthMethod: 'client_secret_post',
    scope: ['openid', 'profile'],
    display: {
      clientUri: 'https://shop.example/',
      logoUri: 'https://shop.example/logo.png',
      tosUri: 'https://shop.example/terms',
      policyUri: 'http://localhost:3000/privacy',
      contacts: ['ada@shop.example'],
      softwareId: '4NRB1-0XZABZI9E6-5SM3R',
      softwareVersion: '1.0',
    },
    ...unsaid,
    optionalScope: ['profile'],
  })
})

t.test('RFC 9068 §5, RFC 7591 §2, §3.1.1: what is not understood is ignored, and null means nothing', async (t) => {
  const document = JSON.parse(
    '{"redirect_uris":["https://shop.example/callback"],"client_name#de":"Laden","application_type":7,"require_pushed_authorization_requests":false,"request_object_signing_alg":"none","x":{"y":[[[]]]},"client_uri":null,"contacts":null,"grant_types":null,"scope":null,"client_id":"app_evil","client_secret":"x","software_statement":"e30.e30.e30","pkceRequired":false,"origin":"operator","__proto__":{"scope":"users:delete"},"constructor":1}',
  )
  t.same(read(document), read(uris))
})

t.test('RFC 7591 §3.2.2: what has the wrong type or is too long is refused by name', async (t) => {
  const bad: [change: Record<string, unknown>, names: string][] = [
    [{ client_name: 7 }, 'client_name'],
    [{ client_name: 'x'.repeat(201) }, 'client_name'],
    [{ grant_types: 'authorization_code' }, 'grant_types'],
    [{ grant_types: [7] }, 'grant_types'],
    [{ grant_types: Array(21).fill('authorization_code') }, 'grant_types'],
    [{ response_types: {} }, 'response_types'],
    [{ scope: ['openid'] }, 'scope'],
    [{ scope: 'x'.repeat(4097) }, 'scope'],
    [{ contacts: 'ada@shop.example' }, 'contacts'],
    [{ contacts: Array(11).fill('a') }, 'contacts'],
    [{ contacts: ['x'.repeat(255)] }, 'contacts'],
    [{ contacts: [null] }, 'contacts'],
    [{ client_uri: {} }, 'client_uri'],
    [{ client_uri: `https://shop.example/${'x'.repeat(2048)}` }, 'client_uri'],
    [{ software_id: false }, 'software_id'],
    [{ software_version: 'x'.repeat(256) }, 'software_version'],
    [{ token_endpoint_auth_method: true }, 'token_endpoint_auth_method'],
  ]
  for (const [change, names] of bad)
    t.match(
      refuse(t, { ...complete, ...change }, 'invalid_client_metadata', JSON.stringify(change).slice(0, 60)).message,
      names,
    )
  for (const document of [null, undefined, 7, 'x', [], [complete], true])
    refuse(t, document, 'invalid_client_metadata', JSON.stringify(document) ?? 'undefined')
})

t.test('RFC 7591 §3.2.2, §5: a redirect URI that cannot be is invalid_redirect_uri', async (t) => {
  const bad: [redirectUris: unknown, title: string][] = [
    [undefined, 'none'],
    [null, 'null'],
    [[], 'an empty list'],
    ['https://shop.example/', 'a string'],
    [[7], 'a number'],
    [[null], 'a null inside'],
    [Array(21).fill('https://shop.example/'), '21 of them'],
    [['https://shop.example/', 'javascript:alert(1)'], 'javascript: behind a good one'],
    [['https://shop.example/#x'], 'a fragment'],
    [['https://*.shop.example/'], 'a wildcard'],
    [['https://user@shop.example/'], 'a user name'],
    [['http://127.1/cb'], 'a host that only normalizes to loopback'],
    [['http://shop.example/cb'], 'http'],
    [['com.example.app:/cb'], 'a private scheme of a confidential client'],
    [[`https://shop.example/"\n${'x'.repeat(500)}`], 'a long one with a quote'],
  ]
  for (const [redirectUris, title] of bad) {
    const { message } = refuse(t, { ...complete, redirect_uris: redirectUris }, 'invalid_redirect_uri', title)
    t.ok(message.length < 400, 'cut')
  }
})

t.test(
  'RFC 7591 §5, RFC 8252 §7: a public client may have loopback and private schemes, with no application_type',
  async (t) => {
    const redirectUris = [
      'http://localhost/callback',
      'http://127.0.0.1',
      'com.example.app:/cb',
      'https://app.example/cb',
    ]
    const client = read({ redirect_uris: redirectUris, token_endpoint_auth_method: 'none' })
    t.same(client.redirectUris, redirectUris)
    t.equal(client.tokenEndpointAuthMethod, 'none')
    t.same(
      read({ redirect_uris: ['http://localhost:3000/cb'] }).redirectUris,
      ['http://localhost:3000/cb'],
      'confidential on loopback',
    )
  },
)

t.test('RFC 7591 §2: grants that strangers do not get are left out', async (t) => {
  const all = [
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'password',
    'implicit',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'x',
  ]
  t.same(read({ ...complete, grant_types: all }).grantTypes, ['authorization_code', 'refresh_token'])
  t.same(read({ ...complete, grant_types: ['authorization_code'] }).grantTypes, ['authorization_code'])
  for (const grants of [[], ['client_credentials'], ['refresh_token'], ['implicit'], ['AUTHORIZATION_CODE']])
    refuse(t, { ...complete, grant_types: grants }, 'invalid_client_metadata', `grant_types ${grants}`)
  t.same(read({ ...complete, response_types: ['code', 'token'] }).grantTypes, ['authorization_code'])
  for (const responses of [[], ['token'], ['code id_token']])
    refuse(t, { ...complete, response_types: responses }, 'invalid_client_metadata', `response_types ${responses}`)
})

t.test('RFC 7591 §2: the authentication method, or another that the client lists', async (t) => {
  const methodOf = (change: object): string => read({ ...complete, ...change }).tokenEndpointAuthMethod
  for (const method of ['client_secret_basic', 'client_secret_post', 'none'])
    t.equal(methodOf({ token_endpoint_auth_method: method }), method)
  const others = (...names: unknown[]) => ({ token_endpoint_auth_methods_supported: names })
  const jwt = { token_endpoint_auth_method: 'private_key_jwt' }
  t.equal(methodOf({ ...jwt, ...others('private_key_jwt', 'none') }), 'none', 'it has no keys to prove itself by')
  t.equal(methodOf({ ...jwt, ...others('private_key_jwt', 'none'), jwks: clientKey().jwks }), 'private_key_jwt')
  t.equal(methodOf({ ...jwt, jwks_uri: 'https://shop.example/jwks' }), 'private_key_jwt')
  t.equal(methodOf({ ...jwt, ...others('client_secret_post', 'none') }), 'client_secret_post')
  t.equal(
    methodOf({ token_endpoint_auth_method: 'none', ...others('client_secret_basic') }),
    'none',
    'its own choice first',
  )
  t.equal(methodOf(others('none')), 'client_secret_basic', 'the default, where it chooses none')
  for (const change of [
    jwt,
    { ...jwt, ...others() },
    { ...jwt, ...others('tls_client_auth') },
    { ...jwt, ...others(7) },
    { token_endpoint_auth_method: '' },
    { token_endpoint_auth_method: 'toString' },
  ])
    refuse(t, { ...complete, ...change }, 'invalid_client_metadata', JSON.stringify(change))
})

t.test('RFC 7591 §2: no scope that is privileged or unknown', async (t) => {
  const scopeOf = (text: string): readonly string[] => read({ ...complete, scope: text }).scope
  t.same(scopeOf('openid users:delete nothing'), ['openid'])
  t.same(scopeOf('users:delete'), [])
  t.same(scopeOf(''), ['openid', 'profile', 'offline_access'])
  t.same(scopeOf('  '), ['openid', 'profile', 'offline_access'])
})

t.test(
  'RFC 7591 §2.2, §5: the name is what people judge by: nothing in it is invisible or turned around',
  async (t) => {
    const cases: [sent: string, shown: string][] = [
      ['  Shop   of\tAda ', 'Shop of Ada'],
      ['Shop\u0000\u001b[31m\n', 'Shop[31m'],
      ['\u202egnp.kcab\u202c', 'gnp.kcab'],
      ['S\u200bh\u200do\u2060p\ufeff', 'Shop'],
      ['Shop\u{e0041}\u{e007f}', 'Shop'],
      ['Shop\ue000', 'Shop'],
      ['Sh\ud800op', 'Sh\ufffdop'],
      ['\u3164\u2800\u115f', 'shop.example'],
      ['', 'shop.example'],
      [' \n ', 'shop.example'],
      ['Bu\u0308cher', 'Bücher'],
      ['Läden für 日本 🔑', 'Läden für 日本 🔑'],
      [`Z${'\u0335'.repeat(50)}`, `Z${'\u0335'.repeat(3)}`],
      ['🔑'.repeat(90), '🔑'.repeat(80)],
      ['<b>Shop</b>', '<b>Shop</b>'],
    ]
    for (const [sent, shown] of cases)
      t.equal(read({ ...uris, client_name: sent }).name, shown, JSON.stringify(sent.slice(0, 20)))
    const app = { redirect_uris: ['com.example.app:/cb'], token_endpoint_auth_method: 'none' }
    t.ok(read(app).name.length > 5, 'a private scheme has no host')
  },
)

t.test('RFC 7591 §2: addresses that people may click are https', async (t) => {
  const bad = [
    'javascript:alert(1)',
    'data:text/html,x',
    'http://shop.example/',
    'ftp://shop.example',
    'shop.example',
    '/terms',
    'https://',
    'https://accounts.example@shop.example/',
    'https://:x@shop.example/',
    'http://127.0.0.1.evil.example/',
  ]
  for (const field of ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri'])
    for (const uri of bad)
      t.match(refuse(t, { ...complete, [field]: uri }, 'invalid_client_metadata', `${field} ${uri}`).message, field)
  t.same(read({ ...complete, client_uri: '' }).display, {})
  t.equal(
    read({ ...complete, client_uri: 'https://bücher.example/"><script>' }).display.clientUri,
    'https://xn--bcher-kva.example/%22%3E%3Cscript%3E',
  )
})

t.test('nothing is kept that a database cannot hold', async (t) => {
  const nasty = 'a\u0000b\ud800c\u0007'
  const { display, name } = read({
    ...uris,
    client_name: nasty,
    contacts: [nasty],
    software_id: nasty,
    software_version: nasty,
    client_uri: 'https://shop.example/\u0000\ud800',
  })
  for (const text of [name, display.contacts?.[0], display.softwareId, display.softwareVersion, display.clientUri]) {
    t.equal(text?.isWellFormed(), true)
    t.notMatch(text ?? '', /\p{Cc}/u)
  }
})

t.test('OAuth 2.1 §2.4: a client that publishes its metadata shares no secret with anybody', async (t) => {
  t.equal(read(complete, 'metadata-document').tokenEndpointAuthMethod, 'none')
  t.equal(
    read({ ...complete, token_endpoint_auth_method: 'private_key_jwt', jwks: clientKey().jwks }, 'metadata-document')
      .tokenEndpointAuthMethod,
    'private_key_jwt',
  )
  const secret = { ...complete, token_endpoint_auth_method: 'client_secret_post' }
  refusalOf(t, () => read(secret, 'metadata-document'), 'invalid_client_metadata', 'a secret method')
})

t.test('RFC 7591 §2: public keys, of one place, kept where they prove something', async (t) => {
  const method = { token_endpoint_auth_method: 'private_key_jwt' }
  const jwks = clientKey().jwks
  t.match(read({ ...complete, ...method, jwks }), { jwks, jwksUri: null })
  t.match(read({ ...complete, ...method, jwks_uri: 'https://shop.example/jwks' }), {
    jwks: null,
    jwksUri: 'https://shop.example/jwks',
  })
  t.match(read({ ...complete, jwks }), { jwks: null, tokenEndpointAuthMethod: 'client_secret_basic' }, 'unused')
  const [key] = jwks.keys
  const bad: [change: Record<string, unknown>, words: RegExp][] = [
    [{}, /private_key_jwt needs public keys/],
    [{ jwks, jwks_uri: 'https://shop.example/jwks' }, /not both/],
    [{ jwks: { keys: [] } }, /no key/],
    [{ jwks: { keys: [{ ...key, d: 'AAAA' }] } }, /private members/],
    [{ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, /symmetric/],
    [{ jwks: { keys: [{ ...key, kid: 'a\u0000' }] } }, /strange character/],
    [{ jwks: { keys: [{ ...key, kid: '\ud800' }] } }, /strange character/],
    [{ jwks: { keys: [{ ...key, x5c: [[[[]]]] }] } }, /jwks is not of the right type/],
    [{ jwks: { keys: [{ ...key, deep: { er: {} } }] } }, /jwks is not of the right type/],
    [{ jwks: [key] }, /jwks is not of the right type/],
    [{ jwks: 'https://shop.example/jwks' }, /jwks is not of the right type/],
    [{ jwks_uri: 'http://shop.example/jwks' }, /not an https address/],
    [{ jwks_uri: 'http://127.0.0.1/jwks' }, /not an https address/],
    [{ jwks_uri: 'https://ada:x@shop.example/jwks' }, /user name/],
    [{ jwks_uri: 7 }, /jwks_uri is not of the right type/],
  ]
  for (const [change, words] of bad)
    t.match(refuse(t, { ...complete, ...method, ...change }, 'invalid_client_metadata', String(words)).message, words)
})

t.test('OIDC Core §8.1: pairwise subjects need one sector', async (t) => {
  const pairwise = { ...complete, subject_type: 'pairwise' }
  t.match(read(complete), { subjectType: 'public', sector: null })
  t.match(read(pairwise), { subjectType: 'pairwise', sector: 'shop.example' })
  const two = { redirect_uris: ['https://shop.example/a', 'https://shop.example:8443/b'] }
  t.equal(read({ ...pairwise, ...two }).sector, 'shop.example', 'a host has no port')
  const hosts = { redirect_uris: ['https://shop.example/', 'https://shop.example.org/'] }
  const device = { grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'] }
  refuse(t, { ...pairwise, ...device }, 'invalid_client_metadata', 'no answer goes to the sector of a device')
  refuse(t, { ...pairwise, ...hosts }, 'invalid_client_metadata', 'several hosts')
  const app = { redirect_uris: ['com.example.app:/cb'], token_endpoint_auth_method: 'none' }
  refuse(t, { ...pairwise, ...app }, 'invalid_client_metadata', 'a private scheme has no host')
  const at = { sector_identifier_uri: 'https://sector.example/list.json' }
  t.match(read({ ...pairwise, ...hosts, ...at }), {
    sector: 'sector.example',
    display: { sectorIdentifierUri: at.sector_identifier_uri },
  })
  t.match(read({ ...complete, ...at }), { subjectType: 'public', sector: null, display: { sectorIdentifierUri: /./ } })
  for (const uri of ['http://sector.example/', 'sector.example', 'http://localhost/', 'https://a@sector.example/'])
    refuse(t, { ...pairwise, sector_identifier_uri: uri }, 'invalid_client_metadata', uri)
  refuse(t, { ...complete, subject_type: 'private' }, 'invalid_client_metadata', 'another type')
})

t.test(
  'OIDC Core §2, §5.3.2, §10.1, OpenID Connect Registration §2: how answers are signed, and how old a login may be',
  async (t) => {
    const signed = { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'EdDSA', default_max_age: 0 }
    t.match(read({ ...complete, ...signed }), { idTokenAlg: 'ES256', userinfoAlg: 'EdDSA', defaultMaxAgeSeconds: 0 })
    for (const alg of ['none', 'HS256', 'RS384', 'rs256', 'toString'])
      for (const field of ['id_token_signed_response_alg', 'userinfo_signed_response_alg'])
        t.match(
          refuse(t, { ...complete, [field]: alg }, 'invalid_client_metadata', `${field} ${alg}`).message,
          `${field} must be one of RS256, ES256, PS256, EdDSA.`,
        )
    for (const age of [-1, 0.5, 1e12, '60', true])
      refuse(t, { ...complete, default_max_age: age }, 'invalid_client_metadata', `default_max_age ${age}`)
  },
)

t.test('OpenID Connect RP-Initiated Logout §3, Back-Channel Logout §2.2: where logouts lead', async (t) => {
  const logout = {
    post_logout_redirect_uris: ['https://shop.example/bye', 'https://shop.example/bye', 'http://localhost:3000/bye'],
    backchannel_logout_uri: 'https://shop.example/logout?x=1',
  }
  t.match(read({ ...complete, ...logout }), {
    postLogoutRedirectUris: ['https://shop.example/bye', 'http://localhost:3000/bye'],
    backchannelLogoutUri: 'https://shop.example/logout?x=1',
  })
  for (const uri of ['javascript:alert(1)', 'http://shop.example/', 'https://shop.example/#x', 'com.example.app:/bye'])
    t.match(
      refuse(t, { ...complete, post_logout_redirect_uris: [uri] }, 'invalid_client_metadata', uri).message,
      /post-logout redirect URI/,
    )
  for (const uri of [
    'http://shop.example/x',
    'http://localhost/x',
    'https://shop.example/#x',
    'shop.example',
    'data:,',
  ])
    t.match(
      refuse(t, { ...complete, backchannel_logout_uri: uri }, 'invalid_client_metadata', uri).message,
      /back-channel logout URI/,
    )
})

t.test('origins are exactly what browsers send', async (t) => {
  const origins = ['https://shop.example', 'http://localhost:5173', 'https://shop.example']
  t.same(read({ ...complete, allowed_cors_origins: origins }).webOrigins, origins.slice(0, 2))
  for (const origin of ['*', 'null', 'https://shop.example/', 'https://SHOP.example', 'https://*.shop.example', ''])
    refuse(t, { ...complete, allowed_cors_origins: [origin] }, 'invalid_client_metadata', `origin ${origin}`)
})

t.test('RFC 8628 §3.1: a device needs no redirect URI', async (t) => {
  const grant = 'urn:ietf:params:oauth:grant-type:device_code'
  const device = { client_name: 'TV', grant_types: [grant, 'refresh_token'], token_endpoint_auth_method: 'none' }
  t.match(read(device), { grantTypes: ['refresh_token', grant], redirectUris: [] })
  t.same(read({ ...device, response_types: [] }).grantTypes, ['refresh_token', grant])
  refuse(t, { ...device, grant_types: [grant, 'authorization_code'] }, 'invalid_redirect_uri', 'codes need one')
})

t.test(
  'OIDC Core §10.2, RFC 7591 §2: what would protect less than the client believes is refused, the rest is dropped',
  async (t) => {
    const promises = {
      id_token_encrypted_response_alg: 'RSA-OAEP',
      userinfo_encrypted_response_alg: 'ECDH-ES',
      introspection_encrypted_response_alg: 'RSA-OAEP',
      authorization_encrypted_response_alg: 'RSA-OAEP',
      require_signed_request_object: true,
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
      tls_client_certificate_bound_access_tokens: true,
    }
    for (const [field, value] of Object.entries(promises))
      t.match(refuse(t, { ...complete, [field]: value }, 'invalid_client_metadata', field).message, field)
    const nothing = Object.fromEntries(Object.keys(promises).map((field) => [field, false]))
    t.same(
      read({ ...complete, ...nothing, request_object_signing_alg: 'RS256', frontchannel_logout_uri: 'x' }),
      read(complete),
    )
  },
)
