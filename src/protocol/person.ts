// Person: what an operator may write into an account, checked the same way for one and for an import of many.
import type { Account, Attributes, Profile } from '../model/account.ts'
import { normalizeEmail } from './email.ts'
import { isLine } from './line.ts'
import { printable } from './params.ts'
import { attributesProblem, profileProblem } from './profile.ts'

export type Person = Readonly<{
  email: string
  name: string | null
  roles: readonly string[]
  emailVerified: boolean
  /** Standard claims by their wire names; checked here, by protocol/profile.ts. */
  claims?: Readonly<Record<string, unknown>>
  attributes?: Readonly<Record<string, unknown>>
}>

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
