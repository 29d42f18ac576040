// Tests of client authentication: what a request claims about its client.
import t from 'tap'
import { clientAssertionType } from '../../src/protocol/client-assertion.ts'
import { clientAuthenticationMethods, readClientCredentials } from '../../src/protocol/client-authentication.ts'
import { parseParams } from '../../src/protocol/params.ts'
import { refusalOf } from './samples.ts'

const read = (authorization: string | undefined, body = '') => readClientCredentials(authorization, parseParams(body))
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const basic = (id: string, secret: string): string => `Basic ${base64(`${id}:${secret}`)}`
const id = 'app_x-Y_1'
const secret = 'cs_sec_a-B_9'

t.test('RFC 6749 §2.3.1: Basic, form-encoded first or not', async (t) => {
  const expected = { clientId: id, secret, method: 'client_secret_basic' }
  t.same(read(basic(id, secret)), expected)
  t.same(read(basic(encodeURIComponent(id), encodeURIComponent(secret))), expected)
  t.same(read(basic('app%5Fx%2DY%5f1', 'cs%5Fsec%5Fa%2dB%5F9')), expected, 'every sign encoded')
  t.same(read(basic('a%3Ab', 'c%3Ad%25')), { clientId: 'a:b', secret: 'c:d%', method: 'client_secret_basic' })
  t.same(
    read(basic('a', 'b:c')),
    { clientId: 'a', secret: 'b:c', method: 'client_secret_basic' },
    'RFC 7617 §2: the first colon',
  )
  t.same(read(basic('a', 'b+c')), { clientId: 'a', secret: 'b c', method: 'client_secret_basic' })
  t.same(read(basic('a', 'é')), { clientId: 'a', secret: 'é', method: 'client_secret_basic' }, 'UTF-8')
})

t.test('RFC 7617 §2: the scheme in any case, padding or not', async (t) => {
  const pair = base64('a:bc')
  for (const scheme of ['Basic', 'basic', 'BASIC']) t.equal(read(`${scheme} ${pair}`).clientId, 'a', scheme)
  t.match(read(`Basic   ${pair} `), { secret: 'bc' }, 'spaces')
  t.match(read(`Basic ${base64('a:b').replace('=', '')}`), { secret: 'b' }, 'no padding')
})

t.test('RFC 6749 §5.2: a malformed Authorization header is invalid_client', async (t) => {
  const bad: [header: string, title: string][] = [
    ['', 'empty'],
    ['Basic', 'no credentials'],
    ['Basic ', 'no credentials, a space'],
    ['Basic !!!', 'not base64'],
    [`Basic ${base64('a:b')} x`, 'something behind'],
    [`Basic ${base64('a:b')},Basic ${base64('c:d')}`, 'two in one'],
    [`Basic${base64('a:b')}`, 'no space'],
    [`Basic\t${base64('a:b')}`, 'a tab'],
    [`Basic ${base64('nocolon')}`, 'no colon'],
    [`Basic ${base64(':secret')}`, 'no id'],
    [`Basic ${base64(':')}`, 'a colon alone'],
    [`Basic ${Buffer.from([0x61, 0xff, 0x3a, 0x62]).toString('base64')}`, 'not UTF-8'],
    [basic('a%', 'b'), 'half an escape in the id'],
    [basic('a', 'b%zz'), 'half an escape in the secret'],
    [basic('a%FF', 'b'), 'an escape that is not UTF-8'],
    [basic('a%00', 'b'), 'NUL'],
    [basic('a\0b', 'b'), 'a raw NUL'],
    ['Bearer abc', 'another scheme'],
    ['Digest username="a"', 'yet another'],
    [`DPoP ${base64('a:b')}`, 'a scheme of tokens'],
  ]
  for (const [header, title] of bad) {
    refusalOf(t, () => read(header), 'invalid_client', title)
    refusalOf(t, () => read(header, 'client_id=a'), 'invalid_client', `${title}, with client_id`)
  }
})

t.test('OAuth 2.1 §2.4.1: the secret in the body', async (t) => {
  t.same(read(undefined, `client_id=${id}&client_secret=${secret}`), {
    clientId: id,
    secret,
    method: 'client_secret_post',
  })
  t.match(read(undefined, 'client_id=a&client_secret=b%2Bc+d'), { secret: 'b+c d' })
  refusalOf(t, () => read(undefined, 'client_secret=x'), 'invalid_client', 'a secret without a client_id')
  refusalOf(
    t,
    () => read(undefined, 'client_id=&client_secret=x'),
    'invalid_client',
    'a secret with an empty client_id',
  )
})

t.test('OAuth 2.1 §4.1.3: a public client names itself', async (t) => {
  t.same(read(undefined, 'client_id=a'), { clientId: 'a', method: 'none' })
  t.same(read(undefined, 'client_id=a&client_secret='), { clientId: 'a', method: 'none' }, 'an empty secret is none')
  t.same(read(basic('a', '')), { clientId: 'a', method: 'none' }, 'Basic with an empty secret proves nothing')
  refusalOf(t, () => read(undefined), 'invalid_client', 'nothing at all')
  refusalOf(t, () => read(undefined, 'client_id='), 'invalid_client', 'an empty client_id')
})

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = `${encode({ alg: 'ES256' })}.${encode({ sub: 'a' })}.c2ln`
const type = clientAssertionType
const body = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString()
const asserted = { client_assertion: jwt, client_assertion_type: type }

t.test('RFC 7521 §4.2: an assertion names its client by itself', async (t) => {
  t.match(read(undefined, body(asserted)), { method: 'private_key_jwt', clientId: 'a', assertion: { jwt } })
  t.match(read(undefined, body({ ...asserted, client_id: 'a' })), { method: 'private_key_jwt', clientId: 'a' })
  refusalOf(t, () => read(undefined, body({ ...asserted, client_id: 'b' })), 'invalid_request', 'another client_id')
  refusalOf(t, () => read(undefined, body({ client_id: 'a', client_assertion: jwt })), 'invalid_request', 'no type')
  refusalOf(
    t,
    () => read(undefined, body({ client_id: 'a', client_assertion_type: type })),
    'invalid_request',
    'no JWT',
  )
  for (const other of ['urn:ietf:params:oauth:client-assertion-type:saml2-bearer', `${type} `, type.toUpperCase(), 'x'])
    refusalOf(t, () => read(undefined, body({ ...asserted, client_assertion_type: other })), 'invalid_client', other)
  for (const other of ['x', 'a.b.c', `${jwt}.x`, jwt.replace(/c2ln$/, '')])
    refusalOf(t, () => read(undefined, body({ ...asserted, client_assertion: other })), 'invalid_client', other)
})

t.test('OAuth 2.1 §2.4: never two methods in one request', async (t) => {
  refusalOf(t, () => read(basic('a', 'b'), body(asserted)), 'invalid_request', 'Basic and an assertion')
  refusalOf(t, () => read(undefined, body({ ...asserted, client_secret: 'b' })), 'invalid_request', 'two in the body')
  refusalOf(
    t,
    () => read(undefined, body({ ...asserted, client_id: 'a', client_secret: 'b' })),
    'invalid_request',
    'and named',
  )
  for (const header of [basic('a', 'b'), basic('a', ''), 'Bearer x', 'Basic !!!', ''])
    for (const body of ['client_id=a&client_secret=b', 'client_secret=b'])
      refusalOf(t, () => read(header, body), 'invalid_request', `${header} and ${body}`)
})

t.test('RFC 6749 §2.3: client_id beside Basic must be the same', async (t) => {
  t.equal(read(basic('a', 'b'), 'client_id=a').clientId, 'a')
  t.equal(read(basic('a%2Db', 'c'), 'client_id=a-b').clientId, 'a-b')
  for (const other of ['b', 'A', 'a%20'])
    refusalOf(t, () => read(basic('a', 'b'), `client_id=${other}`), 'invalid_request', other)
  refusalOf(t, () => read(basic('a', ''), 'client_id=b'), 'invalid_request', 'with an empty secret')
})

t.test('RFC 8414 §2: the methods, in the order in which they are tried', async (t) => {
  t.same(
    clientAuthenticationMethods.map(({ name }) => name),
    ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  )
})

t.test('no refusal holds a credential, not even a wrong one', async (t) => {
  const tries: [header: string | undefined, body: string][] = [
    [basic('hushid', 'hush%zz'), ''],
    [`Basic ${base64('hush')}`, ''],
    ['Bearer hush', ''],
    [undefined, 'client_secret=hush'],
    [basic('hush', 'hush'), 'client_id=a&client_secret=hush'],
    [basic('a', 'hush'), 'client_id=b'],
    [undefined, body({ ...asserted, client_assertion: 'hush.hush.hush' })],
    [undefined, body({ ...asserted, client_assertion_type: 'hush' })],
    [undefined, body({ client_assertion: 'hush' })],
  ]
  for (const [header, body] of tries) {
    try {
      read(header, body)
      t.fail('accepted')
    } catch (error) {
      t.notMatch(
        JSON.stringify([String(error), (error as { detail?: unknown }).detail]),
        /hush|aHVza/,
        `${header} ${body}`,
      )
    }
  }
})
