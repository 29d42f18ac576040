// Tests of the authorization request: where answers may go, then everything else.
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import { authorizationRequest, returnAddress } from '../../src/protocol/authorization-request.ts'
import type { ErrorCode } from '../../src/protocol/errors.ts'
import { parseParams } from '../../src/protocol/params.ts'
import { aClient, aPublicClient, challenge, refusalOf } from './samples.ts'

const address = (query: string, client: Client = aClient()) => returnAddress(parseParams(query), client)
const complete = `response_type=code&code_challenge=${challenge}&code_challenge_method=S256`
const read = (query: string, client: Client = aClient(), known: readonly string[] = ['https://api.example']) => {
  const params = parseParams(query)
  return authorizationRequest(params, returnAddress(params, client), known, null)
}

t.test('OAuth 2.1 §2.3.2, §4.1.1: the redirect URI is the registered one', async (t) => {
  const sent = address('redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&state=s')
  t.match(sent, {
    redirectUri: 'https://shop.example/callback',
    redirectUriSent: true,
    responseMode: 'query',
    state: 's',
  })
  t.match(address(''), { redirectUri: 'https://shop.example/callback', redirectUriSent: false, state: null })
  t.match(address('redirect_uri='), { redirectUriSent: false }, 'empty is absent')
  const phone = aPublicClient({ redirectUris: ['http://127.0.0.1', 'com.example.app:/cb'] })
  t.equal(
    address('redirect_uri=http%3A%2F%2F127.0.0.1%3A40123', phone).redirectUri,
    'http://127.0.0.1:40123',
    'the port of the request',
  )
  t.equal(address('redirect_uri=com.example.app%3A%2Fcb', phone).redirectUri, 'com.example.app:/cb')
})

t.test('OAuth 2.1 §2.3.1, §4.1.1: without a right redirect URI there is no address', async (t) => {
  const two = aClient({ redirectUris: ['https://shop.example/a', 'https://shop.example/b'] })
  const bad: [query: string, client: Client, title: string][] = [
    ['', two, 'two to choose from'],
    ['', aClient({ redirectUris: [] }), 'none registered'],
    ['redirect_uri=https%3A%2F%2Fevil.example%2Fcallback', aClient(), 'another host'],
    ['redirect_uri=https%3A%2F%2Fshop.example%2Fcallback%2F', aClient(), 'a slash more'],
    ['redirect_uri=https%3A%2F%2Fshop.example%2Fcallback%3Fx', aClient(), 'a query more'],
    ['redirect_uri=https%3A%2F%2Fshop.example%2Fcallback%23x', aClient(), 'a fragment'],
    ['redirect_uri=javascript%3Aalert(1)', aClient(), 'javascript:'],
    ['redirect_uri=%2Fcallback', aClient(), 'relative'],
    ['redirect_uri=https%3A%2F%2Fshop.example%2Fcallback', aClient({ redirectUris: [] }), 'none registered, one sent'],
  ]
  for (const [query, client, title] of bad) {
    refusalOf(t, () => address(query, client), 'invalid_request', title)
    // A response type, a mode or a state changes nothing about it.
    refusalOf(
      t,
      () => address(`${query}&${complete}&response_mode=form_post&state=x`, client),
      'invalid_request',
      title,
    )
  }
})

t.test('OAuth 2.1 §4.1.1: a complete request', async (t) => {
  const query = `${complete}&scope=openid+email&state=s&nonce=n&max_age=60&login_hint=ada%40example.com&prompt=login+consent&resource=https%3A%2F%2Fapi.example&response_mode=form_post`
  t.match(read(query), {
    scope: ['openid', 'email'],
    resources: ['https://api.example'],
    codeChallenge: challenge,
    nonce: 'n',
    prompt: ['login', 'consent'],
    maxAgeSeconds: 60,
    loginHint: 'ada@example.com',
    responseMode: 'form_post',
    state: 's',
  })
  t.match(read(complete), { nonce: null, prompt: [], maxAgeSeconds: null, loginHint: null, resources: [], state: null })
})

t.test('OAuth 2.1 §1.4.1: no scope means the default of the client, another one is refused', async (t) => {
  t.same(read(complete).scope, ['openid', 'profile', 'email'])
  t.same(read(`${complete}&scope=`).scope, ['openid', 'profile', 'email'])
  for (const scope of ['admin', 'openid+admin', 'OPENID', 'openid%09email', '+'])
    refusalOf(t, () => read(`${complete}&scope=${scope}`), 'invalid_scope', scope)
})

t.test(
  'OIDC Core §3.1.2.2, OAuth 2.1 §4.1.1, §4.1.2.1: what is wrong with the rest is answered to the client',
  async (t) => {
    const noMode = complete.replace('&code_challenge_method=S256', '')
    const bad: [query: string, code: ErrorCode, title: string][] = [
      ['', 'invalid_request', 'OAuth 2.1 §4.1.1: no response_type'],
      [complete.replace('code&', 'token&'), 'unsupported_response_type', 'OAuth 2.1 §7.1.3.7, §10.1: implicit'],
      [complete.replace('code&', 'code+id_token&'), 'unsupported_response_type', 'hybrid'],
      [complete.replace('code&', 'none&'), 'unsupported_response_type', 'none'],
      [complete.replace('code&', 'CODE&'), 'unsupported_response_type', 'in capitals'],
      [complete.replace('code&', 'code+code&'), 'unsupported_response_type', 'twice'],
      [`${complete}&response_mode=fragment`, 'invalid_request', 'response_mode=fragment'],
      [`${complete}&response_mode=query.jwt`, 'invalid_request', 'an unknown response_mode'],
      ['response_type=code', 'invalid_request', 'RFC 7636 §4.4.1: no challenge'],
      [noMode, 'invalid_request', 'RFC 7636 §4.3: plain by omission'],
      [`${noMode}&code_challenge_method=plain`, 'invalid_request', 'RFC 7636 §4.4.1: plain'],
      [`${complete}&resource=https%3A%2F%2Fevil.example`, 'invalid_target', 'RFC 8707 §2: an unknown resource'],
      [`${complete}&request=ey`, 'request_not_supported', 'OIDC Core §6.1'],
      [`${complete}&request_uri=https%3A%2F%2Fa`, 'request_uri_not_supported', 'OIDC Core §6.2'],
      [`${complete}&prompt=none+login`, 'invalid_request', 'OIDC Core §3.1.2.1: none stands alone'],
      [`${complete}&prompt=none+select_account`, 'invalid_request', 'none beside another'],
      [`${complete}&prompt=login+none`, 'invalid_request', 'none in the end'],
      [`${complete}&max_age=-1`, 'invalid_request', 'a negative max_age'],
      [`${complete}&max_age=1.5`, 'invalid_request', 'half a second'],
      [`${complete}&max_age=1e3`, 'invalid_request', 'an exponent'],
      [`${complete}&max_age=0x10`, 'invalid_request', 'hexadecimal'],
      [`${complete}&max_age=9999999999`, 'invalid_request', 'more than a lifetime'],
      [`${complete}&max_age=%D9%A1`, 'invalid_request', 'digits of another script'],
    ]
    for (const [query, code, title] of bad) refusalOf(t, () => read(query), code, title)
    const machine = aClient({ grantTypes: ['client_credentials'] })
    refusalOf(t, () => read(complete, machine), 'unauthorized_client', 'OAuth 2.1 §4.1.2.1: not its grant')
  },
)

t.test('an unsupported response_mode is refused in the default mode', async (t) => {
  t.equal(address('response_mode=fragment').responseMode, 'query')
  t.equal(address('response_mode=form_post').responseMode, 'form_post')
})

t.test('Form Post Response Mode §2: browsers post to web addresses only', async (t) => {
  const app = aClient({ tokenEndpointAuthMethod: 'none', redirectUris: ['com.example.app:/callback'] })
  const query = `${complete}&response_mode=form_post`.replace(
    /redirect_uri=[^&]*/,
    'redirect_uri=com.example.app:/callback',
  )
  t.equal(address(query, app).responseMode, 'query')
  refusalOf(t, () => read(query, app), 'invalid_request', 'a private scheme')
})

t.test('OIDC Core §3.1.2.1: prompts', async (t) => {
  const cases: [prompt: string, read: readonly string[]][] = [
    ['none', ['none']],
    ['login', ['login']],
    ['consent+login', ['consent', 'login']],
    ['select_account', ['select_account']],
    ['create+login', ['create', 'login']],
    ['later+login', ['login']],
    ['LOGIN', []],
    ['', []],
  ]
  for (const [prompt, expected] of cases) t.same(read(`${complete}&prompt=${prompt}`).prompt, expected, prompt)
  t.equal(read(`${complete}&max_age=0`).maxAgeSeconds, 0)
  t.equal(read(`${complete}&max_age=`).maxAgeSeconds, null)
})

t.test('state, scope and nonce come back as they were sent', async (t) => {
  const state = `${'eyJ.+/=~ "\\é'.repeat(300)}`
  t.equal(read(`${complete}&state=${encodeURIComponent(state)}`).state, state)
})
