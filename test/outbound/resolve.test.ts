// Names to addresses, by a name server that lies, mixes, is silent or is slow.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { openGuardedFetch } from '../../src/outbound/guarded-fetch.ts'
import { resolvingNames } from '../../src/outbound/resolve.ts'

type Zone = Readonly<{ a?: readonly (readonly number[])[]; aaaa?: readonly (readonly number[])[]; silent?: boolean }>

/** A name server with one answer for every name (RFC 1035 §4.1). */
const nameServer = async (t: Test, zone: Zone) => {
  const asked: number[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const end = query.indexOf(0, 12) + 5
    const type = query.readUInt16BE(end - 4)
    asked.push(type)
    if (zone.silent) return
    const addresses = (type === 1 ? zone.a : type === 28 ? zone.aaaa : []) ?? []
    const records = addresses.map((bytes) =>
      Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]),
    )
    const header = Buffer.concat([query.subarray(0, 2), Buffer.from([0x81, 0x80, 0, 1, 0, records.length, 0, 0, 0, 0])])
    socket.send(Buffer.concat([header, query.subarray(12, end), ...records]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  return { server: `127.0.0.1:${socket.address().port}`, asked }
}

const never = new AbortController().signal
const loopback6 = [...Array.from({ length: 15 }, () => 0), 1]

t.test('both families are asked for, and IPv4 comes first', async (t) => {
  const { server, asked } = await nameServer(t, { a: [[8, 8, 8, 8]], aaaa: [loopback6] })
  t.same(await resolvingNames([server])('a.example', never), [
    { address: '8.8.8.8', family: 4 },
    { address: '::1', family: 6 },
  ])
  t.same(asked.sort(), [1, 28])
})

t.test('one family may be missing; so may both', async (t) => {
  const four = await nameServer(t, { a: [[8, 8, 8, 8]] })
  t.same(await resolvingNames([four.server])('a.example', never), [{ address: '8.8.8.8', family: 4 }])
  const none = await nameServer(t, {})
  t.same(await resolvingNames([none.server])('a.example', never), [])
})

t.test('an answer of many addresses is cut', async (t) => {
  const { server } = await nameServer(t, { a: Array.from({ length: 20 }, (_, i) => [8, 8, 8, i]) })
  t.equal((await resolvingNames([server])('a.example', never)).length, 4)
})

t.test('RFC 6761 §6.3: localhost is this machine, and no name server is asked', async (t) => {
  const { server, asked } = await nameServer(t, { a: [[8, 8, 8, 8]] })
  for (const name of ['localhost', 'localhost.', 'a.localhost', 'a.b.localhost.'])
    t.same(
      (await resolvingNames([server])(name, never)).map(({ address }) => address),
      ['127.0.0.1', '::1'],
    )
  t.equal(asked.length, 0)
  t.equal((await resolvingNames([server])('notlocalhost', never))[0]?.address, '8.8.8.8')
})

t.test('names that lead inside are refused like names that do not exist', async (t) => {
  const get = { method: 'GET', maxBytes: 1000, timeoutSeconds: 3 } as const
  for (const zone of [
    { a: [[127, 0, 0, 1]] },
    { a: [[10, 0, 0, 1]], aaaa: [loopback6] },
    { a: [[169, 254, 169, 254]] },
    { aaaa: [[...Array.from({ length: 10 }, () => 0), 255, 255, 127, 0, 0, 1]] },
    {},
  ]) {
    const { server } = await nameServer(t, zone)
    const guardedFetch = openGuardedFetch({ allowLoopback: false, lookup: resolvingNames([server]) })
    const outcome = await guardedFetch('https://a.example/', get)
    t.same(outcome, { kind: 'failed', reason: 'the host has no public address' }, JSON.stringify(zone))
  }
})

t.test('a silent name server ends with the time of the request', async (t) => {
  const { server } = await nameServer(t, { silent: true })
  const end = new AbortController()
  setTimeout(() => end.abort(), 100)
  const started = performance.now()
  t.same(await resolvingNames([server])('a.example', end.signal), [])
  t.ok(performance.now() - started < 1500)
})
