// User codes: what a device shows and a person types elsewhere (RFC 8628 §6.1, §5.1).
import { createHmac } from 'node:crypto'

/** No vowels, so that no code is a word; no digits, so that none looks like a letter; 20^8 codes, 34 bits. */
export const userCodeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ'
const letters = userCodeAlphabet.length
const codeLength = 8
/** Bytes from here on would make the first letters of the alphabet more likely than the last. */
const evenUpTo = 256 - (256 % letters)

/** @param bytes a source of random bytes, asked as often as it takes */
export const randomLetters = (bytes: (count: number) => Buffer, length: number): string => {
  let code = ''
  while (code.length < length)
    for (const byte of bytes(2 * length))
      if (byte < evenUpTo && code.length < length) code += userCodeAlphabet[byte % letters]
  return code
}

export const newUserCode = (bytes: (count: number) => Buffer): string => randomLetters(bytes, codeLength)

/** Longer than anybody types, with every space and dash. */
const longestInput = 64

/** What was typed, in capitals and without whatever people put between letters; undefined if it cannot be a code. */
export const readLetters = (typed: string, length: number): string | undefined => {
  if (typed.length > longestInput) return undefined
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}._·'"“”]/gu, '')
  return code.length === length && [...code].every((letter) => userCodeAlphabet.includes(letter)) ? code : undefined
}

export const readUserCode = (typed: string): string | undefined => readLetters(typed, codeLength)

/** In two halves, as people read it out. */
export const formatUserCode = (code: string): string => `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`

/** Too short for a plain digest, which whoever steals the table could turn back: it is an HMAC. */
export const userCodeDigest = (key: Buffer, code: string): Buffer => createHmac('sha256', key).update(code).digest()
