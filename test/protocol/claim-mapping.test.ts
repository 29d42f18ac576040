// Tests of claim mapping: what tokens for an API say of a person, and what no mapping may say (RFC 9068 §2.2.2, §2.2.3.1).
import t from 'tap'
import { accessTokenClaims } from '../../src/protocol/access-token.ts'
import {
  claimMappingProblem,
  mappedClaims,
  scopesOfMappings,
  usualClaims,
  withheldScopes,
} from '../../src/protocol/claim-mapping.ts'
import { idTokenClaims } from '../../src/protocol/id-token.ts'
import { aClient, aFamily, anAccount, start } from './samples.ts'

const ada = anAccount({
  roles: ['admin', 'orders:reader', 'orders:', 'crm:admin'],
  attributes: { department: 'Sales', team: ['a', 'b'] },
  profile: { given_name: 'Ada', address: { country: 'UK' } },
})

t.test('RFC 9068 §2.2.3.1: roles as they are, or those of a prefix without it', async (t) => {
  t.same(mappedClaims(usualClaims, ada, []), { roles: ada.roles })
  t.same(mappedClaims({ roles: 'roles:orders:', groups: 'roles:crm:' }, ada, []), {
    roles: ['reader'],
    groups: ['admin'],
  })
  t.same(mappedClaims({ roles: 'roles:wiki:' }, ada, []), {}, 'nobody has none: no claim')
  t.same(mappedClaims(usualClaims, anAccount(), []), {})
})

t.test("RFC 9068 §2.2.2: the operator's facts and standard claims, by whatever name the API reads", async (t) => {
  const mapping = {
    ...{ dept: 'attribute:department', 'https://api.example/teams': 'attribute:team', country: 'attribute:country' },
    ...{ email: 'email', given_name: 'given_name', where: 'address', born: 'birthdate' },
  }
  t.same(mappedClaims(mapping, ada, []), {
    ...{ dept: 'Sales', 'https://api.example/teams': ['a', 'b'] },
    ...{ email: 'ada@example.com', given_name: 'Ada', where: { country: 'UK' } },
  })
  t.same(mappedClaims({ a: 'attribute:constructor', b: 'attribute:__proto__' }, ada, []), {}, 'only what was set')
})

t.test('what an operator gives to single apps reaches no other one by way of an API', async (t) => {
  const scope = (name: string, privileged: boolean) => ({ name, words: name, optional: false, privileged })
  const scopes = [scope('email', false), scope('address', true), scope('orders', true)]
  const mapping = { mail: 'email', where: 'address', first: 'given_name', dept: 'attribute:department', roles: 'roles' }
  const told = (given: readonly string[]) =>
    Object.keys(mappedClaims(mapping, ada, withheldScopes(scopes, aClient({ scope: given }))))
  t.same(told([]), ['mail', 'first', 'dept', 'roles'])
  t.same(told(['address']), ['mail', 'where', 'first', 'dept', 'roles'])
})

t.test('a mapping says names and known sources, not more than a token can carry', async (t) => {
  const good = ['roles', 'roles:orders:', 'attribute:department', 'email', 'updated_at', 'address']
  for (const source of good) t.equal(claimMappingProblem({ x: source }), undefined, source)
  t.equal(
    claimMappingProblem({ roles: 'roles', groups: 'roles', 'https://x.example/r': 'roles', entitlements: 'roles' }),
    undefined,
  )
  const sources = [
    '',
    'role',
    'roles:',
    'Roles',
    'attribute',
    'attribute:',
    'attribute:a b',
    'password_hash',
    'sub',
    'email:x',
    'roles:\n',
  ]
  for (const source of sources) t.match(claimMappingProblem({ x: source }), /source .* is not known/, source)
  for (const claim of ['', 'a b', 'ä', 'a"b', 'a\\b', 'x'.repeat(201)])
    t.match(claimMappingProblem({ [claim]: 'roles' }), /is not a claim's name/, claim)
  const many = Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`c${n}`, 'roles']))
  t.match(claimMappingProblem(many), /more than 30/)
})

t.test('RFC 9068 §2.2, RFC 7662 §2.2: no mapping speaks for the server', async (t) => {
  const facts = {
    issuer: 'https://id.example',
    clientId: 'c',
    subject: 's',
    audience: ['a'],
    scope: ['openid'],
    now: start,
  }
  const family = aFamily({ amr: ['pwd'] })
  const own = accessTokenClaims({ ...facts, family, mapped: {}, unique: 'u', lifetimeSeconds: 60 })
  const about = {
    issuer: 'i',
    client: aClient(),
    subject: 's',
    account: ada,
    family,
    scope: [],
    nonce: 'n',
    accessToken: 'x',
    now: start,
  }
  const inIdToken = ['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'azp', 'at_hash', 'sid']
  t.ok(Object.keys(idTokenClaims({ ...about, lifetimeSeconds: 60 })).every((name) => inIdToken.includes(name)))
  const said = ['active', 'token_type', 'username', 'nbf', 'cnf', 'act', 'may_act', 'authorization_details', 'events']
  for (const claim of new Set([...Object.keys(own), ...inIdToken, ...said, '__proto__']))
    t.match(claimMappingProblem(JSON.parse(`{"${claim}":"roles"}`)), /is the server's own/, claim)
})

t.test('people are told which of their facts tokens for an API carry', async (t) => {
  t.same(scopesOfMappings([usualClaims, { dept: 'attribute:department' }]), [])
  t.same(scopesOfMappings([{ mail: 'email', first: 'given_name' }, { v: 'email_verified' }]), ['email', 'profile'])
})
