// Tests of standard claims: which of them a scope reveals, and where each comes from.
import t from 'tap'
import {
  claimOf,
  claimsOf,
  claimsOfScopes,
  claimsWithin,
  scopeOfClaim,
  standardClaims,
} from '../../src/protocol/standard-claims.ts'
import { anAccount, start } from './samples.ts'

t.test('OIDC Core §5.4: the claims of each scope', async (t) => {
  t.same(claimsOfScopes(['openid']), [])
  t.same(claimsOfScopes(['email', 'phone', 'address', 'orders']), [
    ...['email', 'email_verified', 'phone_number', 'phone_number_verified', 'address'],
  ])
  t.equal(claimsOfScopes(['profile']).length, 14)
  t.equal(scopeOfClaim('birthdate'), 'profile')
  t.equal(scopeOfClaim('constructor'), undefined)
  t.equal(new Set(standardClaims).size, 19)
})

t.test('RFC 9700 §2.3: a claim is read within its scope, and what is no standard claim within none', async (t) => {
  const names = ['email', 'phone_number', 'email_verified', 'nickname', 'sub', 'roles', 'constructor', '']
  t.same(claimsWithin(names, ['openid', 'email', 'orders', '', 'undefined']), ['email', 'email_verified'])
  t.same(claimsWithin(names, ['phone', 'profile']), ['phone_number', 'nickname'])
  t.same(claimsWithin(standardClaims, ['openid', 'offline_access']), [])
  t.same(claimsWithin(standardClaims, ['profile', 'email', 'address', 'phone']), standardClaims)
})

t.test('OIDC Core §5.3.2: what is not known is left out', async (t) => {
  const account = anAccount({ profile: { birthdate: '1815-12-10' } })
  t.same(claimsOf(account, claimsOfScopes(['profile', 'address'])), {
    name: 'Ada',
    birthdate: '1815-12-10',
    updated_at: Math.floor(start.getTime() / 1000),
  })
  t.same(claimsOf(anAccount({ name: null }), ['name']), {})
  t.equal(claimOf(account, 'constructor'), undefined)
  t.equal(claimOf(account, 'toString'), undefined)
})

t.test('OIDC Core §5.1: email_verified tells what is known', async (t) => {
  t.same(claimsOf(anAccount(), ['email', 'email_verified']), { email: 'ada@example.com', email_verified: false })
  t.equal(claimOf(anAccount({ emailVerifiedAt: start }), 'email_verified'), true)
})
