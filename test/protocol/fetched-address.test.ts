// Tests of the addresses that this server itself asks: what cannot be meant well is not even kept.
import t from 'tap'
import { fetchedAddressProblem } from '../../src/protocol/fetched-address.ts'

t.test('RFC 7591 §5: https, without a user name or a fragment', async (t) => {
  for (const address of ['https://shop.example/jwks', 'https://shop.example:8443/', 'https://shop.example/x?y=z'])
    t.equal(fetchedAddressProblem(address, false), undefined, address)
  const bad = [
    ...['', 'shop.example', '/jwks', 'https://', 'http://shop.example/', 'ftp://shop.example/', 'file:///etc/passwd'],
    ...['data:application/json,[]', 'javascript:alert(1)', 'https://ada@shop.example/', 'https://:x@shop.example/'],
    ...['https://shop.example/#x', 'https://shop.example/ x', 'https://shop.example/\n', 'https://bücher.example/'],
    ...['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/', `https://shop.example/${'x'.repeat(2048)}`],
  ]
  for (const address of bad) t.type(fetchedAddressProblem(address, false), 'string', address.slice(0, 60))
})

t.test('DANGER_FETCH_LOOPBACK opens http to this machine, and nothing else', async (t) => {
  for (const address of ['http://127.0.0.1:3000/x', 'http://localhost/', 'http://[::1]/', 'https://shop.example/'])
    t.equal(fetchedAddressProblem(address, true), undefined, address)
  for (const address of [
    'http://shop.example/',
    'http://localhost.evil.example/',
    'http://10.0.0.1/',
    'ws://localhost/',
  ])
    t.type(fetchedAddressProblem(address, true), 'string', address)
})
