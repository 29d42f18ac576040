// Deleting an account: everything ends, apps hear of it, and nothing of the person stays (GDPR Art. 17).
import type { Account } from '../../model/account.ts'
import type { Store } from '../../store/index.ts'
import { isLastAdmin } from '../admin-access.ts'
import { abandonApps } from '../apps/abandon.ts'
import type { RecordEvent } from '../events.ts'
import type { Guard } from '../guard.ts'
import { endEverything } from './endings.ts'

/** `last-admin`: nobody else could open the console any more. */
export type DeleteOutcome =
  | Readonly<{ kind: 'deleted'; sessions: number; families: number }>
  | Readonly<{ kind: 'last-admin' }>
  | Readonly<{ kind: 'gone' }>

export type DeleteAccount = (
  sub: string,
  by: 'person' | 'operator',
  now: Date,
  guard?: Guard<Account>,
) => Promise<DeleteOutcome>

type Parts = Readonly<{
  store: Pick<Store, 'transaction'>
  record: RecordEvent
  /** What happened a moment ago is written, so that it goes with the rest. */
  flushEvents: () => Promise<void>
  tellApps: () => Promise<void>
}>

export const deletingAccounts =
  ({ store, record, flushEvents, tellApps }: Parts): DeleteAccount =>
  async (sub, by, now, guard) => {
    await flushEvents()
    const outcome = await store.transaction(async (tx): Promise<DeleteOutcome> => {
      // Whoever is just logging in waits for this lock, and finds nobody.
      const account = await tx.accounts.locked(sub)
      if (account === undefined) return { kind: 'gone' }
      guard?.(account)
      if (await isLastAdmin(tx, account)) return { kind: 'last-admin' }
      const ended = await endEverything(tx, sub, 'account_deleted', now)
      await abandonApps(tx, sub, now)
      await tx.erase(account)
      return { kind: 'deleted', ...ended }
    })
    if (outcome.kind !== 'deleted') return outcome
    const who = by === 'person' ? 'A person deleted their account' : 'The operator deleted an account'
    const { sessions, families } = outcome
    const operatorText = `${who}; ${sessions} sessions and ${families} families ended.`
    // Who it was is forgotten here, too.
    const facts = by === 'operator' && { before: { sessions, logins: families }, after: null }
    record({ kind: 'account_changed', operatorText, ...facts })
    await tellApps()
    return outcome
  }
