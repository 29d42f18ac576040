// Foreign signatures: only the right key, the right algorithm and untouched bytes count (RFC 7515 §5.2, RFC 8725).
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { CompactSign, type JWK } from 'jose'
import t from 'tap'
import { isSignedByOneOf } from '../../src/crypto/foreign-jws.ts'

const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: generateKeyPairSync('ed25519'),
}
type Kind = keyof typeof pairs
const publicOf = (kind: Kind): JWK => pairs[kind].publicKey.export({ format: 'jwk' }) as JWK
const sign = (kind: Kind, alg: string): Promise<string> =>
  new CompactSign(Buffer.from('{"a":1}')).setProtectedHeader({ alg }).sign(pairs[kind].privateKey)

const algorithms: readonly (readonly [Kind, string])[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg) => ['RS256', alg] as const),
  ...(['ES256', 'ES384', 'ES512'] as const).map((alg) => [alg, alg] as const),
  ...['EdDSA', 'Ed25519'].map((alg) => ['EdDSA', alg] as const),
]

t.test('every algorithm that clients may use', async (t) => {
  for (const [kind, alg] of algorithms) {
    const jws = await sign(kind, alg)
    t.ok(await isSignedByOneOf(jws, [publicOf(kind)], alg), alg)
    const [header, , signature] = jws.split('.')
    const changed = `${header}.${Buffer.from('{"a":2}').toString('base64url')}.${signature}`
    t.notOk(await isSignedByOneOf(changed, [publicOf(kind)], alg), `${alg}: other bytes`)
    t.notOk(await isSignedByOneOf(`${jws}x`, [publicOf(kind)], alg), `${alg}: another signature`)
  }
})

t.test('any of several keys, and none of none', async (t) => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as JWK
  const jws = await sign('ES256', 'ES256')
  t.ok(await isSignedByOneOf(jws, [other, publicOf('RS256'), publicOf('ES256')], 'ES256'))
  t.notOk(await isSignedByOneOf(jws, [other], 'ES256'))
  t.notOk(await isSignedByOneOf(jws, [], 'ES256'))
})

t.test('RFC 8725 §2.1: the algorithm cannot be exchanged', async (t) => {
  const key = publicOf('RS256')
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const none = `${encode({ alg: 'none' })}.${encode({ a: 1 })}.`
  for (const alg of ['RS256', 'none']) t.notOk(await isSignedByOneOf(none, [key], alg), `none as ${alg}`)
  // The public key as the secret of an HMAC: everybody knows it.
  const input = `${encode({ alg: 'HS256' })}.${encode({ a: 1 })}`
  for (const secret of [pairs.RS256.publicKey.export({ type: 'spki', format: 'pem' }), JSON.stringify(key)]) {
    const forged = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    for (const alg of ['RS256', 'HS256']) t.notOk(await isSignedByOneOf(forged, [key], alg), `HS256 as ${alg}`)
  }
  const rs256 = await sign('RS256', 'RS256')
  for (const alg of ['PS256', 'RS512', 'ES256']) t.notOk(await isSignedByOneOf(rs256, [key], alg), `RS256 as ${alg}`)
})

t.test('RFC 7518 §3.3: RSA keys of fewer than 2048 bits prove nothing', async (t) => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const input = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.e30`
  const { sign: signBytes } = await import('node:crypto')
  const jws = `${input}.${signBytes('sha256', Buffer.from(input), small.privateKey).toString('base64url')}`
  t.notOk(await isSignedByOneOf(jws, [small.publicKey.export({ format: 'jwk' }) as JWK], 'RS256'))
})
