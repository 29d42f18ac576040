// Tests of the signer: its tokens as a stranger's library sees them, and tokens that strangers forge.
import { createHmac, createPublicKey, generateKeyPairSync, sign as nodeSign } from 'node:crypto'
import { calculateJwkThumbprint, importJWK, jwtVerify, SignJWT } from 'jose'
import t from 'tap'
import { generateSigningKey, jwtSigner, jwtVerifier, kidOf, readPrivateKey } from '../../src/crypto/signer.ts'
import type { SigningAlgorithm } from '../../src/model/signing-key.ts'

const algorithms: readonly SigningAlgorithm[] = ['RS256', 'ES256', 'PS256', 'EdDSA']
const claims = { iss: 'https://as.example', sub: 'usr_1', exp: 4_000_000_000, name: 'Grüße, 世界' }

const make = async (alg: SigningAlgorithm) => {
  const { kid, publicJwk, privatePkcs8 } = await generateSigningKey(alg)
  const privateKey = readPrivateKey(privatePkcs8)
  const publicKey = createPublicKey({ key: publicJwk, format: 'jwk' })
  return { kid, publicJwk, privateKey, sign: jwtSigner(alg, kid, privateKey), verify: jwtVerifier(alg, kid, publicKey) }
}

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

for (const alg of algorithms) {
  t.test(`${alg}: jose verifies what we sign, and we what jose signs`, async (t) => {
    const { kid, publicJwk, privateKey, sign, verify } = await make(alg)
    const { payload, protectedHeader } = await jwtVerify(sign('at+jwt', claims), await importJWK(publicJwk, alg), {
      algorithms: [alg],
      typ: 'at+jwt',
    })
    t.same(payload, claims)
    t.same(protectedHeader, { alg, typ: 'at+jwt', kid })
    const theirs = await new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', kid }).sign(privateKey)
    t.same(verify(theirs, 'JWT'), claims)
  })

  t.test(`${alg}: the public half is public, and named by its thumbprint (RFC 7638)`, async (t) => {
    const { kid, publicJwk } = await make(alg)
    t.equal(kid, await calculateJwkThumbprint(publicJwk, 'sha256'))
    t.match(publicJwk, { kid, alg, use: 'sig' })
    t.notOk(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'].some((member) => member in publicJwk))
    if (publicJwk.kty === 'RSA') t.equal(Buffer.from(publicJwk.n ?? '', 'base64url').length, 256)
  })

  t.test(`${alg}: any changed part, and any other type, is refused`, async (t) => {
    const { sign, verify } = await make(alg)
    const token = sign('at+jwt', claims)
    t.same(verify(token, 'at+jwt'), claims)
    t.equal(verify(token, 'JWT'), undefined)
    t.equal(verify(token, 'AT+JWT'), undefined)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const flipped = Buffer.from(signature, 'base64url')
    flipped[5]! ^= 1
    for (const forged of [
      `${header}.${segment({ ...claims, sub: 'usr_2' })}.${signature}`,
      `${segment({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${flipped.toString('base64url')}`,
      `${header}.${payload}.${signature}=`,
      `${header}.${payload}=.${signature}`,
      `${token}.`,
      ` ${token}`,
      `${token}\n`,
      '',
      '..',
      'x'.repeat(1_000_000),
    ]) {
      t.equal(verify(forged, 'at+jwt'), undefined, forged.slice(0, 30))
    }
  })

  t.test(`${alg}: another key's signature is refused`, async (t) => {
    const [ours, theirs] = [await make(alg), await make(alg)]
    t.equal(ours.verify(theirs.sign('at+jwt', claims), 'at+jwt'), undefined)
    const posing = jwtSigner(alg, ours.kid, theirs.privateKey)
    t.equal(ours.verify(posing('at+jwt', claims), 'at+jwt'), undefined)
  })
}

t.test('RFC 8725 §2.1: the token does not choose the algorithm', async (t) => {
  const { kid, publicJwk, privateKey, verify } = await make('RS256')
  const forge = (alg: string, signature: (input: string) => Buffer) => {
    const input = `${segment({ alg, typ: 'at+jwt', kid })}.${segment(claims)}`
    return `${input}.${signature(input).toString('base64url')}`
  }
  const pem = createPublicKey({ key: publicJwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  t.equal(
    verify(
      forge('HS256', (input) => createHmac('sha256', pem).update(input).digest()),
      'at+jwt',
    ),
    undefined,
  )
  t.equal(
    verify(
      forge('none', () => Buffer.alloc(0)),
      'at+jwt',
    ),
    undefined,
  )
  t.equal(
    verify(
      forge('RS512', (input) => nodeSign('sha512', Buffer.from(input), privateKey)),
      'at+jwt',
    ),
    undefined,
  )
  t.equal(
    verify(
      forge('RS256', (input) => nodeSign('sha512', Buffer.from(input), privateKey)),
      'at+jwt',
    ),
    undefined,
  )
  t.same(
    verify(
      forge('RS256', (input) => nodeSign('sha256', Buffer.from(input), privateKey)),
      'at+jwt',
    ),
    claims,
  )
})

t.test('a signed header with more members than ours was not made here', async (t) => {
  const { kid, privateKey, verify } = await make('ES256')
  const jwk = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  for (const more of [{ jwk }, { x5u: 'https://evil.example' }, { b64: true, crit: ['b64'] }]) {
    const header = { alg: 'ES256', typ: 'at+jwt', kid, ...more }
    t.equal(verify(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey), 'at+jwt'), undefined)
  }
})

t.test('a payload that is not an object gives nothing', async (t) => {
  const { kid, privateKey, verify } = await make('EdDSA')
  for (const payload of ['[]', '"x"', 'null', '1', '{', '']) {
    const input = `${segment({ alg: 'EdDSA', typ: 'JWT', kid })}.${Buffer.from(payload).toString('base64url')}`
    const signature = nodeSign(null, Buffer.from(input), privateKey).toString('base64url')
    t.equal(verify(`${input}.${signature}`, 'JWT'), undefined, payload)
  }
})

t.test('the key id is read from anything that has one, and from nothing else', async (t) => {
  const { kid, sign } = await make('ES256')
  t.equal(kidOf(sign('JWT', {})), kid)
  for (const other of [
    '',
    'x',
    'a.b.c',
    `${segment({ kid: 1 })}.e30.AA`,
    `${segment([])}.e30.AA`,
    `${segment(null)}.e30.AA`,
  ]) {
    t.equal(kidOf(other), undefined, other)
  }
})
