// Tests of client assertions: what a JWT must say before its signature is looked at.
import t from 'tap'
import { assertionAudiences, judgeClientAssertion, parseClientAssertion } from '../../src/protocol/client-assertion.ts'

const now = new Date('2026-11-22T10:20:30.500Z')
const seconds = Math.floor(now.getTime() / 1000)
const issuer = 'https://id.example/tenant'
const usual = { iss: 'app_1', sub: 'app_1', aud: issuer, jti: 'j', iat: seconds, exp: seconds + 60 }
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwtOf = (claims: unknown, header: unknown = { alg: 'ES256', kid: 'k' }) =>
  `${encode(header)}.${encode(claims)}.c2ln`

const judge = (claims: object, header: object = {}) => {
  const parsed = parseClientAssertion(jwtOf({ ...usual, ...claims }, { alg: 'ES256', kid: 'k', ...header }))
  if (parsed === undefined) throw new Error('not parsed')
  return judgeClientAssertion(parsed, assertionAudiences(issuer), now)
}
const wrong = (claims: object, header: object = {}): string => {
  const judged = judge(claims, header)
  return 'wrong' in judged ? judged.wrong : 'nothing wrong'
}

t.test('RFC 7519 §3.1: a compact JWT that names a client', async (t) => {
  t.match(parseClientAssertion(jwtOf(usual)), { clientId: 'app_1', header: { alg: 'ES256', kid: 'k' }, claims: usual })
  const bad: readonly string[] = [
    '',
    'a',
    'a.b',
    '..',
    `${jwtOf(usual)}.more`,
    `${jwtOf(usual)}.a.b`,
    jwtOf(usual).replace(/\.[^.]*$/, '.'),
    jwtOf(usual).replace(/\.[^.]*$/, ''),
    jwtOf({ ...usual, sub: undefined }),
    jwtOf({ ...usual, sub: '' }),
    jwtOf({ ...usual, sub: 7 }),
    jwtOf({ ...usual, sub: ['app_1'] }),
    jwtOf({ ...usual, sub: 'app_1\0' }),
    jwtOf([usual]),
    jwtOf(null),
    jwtOf('app_1'),
    jwtOf(usual, null),
    jwtOf(usual, 'ES256'),
    `${encode({ alg: 'ES256' })}.${Buffer.from('{"sub":').toString('base64url')}.c2ln`,
    `${encode({ alg: 'ES256' })}.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.c2ln`,
  ]
  for (const jwt of bad) t.equal(parseClientAssertion(jwt), undefined, jwt)
})

t.test('OIDC Core §9: what it must say', async (t) => {
  t.same(judge({}), { alg: 'ES256', kid: 'k', jti: 'j', forgottenAt: new Date((seconds + 120) * 1000) })
  t.match(judge({}, { kid: undefined }), { kid: undefined })
  t.match(wrong({ iss: 'app_2' }), /iss/)
  t.match(wrong({ iss: undefined }), /iss/)
  t.match(wrong({ iss: ['app_1'] }), /iss/)
  for (const jti of [undefined, '', 7, ['j'], 'j'.repeat(257)]) t.match(wrong({ jti }), /jti/, String(jti))
  for (const exp of [undefined, null, '9999999999', [seconds + 60]]) t.match(wrong({ exp }), /no exp/, String(exp))
})

t.test(
  'OIDC Core §9, OAuth 2.1 §2.4, RFC 7523 §3: the audience is this server alone: its issuer, or where it is sent',
  async (t) => {
    for (const aud of [
      issuer,
      [issuer],
      [issuer, `${issuer}/token`],
      `${issuer}/token`,
      [`${issuer}/token`],
      `${issuer}/introspect`,
      `${issuer}/revoke`,
      `${issuer}/device_authorization`,
    ])
      t.equal(wrong({ aud }), 'nothing wrong', String(aud))
    for (const aud of [
      undefined,
      null,
      '',
      [],
      [[issuer]],
      { issuer },
      'https://other.example',
      'https://id.example',
      `${issuer}/`,
      `${issuer}/token/`,
      `${issuer}/authorize`,
      `${issuer}.evil.example`,
      issuer.toUpperCase(),
      [`${issuer} https://other.example`],
      ['https://other.example', issuer],
      [issuer, null],
      'app_1',
    ])
      t.match(wrong({ aud }), /not for this server/, String(aud))
  },
)

t.test('OIDC Core §9, RFC 7523 §3: times, with half a minute for clocks that differ', async (t) => {
  t.equal(wrong({ iat: seconds - 89, exp: seconds - 29 }), 'nothing wrong')
  t.match(wrong({ exp: seconds - 30 }), /expired 31 s ago/)
  t.match(wrong({ exp: 0 }), /expired/)
  t.match(wrong({ exp: -1e300 }), /expired/)
  t.equal(wrong({ exp: seconds + 3600 }), 'nothing wrong')
  t.match(wrong({ exp: seconds + 3700 }), /too long/)
  t.match(wrong({ exp: 1e300 }), /too long/)
  t.equal(wrong({ iat: undefined }), 'nothing wrong', 'iat may be left out')
  t.equal(wrong({ iat: seconds + 30, nbf: seconds + 30 }), 'nothing wrong')
  t.match(wrong({ iat: seconds + 40 }), /iat that is 40 s in the future/)
  t.match(wrong({ nbf: seconds + 40 }), /nbf that is 40 s in the future/)
  t.match(wrong({ iat: seconds + 20, exp: seconds + 10 }), /iat after its exp/)
  for (const value of ['1', null, {}]) {
    t.match(wrong({ iat: value }), /iat that is not a number/)
    t.match(wrong({ nbf: value }), /nbf that is not a number/)
  }
})

t.test('RFC 8725 §3.1: the algorithm is asymmetric and known', async (t) => {
  for (const alg of [
    'none',
    'None',
    'NONE',
    'HS256',
    'HS384',
    'RSA-OAEP',
    'dir',
    'ES256K',
    '',
    undefined,
    null,
    ['ES256'],
  ])
    t.match(wrong({}, { alg }), /algorithm/, String(alg))
  for (const alg of ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'])
    t.equal(wrong({}, { alg }), 'nothing wrong', alg)
})

t.test('RFC 7515 §4.1.11, RFC 8725 §3.11: critical members and other kinds of JWT', async (t) => {
  for (const crit of [['b64'], [], 'exp']) t.match(wrong({}, { crit }), /critical/, String(crit))
  for (const typ of [
    'JWT',
    'jwt',
    'application/jwt',
    'client-authentication+jwt',
    'application/client-authentication+jwt',
  ])
    t.equal(wrong({}, { typ }), 'nothing wrong', typ)
  for (const typ of ['logout+jwt', 'dpop+jwt', 'at+jwt', 'oauth-authz-req+jwt', '', 7, null, ['JWT']])
    t.match(wrong({}, { typ }), /typ/, String(typ))
  for (const kid of [7, null, {}]) t.match(wrong({}, { kid }), /kid/)
})

t.test('what is wrong quotes nothing that was sent', async (t) => {
  const hush = 'hush-hush'
  for (const name of ['iss', 'aud', 'jti', 'exp', 'iat', 'nbf']) t.notMatch(wrong({ [name]: [hush] }), hush, name)
  for (const name of ['alg', 'typ', 'crit', 'kid']) t.notMatch(wrong({}, { [name]: [hush] }), hush, name)
})
