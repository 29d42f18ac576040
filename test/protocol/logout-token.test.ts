// Tests of the logout token's claims (OIDC Back-Channel Logout §2.4, §4).
import t from 'tap'
import { logoutTokenClaims, logoutTokenType } from '../../src/protocol/logout-token.ts'
import { start } from './samples.ts'

const facts = {
  ...{ issuer: 'https://id.example', clientId: 'app_shop', subject: 'usr_ada', sid: 'the sid' },
  ...{ unique: 'once', lifetimeSeconds: 900, now: start },
}
const iat = Math.floor(start.getTime() / 1000)

t.test('Back-Channel Logout §2.4: all that is required, and nothing that is forbidden', async (t) => {
  t.same(logoutTokenClaims(facts), {
    ...{ iss: 'https://id.example', sub: 'usr_ada', aud: 'app_shop', iat, exp: iat + 120, jti: 'once', sid: 'the sid' },
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  })
  t.notOk('nonce' in logoutTokenClaims(facts))
})

t.test('Back-Channel Logout §4: two minutes at most, and never longer than its key is published', async (t) => {
  t.equal(logoutTokenClaims({ ...facts, lifetimeSeconds: 5 }).exp, iat + 5)
  t.equal(logoutTokenClaims({ ...facts, lifetimeSeconds: 86_400 }).exp, iat + 120)
})

t.test('Back-Channel Logout §4.1: a type of its own', async (t) => t.equal(logoutTokenType, 'logout+jwt'))
