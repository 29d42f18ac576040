// Choosing a password: refused if others would guess it, else hashed (NIST SP 800-63B-4 §3.1.1.2).
import type { CommonPasswords } from '../../crypto/common-passwords.ts'
import type { Passwords } from '../../crypto/passwords.ts'
import { choiceProblem, type PasswordProblem } from '../../protocol/password.ts'

/** Undefined where it may be one. The same rules whoever chooses it, so that no door lets in what another refuses. */
export type JudgePassword = (
  password: string,
  /** E-mail address and name. */
  about: readonly (string | null)[],
) => Promise<PasswordProblem | undefined>

export type ChoosePassword = (
  ...choice: Parameters<JudgePassword>
) => Promise<Readonly<{ kind: 'weak'; problem: PasswordProblem }> | Readonly<{ kind: 'hashed'; hash: string }>>

type Rules = Readonly<{
  commonPasswords: CommonPasswords
  passwordMinLength: number
  issuer: string
  brandName: string
}>

export const judgingPasswords =
  ({ commonPasswords, passwordMinLength, issuer, brandName }: Rules): JudgePassword =>
  async (password, about) =>
    choiceProblem(password, {
      minLength: passwordMinLength,
      wellKnown: await commonPasswords(),
      personal: [...about.filter((text) => text !== null), new URL(issuer).hostname, brandName, 'countersign'],
    })

export const choosingPasswords = (parts: Rules & Readonly<{ passwords: Pick<Passwords, 'hash'> }>): ChoosePassword => {
  const judge = judgingPasswords(parts)
  return async (password, about) => {
    const problem = await judge(password, about)
    return problem === undefined
      ? { kind: 'hashed', hash: await parts.passwords.hash(password) }
      : { kind: 'weak', problem }
  }
}
