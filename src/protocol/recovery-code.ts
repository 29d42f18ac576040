// Recovery codes: for whoever has lost the phone; ten, each good for one login (NIST SP 800-63B-4 §3.1.2).
import { createHmac } from 'node:crypto'
import { randomLetters, readLetters } from './user-code.ts'

const recoveryCodeCount = 10
/** 20^10 codes, 43 bits: enough where attempts are limited, short enough for paper. */
const codeLength = 10

export const newRecoveryCodes = (bytes: (count: number) => Buffer): readonly string[] => {
  const codes = new Set<string>()
  while (codes.size < recoveryCodeCount) codes.add(randomLetters(bytes, codeLength))
  return [...codes]
}

export const readRecoveryCode = (typed: string): string | undefined => readLetters(typed, codeLength)

export const writtenRecoveryCode = (code: string): string =>
  `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`

/** Too short for a plain digest, which whoever steals the table could turn back: it is an HMAC, and another for each person. */
export const recoveryCodeDigest = (key: Buffer, sub: string, code: string): Buffer =>
  createHmac('sha256', key).update(`${sub} ${code}`).digest()
