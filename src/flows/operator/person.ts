// Person: what an operator may write into an account, checked the same way for one and for an import of many.
import type { Account, Attributes, Profile } from '../../model/account.ts'
import { normalizeEmail } from '../../protocol/email.ts'
import { isLine } from '../../protocol/line.ts'
import { printable } from '../../protocol/params.ts'
import { longestPasswordBytes } from '../../protocol/password.ts'
import { attributesProblem, profileProblem } from '../../protocol/profile.ts'

export type Person = Readonly<{
  email: string
  name: string | null
  roles: readonly string[]
  emailVerified: boolean
  /** Standard claims by their wire names; checked here, by protocol/profile.ts. */
  claims?: Readonly<Record<string, unknown>>
  attributes?: Readonly<Record<string, unknown>>
}>

const shortestPassword = 8
const mostRoles = 50

/** Why this cannot be somebody's account, in words; undefined if it can. */
export const personProblem = ({ email, name, roles, claims, attributes }: Person): string | undefined => {
  if (normalizeEmail(email) === undefined) return `${printable(email, 100)} is not an e-mail address`
  if (name !== null && !isLine(name, 200)) return 'the name must be one line of 1 to 200 characters'
  if (roles.length > mostRoles) return `there are more than ${mostRoles} roles`
  const wrong = roles.find((role) => !isLine(role, 100))
  if (wrong !== undefined) return 'a role must be one line of 1 to 100 characters'
  return profileProblem(claims ?? {}) ?? attributesProblem(attributes ?? {})
}

/** @param person checked by `personProblem` */
export const newAccount = (person: Person, sub: string, now: Date): Account => ({
  sub,
  email: person.email,
  emailNormalized: normalizeEmail(person.email) ?? '',
  emailVerifiedAt: person.emailVerified ? now : null,
  name: person.name,
  language: null,
  profile: (person.claims ?? {}) as Profile,
  profileUpdatedAt: now,
  roles: [...new Set(person.roles)],
  attributes: (person.attributes ?? {}) as Attributes,
  disabledAt: null,
  createdAt: now,
})

/** NIST SP 800-63B-4 §3.1.1.2 asks for eight characters where there is a second factor, and for no rules of composition. */
export const passwordProblem = (password: string): string | undefined => {
  if (Array.from(password.normalize('NFC')).length < shortestPassword)
    return `the password must have at least ${shortestPassword} characters`
  if (Buffer.byteLength(password.normalize('NFC')) > longestPasswordBytes)
    return `the password must have at most ${longestPasswordBytes} bytes`
  return undefined
}
