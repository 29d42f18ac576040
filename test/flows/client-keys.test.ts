// A client's published keys: kept for as long as its host allows, asked for again in moderation, and nobody waits for another's host.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { findingClientKeys } from '../../src/flows/client-keys.ts'
import { type Client, usualClient } from '../../src/model/client.ts'
import { openGuardedFetch } from '../../src/outbound/guarded-fetch.ts'
import { clientKey } from '../support/client-key.ts'

const start = Date.parse('2026-11-22T10:20:30.123Z')
const at = (seconds: number): Date => new Date(start + seconds * 1000)
const [first, second] = [clientKey('first'), clientKey('second')]

const clientWith = (keys: Partial<Pick<Client, 'jwks' | 'jwksUri'>>): Client => ({
  ...usualClient,
  clientId: 'app_1',
  name: 'Shop',
  origin: 'operator',
  tokenEndpointAuthMethod: 'private_key_jwt',
  redirectUris: [],
  grantTypes: ['client_credentials'],
  scope: [],
  createdAt: at(0),
  ...keys,
})

/** A host of keys whose answer the test changes. */
const keyHost = async (t: Test, answer: RequestListener) => {
  const host = { answer, calls: 0, uri: '' }
  const server = createServer((request, response) => {
    host.calls += 1
    host.answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  host.uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
  return host
}

const publishing =
  (keys: readonly object[], headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ keys }))

const open = () => findingClientKeys({ guardedFetch: openGuardedFetch({ allowLoopback: true }) })
const kids = (found: Awaited<ReturnType<ReturnType<typeof open>>>) =>
  found.kind === 'keys' ? found.jwks.keys.map(({ kid }) => kid) : found.reason

t.test('keys that are registered need no request', async (t) => {
  const host = await keyHost(t, publishing([second.publicJwk]))
  const find = open()
  t.same(kids(await find(clientWith({ jwks: first.jwks }), 'second', at(0))), ['first'])
  t.same(kids(await find(clientWith({ jwks: first.jwks, jwksUri: host.uri }), 'second', at(0))), ['first'])
  t.equal(host.calls, 0)
  t.match(kids(await find(clientWith({}), undefined, at(0))), /neither/)
})

t.test('RFC 9111 §4.2: kept as the headers say, from a minute to an hour', async (t) => {
  const lives: readonly (readonly [Record<string, string>, number])[] = [
    [{}, 600],
    [{ 'cache-control': 'max-age=300' }, 300],
    [{ 'cache-control': 'max-age=1' }, 60],
    [{ 'cache-control': 'no-store' }, 60],
    [{ 'cache-control': 'max-age=31536000' }, 3600],
  ]
  for (const [headers, seconds] of lives) {
    const host = await keyHost(t, publishing([first.publicJwk], headers))
    const [find, client] = [open(), clientWith({ jwksUri: host.uri })]
    await find(client, 'first', at(0))
    t.same(kids(await find(client, 'first', at(seconds - 1))), ['first'])
    t.equal(host.calls, 1, JSON.stringify(headers))
    host.answer = publishing([second.publicJwk])
    t.same(kids(await find(client, 'first', at(seconds))), ['second'], 'a key that was withdrawn is gone')
    t.equal(host.calls, 2)
  }
})

t.test('OIDC Core §10.1.1: a kid that is not known asks again, at most once a minute', async (t) => {
  const host = await keyHost(t, publishing([first.publicJwk], { 'cache-control': 'max-age=3600' }))
  const [find, client] = [open(), clientWith({ jwksUri: host.uri })]
  await find(client, 'first', at(0))
  host.answer = publishing([first.publicJwk, second.publicJwk])
  t.same(kids(await find(client, 'second', at(59))), ['first'])
  t.equal(host.calls, 1, 'not yet')
  t.same(kids(await find(client, undefined, at(61))), ['first'])
  t.equal(host.calls, 1, 'a signature without a kid names no new key')
  t.same(kids(await find(client, 'second', at(62))), ['first', 'second'])
  t.equal(host.calls, 2)
  for (let i = 0; i < 20; i += 1) await find(client, `invented ${i}`, at(63 + i))
  t.equal(host.calls, 2, 'a stranger cannot make it ask more often')
})

t.test('a host that fails while its keys are fresh takes nothing away', async (t) => {
  const host = await keyHost(t, publishing([first.publicJwk], { 'cache-control': 'max-age=3600' }))
  const [find, client] = [open(), clientWith({ jwksUri: host.uri })]
  await find(client, 'first', at(0))
  host.answer = (_, response) => void response.writeHead(500).end()
  await find(client, 'invented', at(100))
  t.equal(host.calls, 2)
  t.same(kids(await find(client, 'first', at(101))), ['first'])
  await find(client, 'invented', at(102))
  t.equal(host.calls, 2, 'nor is it asked at once again')
  t.match(kids(await find(client, 'first', at(3600))), /status 500/, 'but not beyond')
})

t.test('failures are kept for a quarter of a minute', async (t) => {
  const host = await keyHost(t, (_, response) => void response.writeHead(404).end())
  const [find, client] = [open(), clientWith({ jwksUri: host.uri })]
  for (let i = 0; i < 10; i += 1) t.match(kids(await find(client, `any ${i}`, at(i))), /status 404/)
  t.equal(host.calls, 1)
  host.answer = publishing([first.publicJwk])
  t.same(kids(await find(client, 'first', at(15))), ['first'])
})

t.test('what is no set of public keys is none, with the reason', async (t) => {
  const { privateKey } = first
  const answers: readonly (readonly [RequestListener, RegExp])[] = [
    [(_, response) => void response.end('<html>'), /not a JWK Set/],
    [(_, response) => void response.end(''), /not a JWK Set/],
    [publishing([]), /no key/],
    [publishing([{ kty: 'oct', k: 'c2VjcmV0' }]), /symmetric/],
    [publishing([privateKey.export({ format: 'jwk' })]), /private members/],
    [publishing(Array.from({ length: 21 }, () => first.publicJwk)), /more than 20/],
    [
      (_, response) => void response.end(JSON.stringify({ keys: [], x: 'x'.repeat(70_000) })),
      /larger than 65536 bytes/,
    ],
    [(_, response) => void response.writeHead(302, { location: '/elsewhere' }).end(), /status 302/],
    [(_, response) => void response.writeHead(204).end(), /status 204/],
    [(request) => void request.socket.destroy(), /connection failed/],
  ]
  for (const [answer, reason] of answers) {
    const host = await keyHost(t, answer)
    t.match(kids(await open()(clientWith({ jwksUri: host.uri }), undefined, at(0))), reason, String(reason))
    t.equal(host.calls, 1, 'and nothing is followed')
  }
})

t.test('addresses inside are never asked', async (t) => {
  const host = await keyHost(t, publishing([first.publicJwk]))
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  const find = findingClientKeys({ guardedFetch: openGuardedFetch({ allowLoopback: false, lookup }) })
  for (const jwksUri of [
    host.uri,
    host.uri.replace('http:', 'https:'),
    host.uri.replace('http://127.0.0.1', 'https://rebound.example'),
    host.uri.replace('http://127.0.0.1', 'https://[::ffff:7f00:1]'),
    'https://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
  ])
    t.match(kids(await find(clientWith({ jwksUri }), undefined, at(0))), /not https|no public address/, jwksUri)
  t.equal(host.calls, 0)
})

t.test('a hundred at once are one request, and a slow host holds up only its own', async (t) => {
  const slow = await keyHost(t, (request, response) => {
    setTimeout(() => publishing([first.publicJwk])(request, response), 300)
  })
  const quick = await keyHost(t, publishing([second.publicJwk]))
  const find = open()
  let answered = false
  const waiting = Promise.all(
    Array.from({ length: 100 }, () => find(clientWith({ jwksUri: slow.uri }), 'first', at(0))),
  ).finally(() => {
    answered = true
  })
  t.same(kids(await find(clientWith({ jwksUri: quick.uri }), 'second', at(0))), ['second'])
  t.equal(answered, false)
  for (const found of await waiting) t.same(kids(found), ['first'])
  t.equal(slow.calls, 1)
})

t.test('hosts that never answer take only so many places, of their own and of all', async (t) => {
  const mute = await keyHost(t, () => {})
  const good = await keyHost(t, publishing([first.publicJwk]))
  const askOften = (find: ReturnType<typeof open>, uris: readonly string[]) => {
    for (const jwksUri of uris) find(clientWith({ jwksUri }), undefined, at(0))
  }
  const few = open()
  askOften(
    few,
    Array.from({ length: 20 }, (_, index) => `${mute.uri}?${index}`),
  )
  t.match(kids(await few(clientWith({ jwksUri: `${mute.uri}?20` }), undefined, at(0))), /^too many/)
  t.same(kids(await few(clientWith({ jwksUri: good.uri }), undefined, at(0))), ['first'], 'others are asked')

  const guardedFetch = openGuardedFetch({ allowLoopback: true, lookup: () => new Promise(() => {}) })
  const many = findingClientKeys({ guardedFetch })
  askOften(
    many,
    Array.from({ length: 600 }, (_, index) => `https://${index}.example/`),
  )
  t.match(kids(await many(clientWith({ jwksUri: good.uri }), undefined, at(0))), /^too many/)
  const logout = await guardedFetch(good.uri, { method: 'POST', maxBytes: 1000, timeoutSeconds: 5 })
  t.match(logout, { kind: 'answer' }, 'there is room for documents and logouts')
})

t.test('only so many hosts are remembered, those used last', async (t) => {
  let calls = 0
  const find = findingClientKeys({
    guardedFetch: async () => {
      calls += 1
      return { kind: 'answer', status: 200, headers: {}, body: JSON.stringify(first.jwks) }
    },
  })
  const ask = (number: number) => find(clientWith({ jwksUri: `https://host-${number}.example/` }), 'first', at(0))
  for (let number = 0; number < 500; number += 1) await ask(number)
  await ask(0)
  t.equal(calls, 500)
  await ask(500)
  await ask(0)
  t.equal(calls, 501)
  await ask(1)
  t.equal(calls, 502, 'the one that was used least lately is asked again')
})
