// Choosing a password: refused if others would guess it, else hashed (NIST SP 800-63B-4 §3.1.1.2).
import type { CommonPasswords } from '../../crypto/common-passwords.ts'
import type { Passwords } from '../../crypto/passwords.ts'
import { choiceProblem, type PasswordProblem } from '../../protocol/password.ts'

export type ChoosePassword = (
  password: string,
  /** E-mail address and name. */
  about: readonly (string | null)[],
) => Promise<Readonly<{ kind: 'weak'; problem: PasswordProblem }> | Readonly<{ kind: 'hashed'; hash: string }>>

type Parts = Readonly<{
  passwords: Pick<Passwords, 'hash'>
  commonPasswords: CommonPasswords
  passwordMinLength: number
  issuer: string
  brandName: string
}>

export const choosingPasswords =
  ({ passwords, commonPasswords, passwordMinLength, issuer, brandName }: Parts): ChoosePassword =>
  async (password, about) => {
    const problem = choiceProblem(password, {
      minLength: passwordMinLength,
      wellKnown: await commonPasswords(),
      personal: [...about.filter((text) => text !== null), new URL(issuer).hostname, brandName, 'countersign'],
    })
    if (problem !== undefined) return { kind: 'weak', problem }
    return { kind: 'hashed', hash: await passwords.hash(password) }
  }
