// Tests of access tokens: which claims they carry.
import t from 'tap'
import { accessTokenClaims, accessTokenType, familyOf } from '../../src/protocol/access-token.ts'
import { aFamily, numbers, start } from './samples.ts'

type Facts = Parameters<typeof accessTokenClaims>[0]
const facts = (change: Partial<Facts> = {}): Facts => ({
  issuer: 'https://id.example',
  clientId: 'app_shop',
  subject: 'usr_ada',
  audience: ['https://api.example'],
  scope: ['openid', 'orders:read'],
  family: aFamily(),
  mapped: { roles: ['admin'] },
  unique: 'unique',
  lifetimeSeconds: 900,
  now: start,
  ...change,
})
const claimsOf = (change: Partial<Facts> = {}) => accessTokenClaims(facts(change))
const seconds = Math.floor(start.getTime() / 1000)

t.test('RFC 9068 §2.1: the type', async (t) => {
  t.equal(accessTokenType, 'at+jwt')
})

t.test('RFC 9068 §2.2, §2.2.3: the claims of a person’s token, and no others', async (t) => {
  t.same(claimsOf(), {
    iss: 'https://id.example',
    sub: 'usr_ada',
    aud: 'https://api.example',
    client_id: 'app_shop',
    scope: 'openid orders:read',
    iat: seconds,
    exp: seconds + 900,
    jti: 'fam_1.unique',
    auth_time: seconds - 100,
    acr: 'aal1',
    amr: ['pwd'],
    sid: 'sid_1',
    roles: ['admin'],
  })
})

t.test('RFC 9068 §2.2: the claims of a client’s own token', async (t) => {
  t.same(claimsOf({ family: null, subject: 'app_shop', mapped: {}, scope: ['jobs:run'] }), {
    iss: 'https://id.example',
    sub: 'app_shop',
    aud: 'https://api.example',
    client_id: 'app_shop',
    scope: 'jobs:run',
    iat: seconds,
    exp: seconds + 900,
    jti: 'unique',
  })
})

t.test('RFC 9068 §2.2: every required claim is there, whatever was decided', async (t) => {
  const families = [null, aFamily()]
  for (const family of families)
    for (const scope of [[], ['a']]) {
      const claims = claimsOf({ family, scope, mapped: {} })
      for (const name of ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'] as const) t.ok(claims[name], name)
      t.equal('scope' in claims, scope.length > 0, 'no empty scope')
      t.equal(Number.isInteger(claims.iat) && Number.isInteger(claims.exp), true, 'whole seconds')
      t.notMatch(JSON.stringify(claims), /undefined|null/)
    }
})

t.test('RFC 7519 §4.1.3: one audience is a string, several are an array', async (t) => {
  t.equal(claimsOf({ audience: ['rabbitmq'] }).aud, 'rabbitmq')
  t.same(claimsOf({ audience: ['a', 'b'] }).aud, ['a', 'b'])
})

t.test('RFC 9068 §2.2.1: auth_time stays that of the login across refreshes', async (t) => {
  const later = claimsOf({ now: new Date(start.getTime() + 86_400_000) })
  t.equal(later.auth_time, claimsOf().auth_time)
  t.equal(later.iat, seconds + 86_400)
})

t.test('the family is found again by jti, and its internal id is nowhere', async (t) => {
  t.equal(familyOf('unique'), null)
  t.equal(familyOf('fam_1.unique'), 'fam_1')
  const next = numbers(9068)
  for (let round = 0; round < 500; round += 1) {
    const id = (): string => Buffer.from(Array.from({ length: 16 }, () => next() & 255)).toString('base64url')
    const publicId = `fam_${round < 4 ? '-_-_-_' : id()}`
    const unique = round % 2 ? id() : `-${id()}_`
    const jti = String(claimsOf({ family: aFamily({ publicId }), unique }).jti)
    if (familyOf(jti) !== publicId) t.fail(publicId)
    const alone = String(claimsOf({ family: null, unique }).jti)
    if (familyOf(alone) !== null) t.fail(unique)
  }
  const secret = aFamily().id
  const text = JSON.stringify(claimsOf())
  for (const encoding of ['hex', 'base64', 'base64url'] as const) t.notMatch(text, secret.toString(encoding), encoding)
})
