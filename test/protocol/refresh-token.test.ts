// Tests of the format of refresh tokens: only ours are read, and only whole ones.
import t from 'tap'
import {
  formatRefreshToken,
  isAuthentic,
  keyIdOf,
  parseRefreshToken,
  refreshTokenPrefix,
} from '../../src/protocol/refresh-token.ts'

/** What four bytes hold. */
const maxGeneration = 0xffff_ffff
const fingerprint = '00112233445566ff'
const key = Buffer.alloc(32, 9)
const familyId = Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex')
const token = formatRefreshToken(familyId, 41, { fingerprint, key })
const bytesOf = (text: string): Buffer => Buffer.from(text.slice(refreshTokenPrefix.length), 'base64url')
const spelled = (bytes: Buffer): string => refreshTokenPrefix + bytes.toString('base64url')
const accepted = (text: string, under = key): boolean => {
  const parsed = parseRefreshToken(text)
  return parsed !== undefined && isAuthentic(parsed, under)
}

t.test('RFC 9700 §4.14.2: a token tells its key, family and generation', async (t) => {
  t.match(token, /^cs_rt_[A-Za-z0-9_-]{76}$/)
  t.match(parseRefreshToken(token), { keyId: '00112233', familyId, generation: 41 })
  t.equal(keyIdOf(fingerprint), '00112233')
  t.equal(accepted(token), true)
  for (const generation of [0, 1, 255, 256, 65_536, 0x7fff_ffff, maxGeneration]) {
    const other = formatRefreshToken(familyId, generation, { fingerprint, key })
    t.equal(parseRefreshToken(other)?.generation, generation)
    t.equal(accepted(other), true, `generation ${generation}`)
  }
  t.throws(() => formatRefreshToken(familyId, maxGeneration + 1, { fingerprint, key }), 'no generation wraps around')
})

t.test('the same family and generation give the same token, anything else another', async (t) => {
  t.equal(formatRefreshToken(familyId, 41, { fingerprint, key }), token)
  const others = [
    formatRefreshToken(familyId, 42, { fingerprint, key }),
    formatRefreshToken(Buffer.alloc(16), 41, { fingerprint, key }),
    formatRefreshToken(familyId, 41, { fingerprint: 'ff112233445566ff', key }),
    formatRefreshToken(familyId, 41, { fingerprint, key: Buffer.alloc(32, 8) }),
  ]
  t.equal(new Set([token, ...others]).size, 5)
})

t.test('every flipped bit is refused', async (t) => {
  const bytes = bytesOf(token)
  t.equal(bytes.length, 57)
  const flipped = (bit: number): Buffer => {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    return changed
  }
  const bits = Array.from({ length: bytes.length * 8 }, (_, bit) => bit)
  t.strictSame(
    bits.filter((bit) => accepted(spelled(flipped(bit)))),
    [],
  )
})

t.test('every changed character is refused', async (t) => {
  const changed = [...token].flatMap((_, index) =>
    [...'Aa09-_+/=. '].map((character) => token.slice(0, index) + character + token.slice(index + 1)),
  )
  t.strictSame(
    changed.filter((text) => text !== token && accepted(text)),
    [],
  )
})

t.test('a token that was cut or that grew is refused', async (t) => {
  for (let length = 0; length < token.length; length += 1)
    if (accepted(token.slice(0, length))) t.fail(`cut to ${length}`)
  for (const more of ['A', 'AA', 'AAAA', '=', '==', ' ', '\n', '.', '\0', token])
    t.equal(accepted(token + more), false, JSON.stringify(more))
  t.equal(accepted(spelled(Buffer.concat([bytesOf(token), Buffer.alloc(1)]))), false, 'a byte more')
  t.equal(accepted('A'.repeat(100_000)), false)
})

t.test('another spelling of the same bytes is refused', async (t) => {
  const standard =
    refreshTokenPrefix +
    bytesOf(formatRefreshToken(Buffer.alloc(16, 0xff), 41, { fingerprint, key })).toString('base64')
  t.match(standard, /[+/]/)
  t.equal(accepted(standard), false, 'base64')
  const spellings = [
    ` ${token}`,
    token.toUpperCase(),
    token.slice(refreshTokenPrefix.length),
    `cs_code_${token.slice(6)}`,
    token.replace('cs_rt_', 'CS_RT_'),
  ]
  for (const text of [
    ...spellings,
    `${token.slice(0, 30)} ${token.slice(30)}`,
    `${token.slice(0, 30)}\n${token.slice(30)}`,
  ])
    t.equal(accepted(text), false, text)
})

t.test('another version is refused before its tag is looked at', async (t) => {
  for (const version of [0, 2, 255]) {
    const bytes = bytesOf(token)
    bytes.writeUInt8(version, 0)
    t.equal(parseRefreshToken(spelled(bytes)), undefined, `version ${version}`)
  }
})

t.test('another key is refused, and so is what an attacker can make without one', async (t) => {
  t.equal(accepted(token, Buffer.alloc(32, 8)), false)
  t.equal(accepted(token, Buffer.alloc(0)), false)
  const body = bytesOf(token).subarray(0, 25)
  t.equal(accepted(spelled(Buffer.concat([body, Buffer.alloc(32)]))), false, 'a tag of zeros')
  // The next generation with the tag of this one.
  const next = bytesOf(token)
  next.writeUInt32BE(42, 21)
  t.equal(parseRefreshToken(spelled(next))?.generation, 42)
  t.equal(accepted(spelled(next)), false)
})

t.test('what is no token at all is no error either', async (t) => {
  for (const text of ['', 'cs_rt_', 'cs_rt_é', 'cs_rt_🔑', 'eyJhbGciOiJSUzI1NiJ9.e30.x', 'null', '\ud800'])
    t.equal(parseRefreshToken(text), undefined, text)
})
