// What is wrong with a password that somebody chose, in words that help to find a better one (NIST SP 800-63B-4 §3.1.1.2).
import type { PasswordProblem } from '../../../protocol/password.ts'
import type { FieldProblem, Say } from '../fields.ts'

export const passwordProblem = (field: string, problem: PasswordProblem, minLength: number): FieldProblem => {
  const say: Readonly<Record<PasswordProblem, Say>> = {
    'too-short': (w) => w.signUp.passwordTooShort(minLength),
    'too-long': (w) => w.signUp.passwordTooLong,
    'well-known': (w) => w.signUp.passwordWellKnown,
    personal: (w) => w.signUp.passwordPersonal,
  }
  return { field, say: say[problem] }
}

export const passwordProblems = (field: string, problem: PasswordProblem, minLength: number) =>
  ({ kind: 'problems', problems: [passwordProblem(field, problem, minLength)] }) as const
