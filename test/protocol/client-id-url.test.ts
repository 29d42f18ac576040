// Client identifier URLs (draft-ietf-oauth-client-id-metadata-document §3).
import t from 'tap'
import { clientIdHost, clientIdUrlProblem, isListedHost, isUrlShaped } from '../../src/protocol/client-id-url.ts'

t.test('CIMD §3: what may be a client identifier URL', async (t) => {
  for (const url of [
    'https://claude.ai/oauth/claude-code-client-metadata',
    'https://chatgpt.com/oauth/tU1UVEq8rRTK/client.json',
    'https://example.com/',
    'https://example.com:8443/client',
    'https://example.com:443/client',
    'https://example.com/client?version=2',
    'https://xn--exmple-cua.example/client.json',
    'https://my_app.example.org/a.b/..c/...',
  ])
    t.equal(clientIdUrlProblem(url, false), undefined, url)
})

t.test('CIMD §3: MUST and MUST NOT', async (t) => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['http://example.com/client', /not an https address/],
    ['HTTPS://example.com/client', /not an https address/],
    ['https:/example.com/client', /not an https address/],
    ['https://user@example.com/client', /user name/],
    ['https://user:password@example.com/client', /user name/],
    ['https://example.com', /no path/],
    ['https://example.com?x=1', /no path/],
    ['https://example.com/client#part', /fragment/],
    ['https://example.com/client#', /fragment/],
    ['https://example.com/./client', /dots/],
    ['https://example.com/a/../client', /dots/],
    ['https://example.com/a/..', /dots/],
    ['https://example.com/%2e%2E/client', /dots/],
    ['https://example.com/.%2e/client', /dots/],
  ]
  for (const [url, problem] of cases) t.match(clientIdUrlProblem(url, false), problem, url)
})

t.test('what browsers, proxies or people could take for another address is none', async (t) => {
  for (const url of [
    'https://Claude.ai/client',
    'https://claude.ai./client',
    'https://cl%61ude.ai/client',
    'https://clаude.ai/client', // a Cyrillic а
    'https://claude.ai\\@evil.example/client',
    'https://claude.ai /client',
    'https://claude.ai\t/client',
    'https://claude.ai/\r\nx',
    'https://claude.ai/"client"',
    'https:///client',
    'https://.../client',
    'https://example.com:99999/client',
    `https://example.com/${'x'.repeat(1100)}`,
  ])
    t.ok(clientIdUrlProblem(url, true), JSON.stringify(url))
})

t.test('§9.6: numbers are no names, however they are written', async (t) => {
  for (const host of [
    ...['127.0.0.1', '127.1', '2130706433', '0x7f.0.0.1', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]'],
    ...['169.254.169.254', '10.0.0.1', '100.64.0.1', '[fd00::1]', '[fe80::1%25eth0]', '0.0.0.0', '8.8.8.8'],
  ])
    t.ok(clientIdUrlProblem(`https://${host}/client`, false), host)
})

t.test('§9.6: loopback, by http too, only where tests opened it', async (t) => {
  for (const url of [
    'http://127.0.0.1:4000/c',
    'http://localhost:4000/c',
    'http://[::1]:4000/c',
    'https://127.0.0.1/c',
  ]) {
    t.equal(clientIdUrlProblem(url, true), undefined, url)
    t.ok(clientIdUrlProblem(url, false) || url.startsWith('https://localhost'), url)
  }
  t.ok(clientIdUrlProblem('http://127.0.0.2/c', true))
  t.ok(clientIdUrlProblem('http://example.com/c', true))
})

t.test('§8.1: only what looks like an address is one', async (t) => {
  for (const id of ['https://a.example/c', 'http://a.example/c', 'HTTPS://a.example/c']) t.ok(isUrlShaped(id), id)
  for (const id of ['app_1', 'https', 'https:', 'ftp://a.example', 'urn:x', ' https://a.example/c', '//a.example/c'])
    t.notOk(isUrlShaped(id), id)
})

t.test('the host is the identity: an exact one is listed, or one below a dot', async (t) => {
  const hosts = ['claude.ai', '.example.org', 'localhost:4000']
  for (const host of ['claude.ai', 'a.example.org', 'b.a.example.org', 'localhost:4000'])
    t.ok(isListedHost(host, hosts), host)
  for (const host of [
    ...['www.claude.ai', 'evilclaude.ai', 'claude.ai.evil.example', 'claude.ai:8443', 'localhost', 'localhost:40000'],
    ...['example.org', 'evilexample.org', 'example.org.evil.example', 'a.example.org:8443', ''],
  ])
    t.notOk(isListedHost(host, hosts), host)
  t.equal(clientIdHost('https://example.com:443/x'), 'example.com')
  t.equal(clientIdHost('https://example.com:8443/x'), 'example.com:8443')
})
