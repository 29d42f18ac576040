// Tests of the authorization response: success and refusal, byte for byte.
import t from 'tap'
import type { ReturnAddress } from '../../src/model/authorization-request.ts'
import { errorResponse, responseLocation, successResponse } from '../../src/protocol/authorization-response.ts'
import { OAuthError } from '../../src/protocol/errors.ts'
import { aRequest, numbers } from './samples.ts'

const issuer = 'https://id.example/tenant'
const locationFor = (change: Partial<ReturnAddress>): string =>
  responseLocation(successResponse(aRequest(change), issuer, 'cs_code_x'))

t.test('OAuth 2.1 §4.1.2: code and state go to the redirect URI', async (t) => {
  t.equal(
    locationFor({}),
    'https://shop.example/callback?code=cs_code_x&state=xyz&iss=https%3A%2F%2Fid.example%2Ftenant',
  )
  t.notMatch(locationFor({ state: null }), 'state')
})

t.test('OAuth 2.1 §2.3: the redirect URI keeps its own query', async (t) => {
  const cases: [redirectUri: string, before: string][] = [
    ['https://shop.example', 'https://shop.example?code='],
    ['https://shop.example/cb?a=b', 'https://shop.example/cb?a=b&code='],
    ['https://shop.example/cb?a=b&', 'https://shop.example/cb?a=b&code='],
    ['https://shop.example/cb?', 'https://shop.example/cb?code='],
    ['https://shop.example/cb?u=https://x.example/?y', 'https://shop.example/cb?u=https://x.example/?y&code='],
    ['https://shop.example/cb?a=%20+%26&a=c', 'https://shop.example/cb?a=%20+%26&a=c&code='],
    ['http://127.0.0.1:40123', 'http://127.0.0.1:40123?code='],
    ['com.example.app:/cb', 'com.example.app:/cb?code='],
    ['com.example.app://cb?x', 'com.example.app://cb?x&code='],
  ]
  for (const [redirectUri, before] of cases)
    t.ok(locationFor({ redirectUri }).startsWith(`${before}cs_code_x&`), redirectUri)
})

t.test('OAuth 2.1 §4.1.2, §7.12: state comes back exactly, whatever is in it', async (t) => {
  const next = numbers(2119)
  const random = (length: number, highest: number): string =>
    Array.from({ length }, () => String.fromCodePoint(1 + (next() % highest))).join('')
  const states = [
    'a b',
    'a+b/c==',
    'x&code=evil&iss=evil',
    'x#fragment',
    '%00%2B%',
    '\r\nLocation: https://evil.example',
    '"><script>',
    'é€🔑',
    'x'.repeat(4096),
    ...Array.from({ length: 200 }, () => random(50, 0x7e)),
    ...Array.from({ length: 100 }, () => random(50, 0xd7fe)),
  ]
  const survives = (state: string): boolean => {
    const location = locationFor({ state })
    const { searchParams, hash, host } = new URL(location)
    const isWhole = searchParams.get('state') === state && [...searchParams.keys()].join() === 'code,state,iss'
    const mayStandInHeader = /^[\x21-\x7e]+$/.test(location)
    return isWhole && hash === '' && host === 'shop.example' && mayStandInHeader
  }
  t.strictSame(
    states.filter((state) => !survives(state)),
    [],
    `of ${states.length} states none is lost`,
  )
})

t.test('RFC 9207 §2: iss in success and in errors', async (t) => {
  const success = successResponse(aRequest(), issuer, 'c')
  t.same(
    success.parameters.map(([name]) => name),
    ['code', 'state', 'iss'],
  )
  const error = errorResponse(aRequest(), issuer, new OAuthError('access_denied', 'No.'), 'ref123')
  t.same(error.parameters, [
    ['error', 'access_denied'],
    ['error_description', 'No. Reference: ref123'],
    ['state', 'xyz'],
    ['iss', issuer],
  ])
  t.equal(error.address.redirectUri, 'https://shop.example/callback')
})

t.test('OAuth 2.1 §4.1.2.1: an error carries no code, and nothing of the detail', async (t) => {
  const refusal = new OAuthError('invalid_scope', 'The "scope" is\nwrong §', {
    operator: 'hush',
    owner: 'hush',
    cure: 'hush',
  })
  const location = responseLocation(errorResponse(aRequest({ state: null }), issuer, refusal, 'ref'))
  const { searchParams } = new URL(location)
  t.same([...searchParams.keys()], ['error', 'error_description', 'iss'])
  t.match(searchParams.get('error_description'), /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
  t.match(searchParams.get('error_description'), /Reference: ref$/)
  t.notMatch(location, 'hush')
})
