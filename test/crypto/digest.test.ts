// Tests of digests and of strict base64url.
import t from 'tap'
import { fromBase64url, sameDigest, sha256 } from '../../src/crypto/digest.ts'

t.test('SHA-256 of FIPS 180-4, of text and of bytes', async (t) => {
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  t.equal(sha256('abc').toString('hex'), expected)
  t.equal(sha256(Buffer.from('abc')).toString('hex'), expected)
})

t.test('digests are the same or not; another length is not an error', async (t) => {
  t.equal(sameDigest(sha256('a'), sha256('a')), true)
  t.equal(sameDigest(sha256('a'), sha256('b')), false)
  t.equal(sameDigest(sha256('a'), sha256('a').subarray(1)), false)
  t.equal(sameDigest(sha256('a'), Buffer.alloc(0)), false)
})

t.test('base64url has one spelling for each value', async (t) => {
  t.same(fromBase64url('_-8'), Buffer.of(0xff, 0xef))
  for (const other of ['_-9', '_-8=', '/+8', ' _-8', '_-8\n', '_']) t.equal(fromBase64url(other), undefined, other)
})
