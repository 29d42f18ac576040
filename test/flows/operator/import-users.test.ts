// Importing people with the hashes of another system: good lines come in, bad ones are told by their number.
import { randomBytes, scryptSync } from 'node:crypto'
import { hashSync } from 'bcryptjs'
import t from 'tap'
import { story } from '../../support/story.ts'

const lines = (...objects: readonly unknown[]) =>
  objects.map((each, index) => ({ line: index + 1, text: typeof each === 'string' ? each : JSON.stringify(each) }))

const scryptHash = (password: string): string => {
  const salt = randomBytes(16)
  const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$scrypt$ln=10,r=8,p=1$${base64(salt)}$${base64(scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 }))}`
}
const bcrypt = hashSync('correct horse', 4)

t.test('people log in with their old password, and are rehashed by it', async (t) => {
  const s = await story(t)
  const result = await s.rooms.operator.users.import(
    lines(
      { email: 'Ada@example.com', name: 'Ada', roles: ['admin'], email_verified: true, password_hash: bcrypt },
      { email: 'bob@example.com', hash: scryptHash('battery staple') },
    ),
  )
  t.same(result, { imported: 2, skipped: [], failed: [] })
  const ada = await s.store.accounts.byEmail('ada@example.com')
  t.match(ada, { sub: /^usr_/, name: 'Ada', roles: ['admin'], emailVerifiedAt: s.clock(), passwordHash: bcrypt })
  const app = await s.client()
  for (const [email, password] of [
    ['ada@example.com', 'correct horse'],
    ['bob@example.com', 'battery staple'],
  ] as const) {
    const account = await s.rooms.operator.users.show(email)
    t.match(await s.codeFor(app, { ...account, password }), /^cs_code_/, email)
  }
})

t.test('OIDC Core §5.1: claims and attributes come along, checked as an operator types them', async (t) => {
  const s = await story(t)
  const ada = { email: 'ada@example.com', password_hash: bcrypt }
  const claims = {
    given_name: 'Ada',
    address: { country: 'UK' },
    phone_number: '+442079460958',
    phone_number_verified: true,
  }
  const attributes = { department: 'Sales', team: ['a', 'b'] }
  const result = await s.rooms.operator.users.import(
    lines(
      { ...ada, email: 'bob@example.com', claims: { birthdate: 'today' } },
      { ...ada, email: 'bob@example.com', claims: { email: 'x' } },
      { ...ada, email: 'bob@example.com', claims: 'Bob' },
      { ...ada, email: 'bob@example.com', attributes: { a: 7 } },
      { ...ada, email: 'bob@example.com', claims: [] },
      { ...ada, claims, attributes },
      { ...ada, email: 'cleo@example.com', claims: null, attributes: null },
    ),
  )
  t.equal(result.imported, 2)
  t.match(result.failed, [
    { line: 1, reason: /birthdate must be/ },
    { line: 2, reason: /email is none of the claims/ },
    { line: 3, reason: 'claims is missing or of the wrong type' },
    { line: 4, reason: /the attribute a must be/ },
    { line: 5, reason: /claims/ },
  ])
  t.match(await s.rooms.operator.users.show('ada@example.com'), { profile: claims, attributes })
  t.same((await s.rooms.operator.users.show('cleo@example.com')).profile, {})
})

t.test('each bad line is reported with its reason, and the others come in', async (t) => {
  const s = await story(t)
  await s.account('cleo')
  const { users } = s.rooms.operator
  const result = await users.import(
    lines(
      { email: 'ada@example.com', password_hash: bcrypt },
      '{"email": "bob@example.com"',
      '',
      { email: 'bob@example.com' },
      { email: 'bob', password_hash: bcrypt },
      { email: 'bob@example.com', password_hash: 'plain text' },
      { email: 'bob@example.com', password_hash: bcrypt.replace('$04$', '$31$') },
      { email: 'bob@example.com', password_hash: bcrypt, roles: 'admin' },
      { email: 'bob@example.com', password_hash: bcrypt, name: 'a\u0000b' },
      ['bob@example.com'],
      { email: 'CLEO@example.com', password_hash: bcrypt },
      { email: 'ADA@example.com', password_hash: bcrypt },
    ),
  )
  t.equal(result.imported, 1)
  t.same(
    result.skipped.map(({ line }) => line),
    [11, 12],
    'who is there already is left alone',
  )
  t.same(
    result.failed.map(({ line }) => line),
    [2, 4, 5, 6, 7, 8, 9, 10],
  )
  t.notOk(JSON.stringify(result.failed).includes(bcrypt.slice(7)), 'no reason quotes a hash')
  t.equal((await users.show('cleo@example.com')).name, 'Cleo')
  t.equal((await users.list({ limit: 10 })).length, 2)
})
