// Tests of ID tokens: which claims they carry, and that they tell nothing else.
import t from 'tap'
import { halfHash, idTokenClaims } from '../../src/protocol/id-token.ts'
import { pairwiseSubject } from '../../src/protocol/subject.ts'
import { aClient, aFamily, anAccount, start } from './samples.ts'

type Facts = Parameters<typeof idTokenClaims>[0]
const claimsOf = (change: Partial<Facts> = {}) =>
  idTokenClaims({
    ...{ issuer: 'https://id.example', client: aClient(), subject: 'usr_ada', account: anAccount(), family: aFamily() },
    ...{ scope: ['openid'], nonce: 'n-0S6_WzA2Mj', accessToken, lifetimeSeconds: 900, now: start },
    ...change,
  })
// OIDC Core's own example, appendix A.3.
const accessToken = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'
const seconds = Math.floor(start.getTime() / 1000)

t.test('OIDC Core §2: the claims, and no others', async (t) => {
  t.same(claimsOf(), {
    iss: 'https://id.example',
    sub: 'usr_ada',
    aud: 'app_shop',
    iat: seconds,
    exp: seconds + 900,
    auth_time: seconds - 100,
    nonce: 'n-0S6_WzA2Mj',
    acr: 'aal1',
    amr: ['pwd'],
    sid: 'sid_1',
    at_hash: '77QmUPtjPfzWtF2AnpK9RQ',
  })
})

t.test('OIDC Core §12.2: without a nonce there is no such claim', async (t) => {
  t.notOk('nonce' in claimsOf({ nonce: null }))
})

t.test('OIDC Core §3.1.3.6: at_hash is half of the hash of the signature', async (t) => {
  t.equal(halfHash(accessToken, 'RS256'), '77QmUPtjPfzWtF2AnpK9RQ')
  t.equal(halfHash(accessToken, 'ES256'), '77QmUPtjPfzWtF2AnpK9RQ')
  t.equal(Buffer.from(halfHash(accessToken, 'EdDSA'), 'base64url').length, 32)
  t.equal(claimsOf({ client: aClient({ idTokenAlg: 'EdDSA' }) }).at_hash, halfHash(accessToken, 'EdDSA'))
})

t.test('OIDC Core §5.4, §5.5: claims of scope and of single requests', async (t) => {
  const account = anAccount({
    profile: { given_name: 'Ada', phone_number: '+44 20 7946 0000' },
    emailVerifiedAt: start,
  })
  const named = claimsOf({ account, scope: ['openid', 'profile', 'email', 'phone'] })
  t.match(named, { name: 'Ada', given_name: 'Ada', email: 'ada@example.com', email_verified: true })
  t.notOk('phone_number' in named, 'the telephone number is for /userinfo')
  const family = aFamily({ requestedClaims: { idToken: ['phone_number', 'nickname'], userinfo: ['given_name'] } })
  const single = claimsOf({ account, family, client: aClient({ scope: ['openid', 'profile', 'phone'] }) })
  t.equal(single.phone_number, '+44 20 7946 0000')
  t.notOk('given_name' in single || 'nickname' in single || 'email' in single)
})

t.test(
  'RFC 9700 §2.3: what was granted or requested once is told only to a client that may still ask for it',
  async (t) => {
    const account = anAccount({ profile: { nickname: 'Countess', phone_number: '+44 20 7946 0000' } })
    const family = aFamily({ requestedClaims: { idToken: ['phone_number', 'nickname', 'email'], userinfo: [] } })
    const scope = ['openid', 'profile', 'email']
    const told = (clientScope: readonly string[]) => {
      const claims = claimsOf({ account, family, scope, client: aClient({ scope: clientScope }) })
      return ['name', 'nickname', 'email', 'email_verified', 'phone_number'].filter((name) => name in claims)
    }
    t.same(told(['openid']), [])
    t.same(told(['openid', 'phone']), ['phone_number'])
    t.same(told(['openid', 'profile']), ['name', 'nickname'])
    t.same(told(scope), ['name', 'nickname', 'email', 'email_verified'])
  },
)

t.test('OIDC Core §2: what a person is called cannot replace what the server says', async (t) => {
  const profile = { iss: 'https://evil.example', sub: 'usr_bob', aud: 'x', nonce: 'y' } as object
  const family = aFamily({ requestedClaims: { idToken: ['iss', 'sub', 'aud', 'nonce'], userinfo: [] } })
  t.match(claimsOf({ account: anAccount({ profile }), family }), {
    iss: 'https://id.example',
    sub: 'usr_ada',
    aud: 'app_shop',
    nonce: 'n-0S6_WzA2Mj',
  })
})

t.test('OIDC Core §8.1: pairwise subjects differ by sector and person, and stay', async (t) => {
  const [salt, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const subject = pairwiseSubject(salt, 'shop.example', 'usr_ada')
  t.equal(subject, pairwiseSubject(salt, 'shop.example', 'usr_ada'))
  const others = [
    pairwiseSubject(salt, 'shop.example', 'usr_bob'),
    pairwiseSubject(salt, 'news.example', 'usr_ada'),
    pairwiseSubject(other, 'shop.example', 'usr_ada'),
    pairwiseSubject(salt, 'shop.exampleusr_', 'ada'),
  ]
  t.notOk(others.includes(subject))
  t.match(subject, /^pair_[\w-]{43}$/)
})
