// Tests of what is told of a login: methods and levels (RFC 8176 §2, OpenID Connect Core §2, §5.5.1.1).
import t from 'tap'
import { acrOf, reachesOneOf, reachesWish, toldMethods } from '../../src/protocol/acr.ts'
import { passwordMethods, verifiedPasskeyMethods, withFactor } from '../../src/protocol/amr.ts'

t.test('RFC 8176 §2: the methods that were used, and no more', async (t) => {
  t.same(passwordMethods, ['pwd'])
  t.same(withFactor(passwordMethods, 'totp'), ['pwd', 'otp', 'mfa'])
  t.same(withFactor(passwordMethods, 'recovery-code'), ['pwd', 'otp', 'mfa'])
  t.same(withFactor(passwordMethods, 'passkey'), ['pwd', 'pop', 'user', 'mfa'])
  t.same(verifiedPasskeyMethods, ['pop', 'user', 'mfa'])
  t.same(withFactor(['pwd', 'otp', 'mfa'], 'totp'), ['pwd', 'otp', 'mfa'], 'once each')
})

t.test('OIDC Core §2 acr: one kind of proof, or two', async (t) => {
  t.equal(acrOf([]), undefined)
  t.equal(acrOf(['pwd']), 'aal1')
  t.equal(acrOf(['pwd', 'otp']), 'aal1', 'told as less')
  t.equal(acrOf(['pwd', 'otp', 'mfa']), 'aal2')
  t.equal(acrOf(verifiedPasskeyMethods), 'aal2')
})

t.test('§5.5.1.1: reached by as much or more; told as one of those that are asked for', async (t) => {
  const two = ['pwd', 'otp', 'mfa']
  t.ok(reachesOneOf(two, ['x', 'aal1']))
  t.notOk(reachesOneOf(['pwd'], ['x', 'aal2']))
  t.notOk(reachesOneOf([], ['aal1']))
  t.notOk(reachesOneOf(two, []))
  t.ok(reachesWish(['pwd'], []))
  t.ok(reachesWish(['pwd'], ['x']))
  t.notOk(reachesWish(['pwd'], ['x', 'aal2', 'aal1']))
  t.same(toldMethods(two, []), two)
  t.same(toldMethods(two, ['aal2']), two)
  t.same(toldMethods(two, ['aal1', 'aal2']), two)
  t.same(toldMethods(two, ['x', 'aal1']), ['pwd', 'otp'])
  t.same(toldMethods(['pwd'], ['aal1']), ['pwd'])
})
