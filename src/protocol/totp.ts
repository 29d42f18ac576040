// Time-based one-time passwords: which time step a code belongs to, and what an app for codes is given (RFC 6238 §4, §5.2, §6).
import { Secret, TOTP } from 'otpauth'

/** RFC 4226 §4: 160 bits are recommended. */
export const totpSecretBytes = 20
/** What every app understands; a few ignore anything else and show wrong codes. */
const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** One step before and after: clocks differ, and typing takes time (§5.2, §6). */
const window = 1

const secretOf = (bytes: Buffer): Secret => new Secret({ buffer: Uint8Array.from(bytes).buffer })

/** The time step whose code this is; undefined if it is none of now. */
export const stepOfCode = (secret: Buffer, code: string, now: Date): number | undefined => {
  const timestamp = now.getTime()
  const delta = TOTP.validate({ ...shape, secret: secretOf(secret), token: code, timestamp, window })
  return delta === null ? undefined : TOTP.counter({ period: shape.period, timestamp }) + delta
}

type Names = Readonly<{ issuer: string; account: string }>

/** Key URI, as apps read it from a picture. */
export const totpUri = (secret: Buffer, { issuer, account }: Names): string =>
  // A colon would end the issuer in the label.
  new TOTP({ ...shape, issuer: issuer.replaceAll(':', ' '), label: account, secret: secretOf(secret) }).toString()

/** As people type it: four letters at a time. */
export const writtenSecret = (secret: Buffer): string => secretOf(secret).base32.replace(/(.{4})(?=.)/g, '$1 ')

const longestInput = 32
const digitsElsewhere = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹']

/** What was typed, without spaces; undefined if it cannot be a code. */
export const readTotpCode = (typed: string): string | undefined => {
  if (typed.length > longestInput) return undefined
  const digits = Array.from(typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, ''), (letter) => {
    const value = digitsElsewhere.map((all) => all.indexOf(letter)).find((at) => at >= 0)
    return value === undefined ? letter : String(value)
  }).join('')
  return /^[0-9]{6}$/.test(digits) ? digits : undefined
}
