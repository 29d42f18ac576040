// Profile: what a person says of themselves; what an operator set besides stays (OpenID Connect Core §5.1).
import type { Account, Profile } from '../../model/account.ts'
import { changedProfile } from '../../protocol/profile.ts'
import type { Store } from '../../store/index.ts'
import { difference } from '../difference.ts'
import type { RecordEvent } from '../events.ts'

/** The claims that people fill in themselves. */
export const ownClaims = [
  'given_name',
  'family_name',
  'birthdate',
  'website',
  'zoneinfo',
] as const satisfies (keyof Profile)[]
export type OwnClaim = (typeof ownClaims)[number]

/** Checked by protocol/profile.ts; null: nothing is said any more. */
export type OwnProfile = Readonly<{
  name: string | null
  language: string | null
  claims: Readonly<Record<OwnClaim, string | null>>
}>

export type SaveProfile = (sub: string, profile: OwnProfile, address: string, now: Date) => Promise<void>

type Parts = Readonly<{ store: Pick<Store, 'transaction'>; record: RecordEvent }>

export const savingProfiles =
  ({ store, record }: Parts): SaveProfile =>
  async (sub, { name, language, claims }, address, now) => {
    const changed = await store.transaction(async (tx) => {
      const before = await tx.accounts.locked(sub)
      if (before === undefined) return undefined
      const said = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
      const removed = ownClaims.filter((claim) => claims[claim] === null)
      const after = { ...before, name, language, profile: changedProfile(before.profile, said, removed) as Profile }
      const tells = JSON.stringify(factsOf(before)) !== JSON.stringify(factsOf(after))
      await tx.accounts.describe({ ...after, profileUpdatedAt: tells ? now : before.profileUpdatedAt })
      return { before, after }
    })
    if (changed === undefined) return
    const facts = difference(ownFacts(changed.before), ownFacts(changed.after))
    if (Object.keys(facts.after ?? {}).length + Object.keys(facts.before ?? {}).length === 0) return
    record({ kind: 'account_changed', sub, address, operatorText: 'The person changed their profile.', ...facts })
  }

/** What apps can read: the claim updated_at moves with it. */
const factsOf = ({ name, profile }: Account) => [name, ...ownClaims.map((claim) => profile[claim] ?? null)]

const ownFacts = ({ name, language, profile }: Account) => ({
  ...(name !== null && { name }),
  ...(language !== null && { language }),
  ...Object.fromEntries(ownClaims.flatMap((claim) => (profile[claim] === undefined ? [] : [[claim, profile[claim]]]))),
})
