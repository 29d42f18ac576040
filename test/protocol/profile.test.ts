// Tests of profiles: which values may stand as standard claims, and what a change leaves (OIDC Core §5.1).
import t from 'tap'
import {
  attributesProblem,
  changedProfile,
  isAttributeName,
  profileClaims,
  profileProblem,
} from '../../src/protocol/profile.ts'
import { standardClaims } from '../../src/protocol/standard-claims.ts'

const good: Readonly<Record<string, readonly unknown[]>> = {
  given_name: ['Ada', 'Žofie', '李', 'María José', 'x'.repeat(200)],
  preferred_username: ['ada', 'j.doe', '@ada/byron 1'],
  profile: ['https://people.example/ada', 'https://people.example/%C3%A4?x=1#me'],
  picture: ['https://people.example:8443/ada.png'],
  gender: ['female', 'they'],
  birthdate: ['1815-12-10', '0000-12-10', '0000-02-29', '2024-02-29', '1815'],
  zoneinfo: ['Europe/London', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3', 'UTC', 'Europe/Kiev'],
  locale: ['en', 'en-GB', 'zh-Hant-TW', 'de-1996'],
  phone_number: ['+442079460958', '+1 (425) 555-1212', '+56 2 687 2400', '+1 (604) 555-1234;ext=5678'],
  address: [
    { formatted: '1 High Street\nLondon\r\nUK' },
    { street_address: '1 High Street', locality: 'London', region: 'Greater London', postal_code: 'N1', country: 'UK' },
  ],
}

const bad: Readonly<Record<string, readonly unknown[]>> = {
  given_name: ['', ' ', 'a\nb', 'a\u0000b', 'a\u202eb', 'x'.repeat(201), 7, null, true, ['Ada'], { first: 'Ada' }],
  profile: ['http://people.example', 'people.example', 'javascript:alert(1)', 'https://', 'https://a b', 'data:x', 1],
  picture: ['https://user:pass@people.example/', `https://x.example/${'y'.repeat(2050)}`, 'HTTPS//x', 'https://\n'],
  website: ['ftp://x.example', 'https://x.example/\u202e'],
  birthdate: [
    '10.12.1815',
    '1815-13-10',
    '2023-02-29',
    '1815-12',
    '0000',
    '0000-00-00',
    '18151210',
    '1815-12-10T00',
    1815,
  ],
  zoneinfo: ['+01:00', 'London', 'Mars/Olympus', '', 'Europe/London\n', 'GMT+25', 0],
  locale: ['en_GB', 'e', '', 'en-', 'x'.repeat(70), ['en']],
  phone_number: ['442079460958', '+1', '+', '+1 234 567 890 123 456', '+44 call me', '+1555;ext=', 442079460958],
  phone_number_verified: ['true', 1, null],
  address: ['London', [], {}, null, { city: 'London' }, { locality: 'Lon\ndon' }, { country: 44 }, { formatted: '' }],
}

t.test('OIDC Core §5.1: each claim has its type and its form', async (t) => {
  for (const [name, values] of Object.entries(good))
    for (const value of values)
      t.equal(profileProblem({ [name]: value }), undefined, `${name} ${JSON.stringify(value)}`)
  for (const [name, values] of Object.entries(bad))
    for (const value of values)
      t.match(
        profileProblem({ phone_number: '+442079460958', [name]: value }),
        `${name} must be`,
        JSON.stringify(value),
      )
  t.equal(profileProblem({}), undefined)
})

t.test('OIDC Core §5.1: nothing but standard claims, and none that has its place elsewhere', async (t) => {
  for (const name of ['name', 'email', 'email_verified', 'updated_at', 'sub', 'roles', '__proto__', 'constructor', 'X'])
    t.match(profileProblem(JSON.parse(`{"${name}":"x"}`)), /is none of the claims given_name/, name)
  const elsewhere = ['name', 'updated_at', 'email', 'email_verified']
  t.same([...profileClaims].sort(), standardClaims.filter((name) => !elsewhere.includes(name)).sort())
})

t.test('OIDC Core §5.1: a telephone number is verified or not as itself', async (t) => {
  const before = { given_name: 'Ada', phone_number: '+442079460958', phone_number_verified: true }
  t.same(changedProfile(before, { given_name: 'Augusta' }, []), { ...before, given_name: 'Augusta' })
  const other = { phone_number: '+442079460959' }
  t.same(changedProfile(before, other, []), { given_name: 'Ada', ...other }, 'a new one is not verified')
  t.same(changedProfile(before, { phone_number: before.phone_number }, []), before, 'the same one stays verified')
  const both = { ...other, phone_number_verified: true }
  t.same(changedProfile(before, both, []), { given_name: 'Ada', ...both })
  t.same(changedProfile(before, {}, ['phone_number']), { given_name: 'Ada' })
  t.same(changedProfile(before, {}, ['phone_number_verified', 'birthdate']), {
    given_name: 'Ada',
    phone_number: '+442079460958',
  })
  t.match(profileProblem({ phone_number_verified: true }), /needs a phone_number/)
})

t.test('attributes: names that a mapping can say, values that a claim can hold', async (t) => {
  t.equal(attributesProblem({ department: 'Sales', team: ['a', 'b'], 'cost.center-1': '7' }), undefined)
  for (const name of ['a', 'constructor', 'x'.repeat(64)]) t.equal(isAttributeName(name), true, name)
  for (const name of ['', '1a', 'a b', 'a:b', 'a=b', '__proto__', '_a', 'ä', 'x'.repeat(65)])
    t.equal(isAttributeName(name), false, name)
  const wrong: readonly Record<string, unknown>[] = [
    { 'a b': 'x' },
    { a: '' },
    { a: 'x\ny' },
    { a: 7 },
    { a: null },
    { a: [] },
    { a: ['x', ''] },
    { a: [['x']] },
    { a: { b: 'c' } },
    { a: 'x'.repeat(501) },
    { a: Array(51).fill('x') },
    Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`a${n}`, 'x'])),
  ]
  for (const attributes of wrong)
    t.match(attributesProblem(attributes), /attribute/, JSON.stringify(attributes).slice(0, 60))
})
