// The guarded fetch: what it fetches, and everything that a stranger may try with the URL, the name server and the answer.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { type FetchRequest, openGuardedFetch } from '../../src/outbound/guarded-fetch.ts'
import { ownCertificate } from '../support/certificate.ts'

const get: FetchRequest = { method: 'GET', maxBytes: 1000, timeoutSeconds: 5 }
const ca = ownCertificate().cert

type Listening = Readonly<{ port: number; calls: IncomingMessage[]; connections: () => number }>

const listening = async (
  t: Test,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  scheme: 'http' | 'https' = 'https',
): Promise<Listening> => {
  const calls: IncomingMessage[] = []
  let connections = 0
  const listener: RequestListener = (request, response) => {
    calls.push(request)
    answer(request, response)
  }
  const server = scheme === 'https' ? createTlsServer(ownCertificate(), listener) : createServer(listener)
  server.on('connection', () => {
    connections += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, calls, connections: () => connections }
}

const hello: RequestListener = (_, response) => void response.end('hello')
const at =
  (...addresses: readonly string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

t.test('an answer is its status, headers and text', async (t) => {
  const server = await listening(t, (_, response) => {
    response.writeHead(404, { 'cache-control': 'max-age=60', 'set-cookie': ['a=1', 'b=2'] }).end('nö')
  })
  const guardedFetch = openGuardedFetch({ allowLoopback: true, ca })
  const outcome = await guardedFetch(`https://localhost:${server.port}/a?b=c`, { ...get, accept: 'application/json' })
  t.match(outcome, {
    kind: 'answer',
    status: 404,
    headers: { 'cache-control': 'max-age=60', 'set-cookie': 'a=1, b=2' },
    body: 'nö',
  })
  const [call] = server.calls
  t.equal(call?.url, '/a?b=c')
  t.match(call?.headers, {
    host: `localhost:${server.port}`,
    accept: 'application/json',
    'accept-encoding': 'identity',
    connection: 'close',
  })
  t.equal(call?.headers.cookie, undefined)
})

t.test('a post sends its body', async (t) => {
  let body = ''
  const server = await listening(t, (request, response) => {
    text(request).then((all) => {
      body = all
      response.end()
    })
  })
  const guardedFetch = openGuardedFetch({ allowLoopback: true, ca })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const outcome = await guardedFetch(`https://127.0.0.1:${server.port}/`, {
    ...get,
    method: 'POST',
    body: 'ä=1',
    headers,
  })
  t.match(outcome, { kind: 'answer', status: 200 })
  t.equal(body, 'ä=1')
  t.match(server.calls[0]?.headers, { ...headers, 'content-length': '4' })
})

t.test('names and URLs that lead inside are refused without a connection', async (t) => {
  const server = await listening(t, hello)
  const plain = await listening(t, hello, 'http')
  const refused = async (t: Test, url: string, lookup = at('127.0.0.1')): Promise<void> => {
    const outcome = await openGuardedFetch({ allowLoopback: false, lookup, ca })(url, get)
    t.match(outcome, { kind: 'failed', reason: 'the host has no public address' }, url)
  }
  for (const host of ['127.0.0.1', '127.1', '0x7f.0.0.1', '2130706433', '0177.0.0.1', '127.0.0.1.', '0.0.0.0', '0'])
    await refused(t, `https://${host}:${server.port}/`)
  for (const host of ['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'])
    await refused(t, `https://${host}:${server.port}/`)
  await refused(t, `https://rebound.example:${server.port}/`)
  await refused(t, `https://rebound.example:${server.port}/`, at('169.254.169.254'))
  await refused(t, `https://rebound.example:${server.port}/`, at('::ffff:7f00:1', '10.0.0.1', 'fd00::1'))
  await refused(t, `https://rebound.example:${server.port}/`, at())
  await refused(t, `https://rebound.example:${server.port}/`, () => Promise.reject(new Error('ENOTFOUND')))
  t.equal(server.connections(), 0)

  const unlike = openGuardedFetch({ allowLoopback: false, lookup: at('127.0.0.1'), ca })
  const wrong: readonly (readonly [string, string])[] = [
    [`http://rebound.example:${plain.port}/`, 'the URL is not https'],
    [`http://127.0.0.1:${plain.port}/`, 'the URL is not https'],
    ['file:///etc/passwd', 'the URL is not https'],
    ['ftp://a.example/', 'the URL is not https'],
    ['data:application/json,{}', 'the URL is not https'],
    ['https://ada:secret@a.example/', 'the URL has a user name'],
    ['https://ada@a.example/', 'the URL has a user name'],
    ['jwks.json', 'it is not a URL'],
    ['https://', 'it is not a URL'],
    ['https://a b.example/', 'it is not a URL'],
  ]
  for (const [url, reason] of wrong) t.same(await unlike(url, get), { kind: 'failed', reason }, url)
  t.equal(plain.connections(), 0)
})

t.test('the real resolver knows localhost as this machine, whatever name servers say', async (t) => {
  const server = await listening(t, hello)
  const closed = openGuardedFetch({ allowLoopback: false, ca })
  for (const host of ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost'])
    t.match(await closed(`https://${host}:${server.port}/`, get), { reason: 'the host has no public address' }, host)
  t.equal(server.connections(), 0)
  t.match(await openGuardedFetch({ allowLoopback: true, ca })(`https://localhost:${server.port}/`, get), {
    body: 'hello',
  })
})

t.test('the connection goes to the address that was checked: the name is asked for once', async (t) => {
  const server = await listening(t, hello)
  let asked = 0
  const rebinding = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
  }
  const guardedFetch = openGuardedFetch({ allowLoopback: true, lookup: rebinding, ca })
  t.match(await guardedFetch(`https://localhost:${server.port}/`, get), { kind: 'answer', body: 'hello' })
  t.equal(asked, 1)
  // Of a mixed answer only the part that may be connected to is tried.
  const mixed = openGuardedFetch({ allowLoopback: true, lookup: at('10.0.0.1', '127.0.0.1', '::ffff:127.0.0.1'), ca })
  t.match(await mixed(`https://localhost:${server.port}/`, get), { kind: 'answer', body: 'hello' })
})

t.test('http is for loopback alone, where that is open', async (t) => {
  const server = await listening(t, hello, 'http')
  const open = openGuardedFetch({ allowLoopback: true, lookup: at('127.0.0.1') })
  t.match(await open(`http://127.0.0.1:${server.port}/`, get), { kind: 'answer', body: 'hello' })
  const elsewhere = openGuardedFetch({ allowLoopback: true, lookup: at('8.8.8.8') })
  t.match(await elsewhere(`http://a.example:${server.port}/`, get), { reason: 'the host has no public address' })
  t.match(await elsewhere('http://8.8.8.8/', get), { reason: 'the host has no public address' })
  t.match(await open('http://192.168.0.1/', get), { reason: 'the host has no public address' })
})

t.test('OAuth 2.1 §1.5: TLS is verified: the issuer of the certificate and the name in it', async (t) => {
  const server = await listening(t, hello)
  const distrusting = openGuardedFetch({ allowLoopback: true })
  t.same(await distrusting(`https://localhost:${server.port}/`, get), {
    kind: 'failed',
    reason: 'the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)',
  })
  const otherName = openGuardedFetch({ allowLoopback: true, lookup: at('127.0.0.1'), ca })
  t.same(await otherName(`https://other.example:${server.port}/`, get), {
    kind: 'failed',
    reason: 'the connection failed (ERR_TLS_CERT_ALTNAME_INVALID)',
  })
  const plain = await listening(t, hello, 'http')
  t.match(await openGuardedFetch({ allowLoopback: true, ca })(`https://localhost:${plain.port}/`, get), {
    kind: 'failed',
  })
  t.equal(server.calls.length + plain.calls.length, 0)
})

t.test('no redirect is followed', async (t) => {
  const inside = await listening(t, hello)
  for (const status of [301, 302, 303, 307, 308]) {
    const server = await listening(t, (_, response) => {
      response.writeHead(status, { location: `https://localhost:${inside.port}/` }).end()
    })
    const outcome = await openGuardedFetch({ allowLoopback: true, ca })(`https://localhost:${server.port}/`, get)
    t.match(outcome, { kind: 'answer', status })
  }
  t.equal(inside.connections(), 0)
})

t.test('a huge answer is cut off, whether it says its size or not', async (t) => {
  const sockets: Socket[] = []
  const endless = await listening(t, (request, response) => {
    sockets.push(request.socket)
    const more = (): void => void (response.writable && response.write('x'.repeat(10_000), () => setImmediate(more)))
    more()
  })
  const guardedFetch = openGuardedFetch({ allowLoopback: true, ca })
  const tooLarge = { kind: 'failed', reason: 'the answer is larger than 1000 bytes' }
  t.same(await guardedFetch(`https://localhost:${endless.port}/`, get), tooLarge)
  const [socket] = sockets
  if (socket !== undefined && !socket.closed) await once(socket, 'close')
  t.ok(socket?.closed, 'the connection is closed')

  const sized = await listening(t, (_, response) => void response.end('x'.repeat(1001)))
  t.same(await guardedFetch(`https://localhost:${sized.port}/`, get), tooLarge)
  const fitting = await listening(t, (_, response) => void response.end('x'.repeat(1000)))
  t.match(await guardedFetch(`https://localhost:${fitting.port}/`, get), { kind: 'answer', body: 'x'.repeat(1000) })
  const headers = await listening(t, (_, response) => void response.setHeader('x-big', 'x'.repeat(20_000)).end())
  t.match(await guardedFetch(`https://localhost:${headers.port}/`, get), { reason: /HPE_HEADER_OVERFLOW/ })
})

t.test('a compressed answer is not unpacked', async (t) => {
  const server = await listening(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from('1f8b0800', 'hex'))
  })
  const outcome = await openGuardedFetch({ allowLoopback: true, ca })(`https://localhost:${server.port}/`, get)
  t.equal(outcome.kind === 'answer' ? outcome.body.charCodeAt(0) : outcome.reason, 0x1f)
})

t.test('a cut answer is no answer', async (t) => {
  const server = await listening(t, (_, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('{"keys":[]}', () => setImmediate(() => response.destroy()))
  })
  const outcome = await openGuardedFetch({ allowLoopback: true, ca })(`https://localhost:${server.port}/`, get)
  t.match(outcome, { kind: 'failed' })
})

t.test('an answer that switches protocols is none, and gives its place back', async (t) => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const guardedFetch = openGuardedFetch({ allowLoopback: true, ca })
  const post = { ...get, method: 'POST', timeoutSeconds: 0.3 } as const
  for (let round = 0; round < 6; round += 1) {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => guardedFetch(`http://127.0.0.1:${port}/`, post)),
    )
    for (const outcome of outcomes) t.same(outcome, { kind: 'failed', reason: 'the answer switches protocols' })
  }
  const good = await listening(t, hello)
  t.match(await guardedFetch(`https://localhost:${good.port}/`, get), { body: 'hello' }, '600 later, others are asked')
})

t.test('a slow name server, connection, header or body ends in time', async (t) => {
  const hurry = { ...get, timeoutSeconds: 0.15 }
  const late = { kind: 'failed', reason: 'no complete answer within 0.15 s' }
  const nameless = openGuardedFetch({ allowLoopback: true, ca, lookup: () => new Promise(() => {}) })
  const guardedFetch = openGuardedFetch({ allowLoopback: true, ca })
  const mute = await listening(t, () => {})
  const trickle = await listening(t, (_, response) => {
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  })
  const outcomes = await Promise.all([
    nameless('https://a.example/', hurry),
    guardedFetch(`https://localhost:${mute.port}/`, hurry),
    guardedFetch(`https://localhost:${trickle.port}/`, hurry),
  ])
  for (const outcome of outcomes) t.same(outcome, late)
})

t.test('equal GETs at the same time are one request; later ones and posts are not', async (t) => {
  const server = await listening(t, (_, response) => void setTimeout(() => response.end('hello'), 50))
  const guardedFetch = openGuardedFetch({ allowLoopback: true, ca })
  const url = `https://localhost:${server.port}/`
  const all = await Promise.all(Array.from({ length: 20 }, () => guardedFetch(url, get)))
  t.equal(server.calls.length, 1)
  for (const outcome of all) t.match(outcome, { body: 'hello' })
  await guardedFetch(url, get)
  t.equal(server.calls.length, 2)
  await Promise.all([guardedFetch(url, { ...get, method: 'POST' }), guardedFetch(url, { ...get, method: 'POST' })])
  t.equal(server.calls.length, 4)
  t.equal(server.connections(), 4, 'no connection is kept')
})

t.test('proxy variables change nothing', async (t) => {
  const server = await listening(t, hello)
  const proxy = await listening(t, hello, 'http')
  const module = new URL('../../src/outbound/guarded-fetch.ts', import.meta.url)
  const program = `const { openGuardedFetch } = await import(${JSON.stringify(module.href)})
    const guardedFetch = openGuardedFetch({ allowLoopback: true, ca: process.env.CA, lookup: async () => [{ address: '127.0.0.1', family: 4 }] })
    console.log(JSON.stringify(await guardedFetch('https://localhost:${server.port}/', ${JSON.stringify(get)})))`
  const through = `http://127.0.0.1:${proxy.port}`
  const env = {
    ...process.env,
    CA: ca,
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: through,
    https_proxy: through,
    HTTP_PROXY: through,
    NO_PROXY: '',
    no_proxy: '',
  }
  const run = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env })
  t.match(JSON.parse(run.stdout), { kind: 'answer', body: 'hello' })
  t.equal(proxy.connections(), 0)
})

t.test('the environment cannot turn TLS verification off', async (t) => {
  const server = await listening(t, hello)
  t.teardown(() => void delete process.env.NODE_TLS_REJECT_UNAUTHORIZED)
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  const outcome = await openGuardedFetch({ allowLoopback: true })(`https://localhost:${server.port}/`, get)
  t.match(outcome, { reason: 'the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)' })
})
