// Describing a user: what an operator changes of a person's standard claims, roles and attributes (OpenID Connect Core §5.1).
import type { Account, Profile } from '../../model/account.ts'
import { printable } from '../../protocol/params.ts'
import { personProblem } from '../../protocol/person.ts'
import { changedProfile, isAttributeName, isProfileClaim, profileClaims } from '../../protocol/profile.ts'
import type { Store } from '../../store/index.ts'
import type { Guard } from '../guard.ts'
import { held } from './held.ts'
import { keepAnAdmin } from './last-admin.ts'
import { wrongUse } from './problem.ts'

/** What is left out stays as it is. */
export type PersonChange = Readonly<{
  name?: string | undefined
  emailVerified?: boolean | undefined
  /** All roles from now on. */
  roles?: readonly string[] | undefined
  addedRoles: readonly string[]
  claims: Readonly<Record<string, unknown>>
  attributes: Readonly<Record<string, unknown>>
  /** Of these: a claim's name, `name`, `roles`, `role:ROLE`, `attributes`, `attribute:NAME`. */
  removed: readonly string[]
}>

type Parts = Readonly<{ store: Pick<Store, 'transaction'>; clock: () => Date }>

/** Under a lock: two operators who change the same person at once must not undo each other's work. */
export const describingUsers =
  ({ store, clock }: Parts) =>
  async (
    sub: string,
    change: PersonChange,
    guard?: Guard<Account>,
  ): Promise<Readonly<{ before: Account; after: Account }>> => {
    const strange = change.removed.find((name) => !canBeRemoved(name))
    if (strange !== undefined)
      throw wrongUse(
        `${printable(strange)} cannot be removed: use name, roles, role:ROLE, attributes, attribute:NAME or one of ${profileClaims.join(', ')}`,
      )
    return store.transaction(async (tx) => {
      const before = await held(tx, sub, guard)
      const after = changedAccount(before, change, clock())
      const { profile: claims, attributes, email, name, roles } = after
      const problem = personProblem({ email, name, roles, claims, attributes, emailVerified: false })
      if (problem !== undefined) throw wrongUse(problem)
      await keepAnAdmin(tx, before, after)
      await tx.accounts.describe(after)
      return { before, after }
    })
  }

export const changedAccount = (before: Account, change: PersonChange, now: Date): Account => {
  const { removed } = change
  const after = {
    ...before,
    name: change.name ?? (removed.includes('name') ? null : before.name),
    emailVerifiedAt: verifiedAt(before, change.emailVerified, now),
    profile: changedProfile(before.profile, change.claims, removed) as Profile,
    roles: changedRoles(before.roles, change),
    attributes: changedAttributes(before, change),
  }
  return { ...after, profileUpdatedAt: tellsApps(before, after) ? now : before.profileUpdatedAt }
}

const verifiedAt = (before: Account, isVerified: boolean | undefined, now: Date): Date | null => {
  if (isVerified === undefined) return before.emailVerifiedAt
  return isVerified ? (before.emailVerifiedAt ?? now) : null
}

const changedRoles = (before: readonly string[], { roles, addedRoles, removed }: PersonChange): readonly string[] => {
  const base = removed.includes('roles') ? [] : before
  const kept = (roles ?? base).filter((role) => !removed.includes(`role:${role}`))
  return [...new Set([...kept, ...addedRoles])]
}

const changedAttributes = ({ attributes }: Account, change: PersonChange): Account['attributes'] => {
  const { removed } = change
  const base = removed.includes('attributes') ? [] : Object.entries(attributes)
  const kept = base.filter(([name]) => !removed.includes(`attribute:${name}`))
  return { ...Object.fromEntries(kept), ...change.attributes } as Account['attributes']
}

/** Whether the claim updated_at moves: roles and attributes are no part of what it tells (§5.1). */
const tellsApps = (before: Account, after: Account): boolean => {
  const facts = ({ name, emailVerifiedAt, profile }: Account) => [
    name,
    emailVerifiedAt === null,
    Object.entries(profile).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]
  return JSON.stringify(facts(before)) !== JSON.stringify(facts(after))
}

const canBeRemoved = (name: string): boolean =>
  ['name', 'roles', 'attributes'].includes(name) ||
  isProfileClaim(name) ||
  (name.startsWith('role:') && name.length > 'role:'.length) ||
  (name.startsWith('attribute:') && isAttributeName(name.slice('attribute:'.length)))
