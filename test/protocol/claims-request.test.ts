// Tests of the claims parameter: what is kept of it, and what it cannot be used for.
import t from 'tap'
import { readClaimsRequest, scopesOfClaims } from '../../src/protocol/claims-request.ts'
import { refusalOf } from './samples.ts'

const scope = ['openid', 'profile', 'email']
const read = (claims: unknown, clientScope: readonly string[] = scope) =>
  readClaimsRequest(JSON.stringify(claims), clientScope)

t.test('OIDC Core §5.5: single claims for each of the two places', async (t) => {
  const claims = {
    userinfo: { given_name: { essential: true }, nickname: null },
    id_token: { email: null, auth_time: {} },
  }
  const { requested } = read(claims)
  t.same(requested, { idToken: ['email'], userinfo: ['given_name', 'nickname'] })
  t.same([...scopesOfClaims(requested)].sort(), ['email', 'profile'])
  t.same(readClaimsRequest(undefined, scope).requested, { idToken: [], userinfo: [] })
})

t.test('OIDC Core §5.5, §5.5.1: unknown claims, members and languages are ignored', async (t) => {
  const { requested } = read({ userinfo: { 'name#de': null, roles: null, __proto__: null }, other: 7, id_token: null })
  t.same(requested, { idToken: [], userinfo: [] })
})

t.test('a claim is no way around the scope that the client is registered for', async (t) => {
  const claims = { id_token: { phone_number: null, email: null }, userinfo: { address: { essential: true } } }
  t.same(read(claims, ['openid']).requested, { idToken: [], userinfo: [] })
  t.same(read(claims, ['openid', 'phone']).requested, { idToken: ['phone_number'], userinfo: [] })
})

t.test('OIDC Core §5.5.1.1: only an essential acr is a condition', async (t) => {
  const acr = (request: unknown) => read({ id_token: { acr: request } }).essentialAcr
  t.same(acr({ essential: true, values: ['a', 'b', 7] }), ['a', 'b'])
  t.same(acr({ essential: true, value: 'a' }), ['a'])
  for (const voluntary of [null, { values: ['a'] }, { essential: false, value: 'a' }, { essential: true }])
    t.same(acr(voluntary), [])
})

t.test('OIDC Core §5.5.1: a subject that alone may answer', async (t) => {
  t.equal(read({ id_token: { sub: { value: 'usr_1' } } }).subject, 'usr_1')
  t.equal(read({ userinfo: { sub: { value: 'usr_2' } } }).subject, 'usr_2')
  t.equal(read({ id_token: { sub: null } }).subject, null)
  const twice = (other: string) => read({ id_token: { sub: { value: 'usr_1' } }, userinfo: { sub: { value: other } } })
  t.equal(twice('usr_1').subject, 'usr_1')
  refusalOf(t, () => twice('usr_2'), 'invalid_request', 'two people')
})

t.test('OIDC Core §5.5: what is no such object is refused', async (t) => {
  for (const text of ['{', '7', '[]', 'null', '"x"', '{"id_token":7}', '{"userinfo":[]}'])
    refusalOf(t, () => readClaimsRequest(text, scope), 'invalid_request', text)
})
