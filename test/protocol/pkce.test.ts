// Tests of PKCE: which challenges are taken, and which verifiers fit.
import { createHash } from 'node:crypto'
import t from 'tap'
import { parseParams } from '../../src/protocol/params.ts'
import { challengeOf, codeChallengeMethods, verifyChallenge } from '../../src/protocol/pkce.ts'
import { challenge, numbers, refusalOf, verifier } from './samples.ts'

const read = (query: string, pkceRequired = true) => challengeOf(parseParams(query), pkceRequired)
const challengeFor = (text: string): string => createHash('sha256').update(text).digest('base64url')

t.test('RFC 7636 §4.2, Appendix B: the example of the standard', async (t) => {
  t.equal(verifyChallenge(challenge, verifier), 'right')
  t.same(codeChallengeMethods, ['S256'])
})

t.test('RFC 7636 §4.6: only the verifier of the challenge is right', async (t) => {
  const wrong = [
    verifier.toLowerCase(),
    `${verifier}a`,
    `a${verifier.slice(1)}`,
    challenge,
    'a'.repeat(43),
    '~'.repeat(128),
  ]
  for (const text of wrong) t.equal(verifyChallenge(challenge, text), 'wrong', text)
  t.equal(verifyChallenge(challenge, undefined), 'missing')
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
  const next = numbers(7636)
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 43 + (next() % 86) }, () => alphabet[next() % alphabet.length]).join('')
    if (verifyChallenge(challengeFor(text), text) !== 'right') t.fail(text)
    const at = next() % text.length
    const other = text[at] === 'x' ? 'y' : 'x'
    if (verifyChallenge(challengeFor(text), text.slice(0, at) + other + text.slice(at + 1)) !== 'wrong') t.fail(text)
  }
})

t.test('RFC 7636 §7.2: plain is never taken for S256', async (t) => {
  t.equal(verifyChallenge(verifier, verifier), 'wrong', 'the verifier as its own challenge')
  t.same(codeChallengeMethods, ['S256'])
})

t.test('RFC 7636 §4.1: a verifier has 43 to 128 unreserved characters, even if its hash would fit', async (t) => {
  const bad = [
    'x',
    'a'.repeat(42),
    'a'.repeat(129),
    // What git-credential-oauth and others send: base64 with padding, other base64 letters, raw bytes.
    `${'a'.repeat(43)}=`,
    `${'a'.repeat(42)}+`,
    `${'a'.repeat(42)}/`,
    `${'a'.repeat(42)} `,
    ` ${'a'.repeat(43)}`,
    `${'a'.repeat(43)}\n`,
    `${'a'.repeat(42)}%`,
    `${'a'.repeat(42)}é`,
    `${'a'.repeat(42)}\0`,
    `${'a'.repeat(42)}!`,
    '',
  ]
  for (const text of bad) t.equal(verifyChallenge(challengeFor(text), text), 'malformed', JSON.stringify(text))
  for (const text of ['a'.repeat(43), 'a'.repeat(128), '-._~'.repeat(11)])
    t.equal(verifyChallenge(challengeFor(text), text), 'right', text)
})

t.test('RFC 9700 §4.8.2: a verifier without a challenge is refused', async (t) => {
  t.equal(verifyChallenge(null, undefined), 'right')
  t.equal(verifyChallenge(null, verifier), 'unexpected')
  t.equal(verifyChallenge(null, ''), 'unexpected')
})

t.test(
  'OAuth 2.1 §4.1.1, RFC 7636 §4.3, §4.4.1: the request carries a challenge by S256, and by nothing else',
  async (t) => {
    t.equal(read(`code_challenge=${challenge}&code_challenge_method=S256`), challenge)
    const bad: [query: string, title: string][] = [
      ['', 'nothing'],
      [`code_challenge=${challenge}`, 'no method, which means plain'],
      [`code_challenge=${challenge}&code_challenge_method=plain`, 'plain'],
      [`code_challenge=${challenge}&code_challenge_method=s256`, 'another case'],
      [`code_challenge=${challenge}&code_challenge_method=S512`, 'an unknown method'],
      ['code_challenge_method=S256', 'a method alone'],
      ['code_challenge=&code_challenge_method=S256', 'an empty challenge'],
      [`code_challenge=${challenge.slice(1)}&code_challenge_method=S256`, '42 characters'],
      [`code_challenge=${challenge}x&code_challenge_method=S256`, '44 characters'],
      [`code_challenge=${challenge}%3D&code_challenge_method=S256`, 'padding'],
      [`code_challenge=%2B${challenge.slice(1)}&code_challenge_method=S256`, 'base64 that is not base64url'],
      [`code_challenge=${challenge.slice(1)}%0A&code_challenge_method=S256`, 'a line break'],
    ]
    for (const [query, title] of bad) {
      refusalOf(t, () => read(query), 'invalid_request', title)
      refusalOf(
        t,
        () => read(query, false),
        'invalid_request',
        `${title}, from an exempt client without state and nonce`,
      )
    }
  },
)

t.test(
  'OAuth 2.1 §7.5.1.1, RFC 9700 §2.1.1: an exempt client may leave it out if it protects itself with state or nonce',
  async (t) => {
    t.equal(read('state=x', false), null)
    t.equal(read('nonce=x', false), null)
    refusalOf(t, () => read('state=&nonce=', false), 'invalid_request', 'both empty')
    refusalOf(t, () => read('state=x&nonce=y', true), 'invalid_request', 'not exempt')
    t.equal(
      read(`state=x&code_challenge=${challenge}&code_challenge_method=S256`, false),
      challenge,
      'what is sent counts',
    )
    for (const query of [
      `state=x&code_challenge=${challenge}`,
      'state=x&code_challenge=short&code_challenge_method=S256',
      'state=x&code_challenge_method=S256',
    ])
      refusalOf(t, () => read(query, false), 'invalid_request', `exempt, but ${query}`)
  },
)
