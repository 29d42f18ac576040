// Tests of the parameters: what a form or query string may hold, and what is refused.
import t from 'tap'
import { parseParams, printable, required } from '../../src/protocol/params.ts'
import { numbers, refusalOf } from './samples.ts'

t.test('OAuth 2.1 Appendix B, RFC 6749 Appendix B: names and values are form-decoded', async (t) => {
  const cases: [encoded: string, name: string, value: string | undefined][] = [
    ['a=1', 'a', '1'],
    ['a=1+2', 'a', '1 2'],
    ['a=1%2B2', 'a', '1+2'],
    ['a=1%202', 'a', '1 2'],
    ['a=b=c', 'a', 'b=c'],
    ['a=b%3Dc%26d', 'a', 'b=c&d'],
    ['a%20b=c', 'a b', 'c'],
    ['a+b=c', 'a b', 'c'],
    ['%61=c', 'a', 'c'],
    ['a=%E2%82%AC', 'a', '€'],
    ['a=%F0%9F%94%91', 'a', '🔑'],
    ['&&a=1&', 'a', '1'],
    ['a', 'a', undefined],
    ['a=', 'a', undefined],
    ['', 'a', undefined],
    ['A=1', 'a', undefined],
    ['state=%0D%0ASet-Cookie:x', 'state', '\r\nSet-Cookie:x'],
  ]
  for (const [encoded, name, value] of cases) t.equal(parseParams(encoded).get(name), value, encoded)
})

t.test('RFC 6749 Appendix B: any text survives encoding and decoding', async (t) => {
  const next = numbers(20_261_122)
  const texts = Array.from({ length: 500 }, () =>
    Array.from({ length: 1 + (next() % 40) }, () => String.fromCodePoint(1 + (next() % 0xd7ff))).join(''),
  )
  const read = (encoded: string) => parseParams(encoded).get('a')
  t.strictSame(
    texts.map((text) => read(`a=${encodeURIComponent(text)}`)),
    texts,
    'percent-encoded',
  )
  t.strictSame(
    texts.map((text) => read(new URLSearchParams({ a: text }).toString())),
    texts,
    'form-encoded',
  )
})

t.test('RFC 6749 Appendix B: what does not decode is refused', async (t) => {
  const bad = [
    ['a=%', 'a lone percent sign'],
    ['a=%4', 'half an escape'],
    ['a=%zz', 'no hexadecimal digits'],
    ['a=%u0041', 'the escape of an old browser'],
    ['%=a', 'a lone percent sign in a name'],
    ['a=%FF', 'a byte that UTF-8 never has'],
    ['a=%C3', 'a sequence cut short'],
    ['a=%C0%80', 'an overlong NUL'],
    ['a=%C0%AF', 'an overlong slash'],
    ['a=%ED%A0%80', 'half of a surrogate pair'],
    ['a=%F4%90%80%80', 'beyond Unicode'],
    ['a=%E9', 'Latin-1'],
    ['a=%00', 'NUL'],
    ['a=x%00y', 'NUL inside'],
    ['a\0=1', 'a raw NUL in a name'],
    ['a=\0', 'a raw NUL'],
  ]
  for (const [encoded, title] of bad)
    refusalOf(t, () => parseParams(encoded as string), 'invalid_request', title as string)
})

t.test('OAuth 2.1 §3.1, §3.2: a parameter must not be repeated', async (t) => {
  const repeated = [
    'a=1&a=1',
    'a=1&a=2',
    'a=&a=1',
    'a&a',
    'a=1&%61=2',
    'client_id=x&scope=y&client_id=x',
    '__proto__=1&__proto__=2',
  ]
  for (const encoded of repeated) refusalOf(t, () => parseParams(encoded), 'invalid_request', encoded)
  const { message } = refusalOf(t, () => parseParams('state=1&state=2'), 'invalid_request', 'state twice')
  t.match(message, 'state', 'the refusal names it')
})

t.test('RFC 8707 §2: resource alone may repeat', async (t) => {
  const params = parseParams('resource=https%3A%2F%2Fa.example&x=1&resource=&resource=b')
  t.same(params.all('resource'), ['https://a.example', 'b'])
  t.equal(params.get('resource'), 'https://a.example')
  t.same(parseParams('x=1').all('resource'), [])
})

t.test('OAuth 2.1 §3.1, §3.2: a parameter without a value counts as absent', async (t) => {
  const params = parseParams('a=&b')
  t.equal(params.get('a'), undefined)
  t.equal(params.get('b'), undefined)
  t.same(params.names(), ['a', 'b'])
  refusalOf(t, () => required(params, 'a'), 'invalid_request', 'required but empty')
  t.equal(required(parseParams('a=1'), 'a'), '1')
})

t.test('OAuth 2.1 §7.12: everything has a limit, whatever it is called', async (t) => {
  const limits: [name: string, longest: number][] = [
    ['state', 4096],
    ['scope', 4096],
    ['redirect_uri', 2048],
    ['resource', 2048],
    ['anything', 4096],
    // Names that every JavaScript object seems to have.
    ['constructor', 4096],
    ['toString', 4096],
    ['__proto__', 4096],
  ]
  for (const [name, longest] of limits) {
    t.equal(parseParams(`${name}=${'x'.repeat(longest)}`).get(name)?.length, longest, `${name} of ${longest}`)
    refusalOf(
      t,
      () => parseParams(`${name}=${'x'.repeat(longest + 1)}`),
      'invalid_request',
      `${name} of ${longest + 1}`,
    )
  }
  // Escapes count as what they stand for.
  t.equal(parseParams(`state=${'%2B'.repeat(4096)}`).get('state')?.length, 4096)
  refusalOf(t, () => parseParams(`${'n'.repeat(129)}=1`), 'invalid_request', 'a long name')
  const many = (count: number): string => Array.from({ length: count }, (_, index) => `p${index}=1`).join('&')
  t.equal(parseParams(many(64)).names().length, 64)
  refusalOf(t, () => parseParams(many(65)), 'invalid_request', '65 parameters')
})

t.test('names of JavaScript are only names', async (t) => {
  const params = parseParams('a=1')
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    t.equal(params.get(name), undefined, name)
  t.equal(({} as Record<string, unknown>).polluted, undefined)
  t.equal(parseParams('__proto__=x').get('__proto__'), 'x')
})

t.test('OAuth 2.1 §3.2.4: what was sent is cut and escaped before it is repeated', async (t) => {
  t.equal(printable('plain'), 'plain')
  t.equal(printable('a"b\\c'), 'a?b?c')
  t.equal(printable('a\r\nb\0c\x1b[31m'), 'a??b?c?[31m')
  t.equal(printable('é€🔑'), '????', 'each unit of UTF-16')
  t.equal(printable('x'.repeat(100)), `${'x'.repeat(64)}...`)
  t.equal(printable('x'.repeat(64)), 'x'.repeat(64))
  t.equal(printable('abcdef', 3), 'abc...')
})

t.test('what has the shape of a credential is masked before it is repeated, wherever it was put', async (t) => {
  const secret = 'x-Y_9'.repeat(9)
  for (const prefix of ['cs_rt_', 'cs_sec_', 'cs_code_', 'cs_reg_', 'cs_ses_'])
    for (const sent of [
      `${prefix}${secret}`,
      `https://app.example/?t=${prefix}${secret}&u`,
      `a ${prefix}${secret} b`,
    ]) {
      t.notMatch(printable(sent, 300), secret.slice(0, 10), sent)
      t.match(printable(sent, 300), prefix, 'its kind is told')
      // Not even the half of it that is left after cutting.
      t.notMatch(printable(sent, 40), secret.slice(0, 5), `${sent}, cut`)
    }
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.${secret}`
  t.equal(printable(`token ${jwt}`, 300), 'token [a token]')
  t.equal(printable('cs_rt_'), 'cs_rt_', 'a prefix alone is no secret')
  const started = process.hrtime.bigint()
  for (const part of ['eyJ', 'cs_a_', 'cs_', 'eyJ.', '.']) printable(part.repeat(1400))
  t.ok(process.hrtime.bigint() - started < 1_000_000_000n, 'no input takes long')
})
