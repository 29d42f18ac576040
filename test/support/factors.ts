// Factors for tests: an app for codes on a person's phone, and what is typed of it.
import { Secret, TOTP } from 'otpauth'
import type { Added, MyFactors } from '../../src/flows/account/my-factors.ts'
import type { Account } from '../../src/model/account.ts'
import type { Session } from '../../src/model/session.ts'
import type { Page } from './plain-browser.ts'

/** What the phone shows at that instant. */
export const codeAt = (secret: Buffer, at: Date): string =>
  TOTP.generate({ secret: new Secret({ buffer: Uint8Array.from(secret).buffer }), timestamp: at.getTime() })

export type Phone = Readonly<{ secret: Buffer; code: (at: Date) => string; recoveryCodes: readonly string[] }>

/** Sets up an app for codes; the code of that instant is used up by it. */
export const setUpPhone = async (
  myFactors: MyFactors,
  person: Readonly<{ account: Account; session: Session }>,
  now: Date,
): Promise<Phone> => {
  const secret = myFactors.newTotpSecret()
  const added: Added = await myFactors.addTotp(person, secret, codeAt(secret, now), now)
  if (added.kind !== 'added') throw new Error(`The app for codes was not added: ${added.kind}`)
  return { secret, code: (at) => codeAt(secret, at), recoveryCodes: added.recoveryCodes ?? [] }
}

/** As it stands on the page, to be typed. */
export const secretOn = ({ text }: Page): Buffer => {
  const letters = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</.exec(text)?.[1] ?? ''
  return Buffer.from(Secret.fromBase32(letters).bytes)
}
