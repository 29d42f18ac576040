// Token inspection: what a pasted text is, and its times in words (RFC 7519 §4.1).
import t from 'tap'
import { distanceWords, inspect, timeVerdicts, typeWords } from '../../src/protocol/token-inspection.ts'

const now = new Date('2026-11-22T10:00:00Z')
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

t.test('a JWT is found in what people paste; opaque things are named by their prefix alone', async (t) => {
  const jwt = `${part({ alg: 'RS256', typ: 'at+jwt' })}.${part({ sub: 'usr_1' })}.c2ln`
  const around = [
    `Authorization: Bearer ${jwt}`,
    `curl -H 'Authorization: Bearer ${jwt}' https://api.example/`,
    JSON.stringify({ access_token: jwt, token_type: 'Bearer', refresh_token: 'cs_rt_AAAA' }, null, 2),
    `https://app.example/#access_token=${jwt}&state=x`,
  ]
  for (const pasted of [jwt, `Bearer ${jwt}`, ` "${jwt}"\n`, jwt.replace('.', '.\n  '), ...around])
    t.match(inspect(pasted), { kind: 'jwt', token: jwt, header: { typ: 'at+jwt' }, claims: { sub: 'usr_1' } })
  t.match(inspect('cs_rt_AAAA'), { kind: 'opaque', words: /^a refresh token/ })
  t.match(inspect('cs_sec_AAAA'), { kind: 'opaque', words: /^a client secret/ })
  t.match(inspect('cs_new_AAAA'), { kind: 'opaque', words: /^a secret of this server/ })
  t.same(inspect(`${part({ enc: 'A256GCM' })}.a.b.c.d`), { kind: 'encrypted' })
  for (const pasted of [
    '',
    'x',
    'a.b.c',
    `${part([])}.${part({})}.x`,
    `${part({})}.${part(null)}.x`,
    `${part({})}.${Buffer.from(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`).toString('base64url')}.x`,
    '<script>',
    jwt.split('.')[0] ?? '',
  ])
    t.same(inspect(pasted), { kind: 'unknown' }, pasted)
  t.equal(typeWords({ typ: 'application/AT+JWT' }), 'an access token')
  t.equal(typeWords({ typ: { x: 1 } }), 'a signed token')
  t.equal(typeWords({ typ: 'constructor' }), 'a signed token')
})

t.test('times are told in words, and judged', async (t) => {
  const seconds = now.getTime() / 1000
  const [iat, nbf, exp] = timeVerdicts({ iat: seconds - 90_061, nbf: seconds + 60, exp: seconds }, now)
  t.match(iat, { claim: 'iat', isGood: true, words: 'issued 2026-11-21 08:58:59 UTC, 1 day 1 hour ago' })
  t.match(nbf, { claim: 'nbf', isGood: false, words: /not valid before .* in 1 minute$/ })
  t.match(exp, { claim: 'exp', isGood: false, words: /^expired .* just now$/ })
  for (const exp of ['soon', 1e300, null, {}]) t.match(timeVerdicts({ exp }, now), [{ claim: 'exp', isGood: false }])
  t.same(timeVerdicts({}, now), [])
  t.equal(distanceWords(-3_599_000), '59 minutes 59 seconds ago')
})
