// Tests of codes that people type: of apps (RFC 6238, with its own values), and recovery codes.
import { randomBytes } from 'node:crypto'
import t from 'tap'
import {
  newRecoveryCodes,
  readRecoveryCode,
  recoveryCodeDigest,
  writtenRecoveryCode,
} from '../../src/protocol/recovery-code.ts'
import { readTotpCode, stepOfCode, totpUri, writtenSecret } from '../../src/protocol/totp.ts'

const secret = Buffer.from('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1000)

t.test('RFC 6238 Appendix B: the last six digits of its values', async (t) => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ] as const) {
    const step = Math.floor(seconds / 30)
    t.equal(stepOfCode(secret, code, at(seconds)), step)
    t.equal(stepOfCode(secret, code, at(seconds + 30)), step, 'half a minute later')
    t.equal(stepOfCode(secret, code, at(seconds - 30)), step, 'and before')
    t.equal(stepOfCode(secret, code, at(seconds + 60)), undefined)
    t.equal(stepOfCode(secret, code, at(seconds - 60)), undefined)
  }
  t.equal(stepOfCode(randomBytes(20), '000000', at(0)) ?? 0, 0)
})

t.test('what an app for codes gets', async (t) => {
  const uri = new URL(totpUri(secret, { issuer: 'Acme: people & co', account: 'ada+x@example.com' }))
  t.equal(uri.protocol, 'otpauth:')
  t.equal(
    decodeURIComponent(uri.pathname),
    '/Acme  people & co:ada+x@example.com'.replace(/^\//, uri.pathname.startsWith('/') ? '/' : ''),
  )
  t.same(Object.fromEntries(uri.searchParams), {
    ...{ issuer: 'Acme  people & co', secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    ...{ algorithm: 'SHA1', digits: '6', period: '30' },
  })
  t.equal(writtenSecret(secret), 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
})

t.test('codes as people type them', async (t) => {
  for (const typed of ['287082', ' 287 082 ', '287-082', '２８７０８２', '٢٨٧٠٨٢', '۲۸۷۰۸۲'])
    t.equal(readTotpCode(typed), '287082', typed)
  for (const typed of ['', '28708', '2870822', '28708a', '287082'.padStart(40)])
    t.equal(readTotpCode(typed), undefined, typed)
})

t.test(
  'recovery codes: ten different ones, read however they are written, kept as another HMAC for each person',
  async (t) => {
    const codes = newRecoveryCodes(randomBytes)
    t.equal(new Set(codes).size, 10)
    const [code = ''] = codes
    t.match(writtenRecoveryCode(code), /^[B-Z]{5}-[B-Z]{5}$/)
    t.equal(readRecoveryCode(` ${writtenRecoveryCode(code).toLowerCase()} `), code)
    t.equal(readRecoveryCode(code.slice(1)), undefined)
    t.equal(readRecoveryCode('AAAAA-AAAAA'), undefined)
    const key = randomBytes(32)
    t.notSame(recoveryCodeDigest(key, 'usr_a', code), recoveryCodeDigest(key, 'usr_b', code))
    t.notSame(recoveryCodeDigest(key, 'usr_a', code), recoveryCodeDigest(randomBytes(32), 'usr_a', code))
  },
)
