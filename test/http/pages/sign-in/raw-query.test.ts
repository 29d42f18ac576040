// The raw query: kept as it came, safe to put into a header or an attribute (RFC 3986 §3.4).
import t from 'tap'
import {
  askingForLogin,
  cleanQuery,
  queryOf,
  splitInteraction,
  withPrompt,
} from '../../../../src/http/pages/sign-in/raw-query.ts'
import { parseParams } from '../../../../src/protocol/params.ts'

t.test('what may stand in a query stays, byte for byte', async (t) => {
  const kept = "a=b&state=a+b/c==%2b%2B&x=!$'()*,-.:;?@[\\]^_`{|}~&&="
  t.equal(cleanQuery(Buffer.from(kept)), kept)
  t.equal(queryOf(`/authorize?${kept}`), kept)
  t.equal(queryOf('/authorize'), '')
  t.equal(queryOf('/authorize?'), '')
})

t.test('what may not is percent-encoded, and means the same', async (t) => {
  t.equal(cleanQuery(Buffer.from('a="<x>"#\r\n\0 ü')), 'a=%22%3Cx%3E%22%23%0D%0A%00%20%C3%BC')
  t.equal(queryOf('/authorize?a=\u00c3\u00bc'), 'a=%C3%BC', 'Node gives the bytes of a URL as latin1')
  t.equal(cleanQuery(Buffer.of(0x61, 0x3d, 0xff)), 'a=%FF', 'broken UTF-8 stays broken, to be refused')
})

t.test('a request may be long, but not endless', async (t) => {
  t.equal(cleanQuery(Buffer.alloc(20_000, 'a')).length, 20_000)
  t.throws(() => cleanQuery(Buffer.alloc(20_001, 'a')), { code: 'invalid_request' })
})

t.test('our interaction is no part of the request', async (t) => {
  t.strictSame(splitInteraction('a=1&interaction=x&b=2'), { query: 'a=1&b=2', interaction: 'x' })
  t.strictSame(splitInteraction('interaction=x&interaction=y'), { query: '', interaction: 'x' })
  t.strictSame(splitInteraction('a=interaction=x'), { query: 'a=interaction=x', interaction: undefined })
})

t.test('one more prompt', async (t) => {
  const prompted = (query: string, prompt: 'login' | 'consent') => withPrompt(parseParams(query), prompt).get('prompt')
  t.equal(prompted('', 'consent'), 'consent')
  t.equal(prompted('prompt=login', 'consent'), 'login consent')
  t.equal(prompted('prompt=consent', 'consent'), 'consent')
  t.equal(prompted('prompt=select_account', 'login'), 'select_account login')
  t.equal(prompted('prompt=none', 'login'), 'none', 'which shows no page')
  t.equal(withPrompt(parseParams('state=1'), 'login').get('state'), '1')
})

t.test('asking for another account', async (t) => {
  const asking = (query: string) => askingForLogin(query, parseParams(query))
  t.equal(asking('a=1&login_hint=ada&prompt=consent&state=x+y'), 'a=1&state=x+y&prompt=consent+login')
  t.equal(asking('prompts=1&login_hints'), 'prompts=1&login_hints&prompt=login')
})
