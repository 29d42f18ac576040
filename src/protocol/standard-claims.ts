// Standard claims: what each scope lets an application read of a person (OpenID Connect Core §5.1, §5.4).
import type { Account } from '../model/account.ts'

export const claimsOfScope: Readonly<Record<string, readonly string[]>> = {
  profile: [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** Scopes about a person: they mean nothing where nobody logged in, and belong to no API. */
export const personalScope: ReadonlySet<string> = new Set(['openid', 'offline_access', ...Object.keys(claimsOfScope)])

export const standardClaims: readonly string[] = Object.values(claimsOfScope).flat()

const scopesByClaim: ReadonlyMap<string, string> = new Map(
  Object.entries(claimsOfScope).flatMap(([scope, claims]) => claims.map((claim) => [claim, scope])),
)

/** The scope that covers a claim; undefined for one that is no standard claim of a person. */
export const scopeOfClaim = (claim: string): string | undefined => scopesByClaim.get(claim)

export const claimsOfScopes = (scope: readonly string[]): readonly string[] =>
  scope.flatMap((name) => claimsOfScope[name] ?? [])

/**
 * Those of the named claims that a client with this scope may read. What is no standard claim belongs to no scope, so it is not
 * among them: naming a claim must not be a way around what the client is registered for.
 */
export const claimsWithin = (names: readonly string[], scope: readonly string[]): readonly string[] =>
  names.filter((name) => {
    const covering = scopeOfClaim(name)
    return covering !== undefined && scope.includes(covering)
  })

/** §5.3.2: a claim that is not known of this person is left out, never null. */
export const claimsOf = (account: Account, names: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...new Set(names)].map((name) => [name, claimOf(account, name)]).filter(([, value]) => value !== undefined),
  )

export const claimOf = (account: Account, name: string): unknown => {
  switch (name) {
    case 'name':
      return account.name ?? undefined
    case 'email':
      return account.email
    case 'email_verified':
      return account.emailVerifiedAt !== null
    case 'updated_at':
      return Math.floor(account.profileUpdatedAt.getTime() / 1000)
    default:
      return Object.hasOwn(account.profile, name) ? account.profile[name as keyof Account['profile']] : undefined
  }
}
