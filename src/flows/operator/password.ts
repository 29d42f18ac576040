// Passwords that operators set: by the same rules as those that people choose, told in words (NIST SP 800-63B-4 §3.1.1.2).
import { longestPasswordBytes, type PasswordProblem } from '../../protocol/password.ts'
import type { Person } from '../../protocol/person.ts'
import { judgingPasswords } from '../account/choose-password.ts'

/** Why this cannot be the person's password, in words; undefined if it can. */
export type PasswordProblemOf = (
  password: string,
  person: Pick<Person, 'email' | 'name'>,
) => Promise<string | undefined>

export const judgingForOperators = (rules: Parameters<typeof judgingPasswords>[0]): PasswordProblemOf => {
  const judge = judgingPasswords(rules)
  const words: Readonly<Record<PasswordProblem, string>> = {
    'too-short': `the password must have at least ${rules.passwordMinLength} characters (PASSWORD_MIN_LENGTH)`,
    'too-long': `the password must have at most ${longestPasswordBytes} bytes`,
    'well-known': 'the password is one of those that attackers try first',
    personal: "the password is made of the person's name or address, or of the server's",
  }
  return async (password, { email, name }) => {
    const problem = await judge(password, [email, name])
    return problem && words[problem]
  }
}
