// Upkeep: what the server does by itself: keys by the clock, and sweeping what has expired, in batches.
import type { Store } from '../store/index.ts'
import { eventDays } from './events.ts'

const batch = 1000
/** A registration that nobody ever logged in with is forgotten after a day: clients register again on every connect. */
const unusedRegistrationSeconds = 86_400

type Parts = Readonly<{
  store: Store
  log: { info(context: object, message: string): void }
}>

/** Removes what has expired. Batches are small, so that nothing waits long for a lock; many instances may sweep at once. */
export const sweeping =
  ({ store, log }: Parts) =>
  async (now: Date): Promise<void> => {
    const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000)
    const sweeps: readonly (readonly [string, () => Promise<number>])[] = [
      ['sessions', () => store.sessions.sweep(now, batch)],
      ['codes', () => store.codes.sweep(now, batch)],
      ['deviceAuthorizations', () => store.deviceAuthorizations.sweep(now, batch)],
      ['families', () => store.families.sweep(now, batch)],
      ['logoutDeliveries', () => store.logoutDeliveries.sweep(now, batch)],
      ['attempts', () => store.attempts.sweep(now, batch)],
      ['revokedTokens', () => store.revokedTokens.sweep(now, batch)],
      ['clientAssertions', () => store.clientAssertions.sweep(now, batch)],
      ['events', () => store.events.sweep(before(eventDays * 86_400), batch)],
      ['documents', () => store.clients.forgetUnused('metadata-document', before(unusedRegistrationSeconds), batch)],
      ['registrations', () => store.clients.forgetUnused('self-registered', before(unusedRegistrationSeconds), batch)],
    ]
    for (const [what, sweep] of sweeps) {
      let removed = 0
      for (let last = batch; last === batch; removed += last) last = await sweep()
      if (removed > 0) log.info({ what, removed }, 'swept')
    }
  }
