// Admission: whether a person may have one app more, counted while nobody else of them can add one.
import { sql } from 'kysely'
import type { Handle } from './schema.ts'

/** `full`: the person has as many as may be. `nobody`: no such person, or disabled. */
export type Admission = 'admitted' | 'full' | 'nobody'

/** Holds the account, so that of two who add an app at once the second counts the first one's; call it in a transaction. */
export const admit = async (handle: Handle, sub: string, mostApps: number): Promise<Admission> => {
  const { rows } = await sql<{ quota: number }>`
    select coalesce(app_quota, ${mostApps}::integer) as quota from account
    where sub = ${sub} and disabled_at is null for no key update`.execute(handle)
  const [account] = rows
  if (account === undefined) return 'nobody'
  // A statement of its own: it sees what was committed while the account was waited for.
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::integer as count from client where owner_sub = ${sub}`.execute(handle)
  return (counted[0]?.count ?? 0) < account.quota ? 'admitted' : 'full'
}
