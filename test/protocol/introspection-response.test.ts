// Tests of the signed answer of introspection: when it is preferred, and what it says.
import t from 'tap'
import { introspectionResponseClaims, prefersSignedAnswer } from '../../src/protocol/introspection-response.ts'

const jwt = 'application/token-introspection+jwt'
const json = 'application/json'

t.test('RFC 9701 §4: the signed answer is for whoever names it', async (t) => {
  for (const accept of [
    jwt,
    jwt.toUpperCase(),
    ` ${jwt} `,
    `${jwt};q=1.0`,
    `${jwt};q=0.001`,
    `${jwt}; q=0.5`,
    `${jwt};charset=utf-8;q=0.5`,
    `${jwt}, ${json}`,
    `${json};q=0.9, ${jwt}`,
    `${jwt};q=0.8,${json};q=0.7`,
    `${jwt}, */*`,
    `*/*, ${jwt}`,
    `application/*;q=0.5, ${jwt};q=0.6`,
    `${json};q=0, ${jwt};q=0.1`,
    `text/html, ${jwt};q=0.1`,
  ])
    t.equal(prefersSignedAnswer(accept), true, accept)
})

t.test('RFC 9110 §12.5.1: plain JSON is for all others', async (t) => {
  for (const accept of [
    undefined,
    '',
    '*/*',
    'application/*',
    json,
    'text/html',
    'application/jwt',
    `${json}, ${jwt}`,
    `${json}, ${jwt};q=0.9`,
    `${jwt};q=0.5, ${json};q=0.6`,
    `${jwt};q=0`,
    `${jwt};q=0.000`,
    `${jwt};q=0.5, */*`,
    `${jwt};q=0.5, application/*;q=0.6`,
    `${jwt};q=x, ${json}`,
    `${jwt};q=1.1`,
    `${jwt};q=-1`,
    `${jwt};q=`,
    `${jwt}x`,
    `x${jwt}`,
    `${'a/b,'.repeat(1000)}${jwt}`,
  ])
    t.equal(prefersSignedAnswer(accept), false, accept?.slice(0, 80) ?? 'none')
})

t.test('RFC 9701 §5: issuer, audience, instant and the answer; no sub and no exp beside them', async (t) => {
  const introspection = { active: true, sub: 'ada', exp: 1 }
  t.same(introspectionResponseClaims('https://id.example', 'app_api', introspection, new Date(1_700_000_000_900)), {
    iss: 'https://id.example',
    aud: 'app_api',
    iat: 1_700_000_000,
    token_introspection: introspection,
  })
})
