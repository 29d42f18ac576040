// Tests of clients' public keys: which sets are acceptable, and which key may have signed what.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import t from 'tap'
import {
  clientSigningAlgorithms,
  isClientSigningAlgorithm,
  jwksProblem,
  keysFitting,
} from '../../src/protocol/client-keys.ts'

type Jwk = Readonly<Record<string, unknown>>
const jwkOf = (key: KeyObject): Jwk => key.export({ format: 'jwk' }) as Jwk
const ecPair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve })
const ec: Jwk = jwkOf(ecPair().publicKey)
const [p384, p521] = [jwkOf(ecPair('P-384').publicKey), jwkOf(ecPair('P-521').publicKey)]
const ed25519 = jwkOf(generateKeyPairSync('ed25519').publicKey)
const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsa = jwkOf(rsaPair.publicKey)
const x25519 = jwkOf(generateKeyPairSync('x25519').publicKey)
const base64url = (bytes: Buffer): string => bytes.toString('base64url')

t.test('RFC 7517 §5: public keys that verify signatures, whatever else stands beside them', async (t) => {
  for (const key of [ec, p384, p521, ed25519, rsa]) {
    t.equal(jwksProblem({ keys: [key] }), undefined, `${key.kty} ${key.crv}`)
    t.equal(jwksProblem({ keys: [{ ...key, kid: 'k', use: 'sig', x5c: ['MII…'], more: {} }], more: 1 }), undefined)
  }
  t.equal(
    jwksProblem({ keys: [x25519, { kty: 'AKP', pub: 'x' }, { kty: 'EC', crv: 'secp256k1', x: '', y: '' }] }),
    undefined,
  )
  t.equal(jwksProblem({ keys: Array.from({ length: 20 }, () => ec) }), undefined)
})

t.test('RFC 7517 §4, §5, RFC 7591 §2: everything else is refused, with the reason', async (t) => {
  const privateEc = jwkOf(ecPair().privateKey)
  const small = jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)
  const huge = { kty: 'RSA', e: 'AQAB', n: base64url(Buffer.alloc(1025, 0xff)) }
  const sets: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /not a JWK Set/],
    [null, /not a JWK Set/],
    ['{"keys":[]}', /not a JWK Set/],
    [[ec], /not a JWK Set/],
    [ec, /not a JWK Set/],
    [{ keys: ec }, /not a JWK Set/],
    [{ keys: [] }, /no key/],
    [{ keys: Array.from({ length: 21 }, () => ec) }, /more than 20/],
    [{ keys: [ec], x: 'x'.repeat(65_536) }, /longer than/],
    [{ keys: [ec, null] }, /number 2, that is not a JWK/],
    [{ keys: [[]] }, /not a JWK/],
    [{ keys: [{}] }, /not a JWK/],
    [{ keys: [{ kty: 7 }] }, /not a JWK/],
    [{ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }, /symmetric/],
    [{ keys: [{ kty: 'oct' }] }, /symmetric/],
    [{ keys: [privateEc] }, /private/],
    [{ keys: [ec, jwkOf(rsaPair.privateKey)] }, /number 2, that has private/],
    [{ keys: [{ ...ec, k: 'x' }] }, /private/],
    [{ keys: [{ ...rsa, d: null }] }, /private/],
    [{ keys: [{ kty: 'AKP', priv: 'x' }] }, /private/],
    [{ keys: [{ ...ec, kid: 7 }] }, /kid that is not a text/],
    [{ keys: [{ ...ec, kid: 'k'.repeat(257) }] }, /kid of more than/],
    [{ keys: [{ ...ec, alg: ['ES256'] }] }, /alg that is not a text/],
    [{ keys: [{ ...ec, use: {} }] }, /use that is not a text/],
    [{ keys: [{ ...ec, x: undefined }] }, /malformed/],
    [{ keys: [{ ...ec, x: ec.y }] }, /malformed/],
    [{ keys: [{ ...ed25519, x: 'AA' }] }, /malformed/],
    [{ keys: [{ ...rsa, n: undefined }] }, /malformed/],
    [{ keys: [{ ...rsa, n: '' }] }, /malformed|bits/],
    [{ keys: [small] }, /fewer than 2048 bits/],
    [{ keys: [huge] }, /more than 8192 bits/],
    [{ keys: [{ ...rsa, e: base64url(Buffer.alloc(256, 0xff)) }] }, /exponent above 32 bits/],
    [{ keys: [{ ...rsa, e: 'AQ' }] }, /exponent that is not odd|malformed/],
    [{ keys: [{ ...rsa, e: 'AQAA' }] }, /exponent that is not odd|malformed/],
  ]
  for (const [set, words] of sets) t.match(jwksProblem(set), words, JSON.stringify(set)?.slice(0, 80))
  t.notMatch(jwksProblem({ keys: [privateEc] }), String(privateEc.d), 'and the private half is not repeated')
})

t.test('RFC 8725 §3.1: each key signs with its own algorithms only', async (t) => {
  const fits = (key: Jwk, alg: (typeof clientSigningAlgorithms)[number], kid?: string) =>
    keysFitting({ keys: [key] } as never, alg, kid).length === 1
  const own: readonly (readonly [Jwk, readonly string[]])[] = [
    [rsa, ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']],
    [ec, ['ES256']],
    [p384, ['ES384']],
    [p521, ['ES512']],
    [ed25519, ['EdDSA', 'Ed25519']],
    [x25519, []],
    [{ kty: 'EC', crv: 'constructor' }, []],
    [{ ...ed25519, kty: 'EC' }, []],
    [{ ...ec, kty: 'OKP' }, []],
  ]
  for (const [key, algorithms] of own)
    t.same(
      clientSigningAlgorithms.filter((alg) => fits(key, alg)).sort(),
      [...algorithms].sort(),
      `${key.kty} ${key.crv}`,
    )
  t.ok(fits({ ...rsa, alg: 'PS256' }, 'PS256'))
  t.notOk(fits({ ...rsa, alg: 'PS256' }, 'RS256'), 'the key says what it is for')
  t.ok(fits({ ...ed25519, alg: 'Ed25519' }, 'EdDSA'), 'two names of one algorithm')
  t.ok(fits({ ...ec, use: 'sig' }, 'ES256'))
  t.notOk(fits({ ...rsa, use: 'enc' }, 'RS256'))
  t.ok(fits({ ...ec, key_ops: ['verify'] }, 'ES256'))
  t.notOk(fits({ ...rsa, key_ops: ['encrypt'] }, 'RS256'))
  t.ok(fits({ ...ec, kid: 'a' }, 'ES256', 'a'))
  t.ok(fits({ ...ec, kid: 'a' }, 'ES256'), 'a signature without a kid may be any key’s')
  t.notOk(fits({ ...ec, kid: 'a' }, 'ES256', 'b'))
  t.notOk(fits(ec, 'ES256', 'b'), 'a kid that no key has')
  t.equal(keysFitting({ keys: [ec, ec, rsa] } as never, 'ES256', undefined).length, 2)
  const [bare] = keysFitting({ keys: [{ ...ec, kid: 'a', x5c: ['MII'], alg: 'ES256' }] } as never, 'ES256', 'a')
  t.same(bare, ec, 'nothing that came along reaches the verifier')
})

t.test('no symmetric algorithm, and not none', async (t) => {
  for (const name of ['none', 'None', 'HS256', 'HS512', 'RSA-OAEP', 'dir', '', undefined, ['RS256'], 'toString'])
    t.notOk(isClientSigningAlgorithm(name), String(name))
})
