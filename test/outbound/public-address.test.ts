// Public addresses: what a stranger may make the server connect to; everything else is refused, however it is written.
import t from 'tap'
import { isAllowed } from '../../src/outbound/public-address.ts'

const loopback = ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1']

const refused = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'shared by a provider': ['100.64.0.1', '100.127.255.255'],
  'link-local, with the metadata services of clouds': ['169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
  'unique local': ['fc00::1', 'fd00:ec2::254'],
  'site-local, gone': ['fec0::1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmark: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'for protocols': [
    '192.0.0.8',
    '192.88.99.1',
    '192.175.48.1',
    '192.52.193.1',
    '2001:1::1',
    '2001:20::1',
    '100::1',
    '5f00::1',
  ],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  'broadcast and reserved': ['255.255.255.255', '240.0.0.1'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8'],
  'IPv4-compatible': ['::127.0.0.1', '::7f00:1', '::10.0.0.1'],
  'IPv4-translated': ['::ffff:0:127.0.0.1'],
  NAT64: ['64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::1'],
  '6to4': ['2002:7f00:1::1', '2002:a00:1::'],
  Teredo: ['2001:0:7f00:1::1', '2001::1'],
  'not yet handed out': ['4000::1', '8000::1', 'e000::1'],
  'with a zone': ['2606:4700::1111%eth0'],
  'no address': ['', 'localhost', '0177.0.0.1', '0x7f.1', '2130706433', '127.1', '8.8.8.8.', '[::1]', '1.2.3.4/8'],
} as const

t.test('public addresses are allowed', async (t) => {
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '172.32.0.1',
    '2606:4700:4700::1111',
    '2a00:1450::1',
  ]) {
    t.ok(isAllowed(address, 'public'), address)
    t.ok(isAllowed(address, 'public-and-loopback'), address)
    t.notOk(isAllowed(address, 'loopback'), address)
  }
})

t.test('loopback addresses are allowed where the operator opened them', async (t) => {
  for (const address of loopback) {
    t.notOk(isAllowed(address, 'public'), address)
    t.ok(isAllowed(address, 'public-and-loopback'), address)
    t.ok(isAllowed(address, 'loopback'), address)
  }
})

for (const [what, addresses] of Object.entries(refused))
  t.test(`never: ${what}`, async (t) => {
    for (const address of addresses)
      for (const allowed of ['public', 'public-and-loopback', 'loopback'] as const)
        t.notOk(isAllowed(address, allowed), `${address} for ${allowed}`)
  })
