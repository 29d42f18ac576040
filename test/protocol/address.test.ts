// Tests of addresses: what counts as one visitor.
import t from 'tap'
import { addressGroup } from '../../src/protocol/address.ts'

t.test('RFC 6177: a subscriber’s /64 is one visitor, an IPv4 address is one', async (t) => {
  const cases: [address: string, group: string][] = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['127.0.0.1', '127.0.0.1'],
  ]
  for (const [address, group] of cases) t.equal(addressGroup(address), group, address)
})

t.test('what is no address counts as one unknown visitor, so that nobody escapes the count by it', async (t) => {
  for (const address of [
    '',
    'x',
    'localhost',
    '999.1.1.1',
    '1.2.3.4.5',
    '192.0.2.7:80',
    '[::1]',
    '::1::',
    "'; drop table",
  ])
    t.equal(addressGroup(address), 'unknown', address)
})
