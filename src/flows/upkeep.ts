// Upkeep: what the server does by itself: sweeping what has expired, in batches, with rests between them.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stopwatch } from '../crypto/random.ts'
import type { Store } from '../store/index.ts'
import { eventDays } from './events.ts'
import { figureDays } from './figures.ts'

const batch = 500
/** After each full batch, so many times as long as it took: most of the time the database is there for people (bench/scale/sweep.ts). */
const restShare = 2
/** A registration that nobody ever logged in with is forgotten after a day: clients register again on every connect. */
const unusedRegistrationSeconds = 86_400

type Parts = Readonly<{
  store: Store
  log: { info(context: object, message: string): void }
  stopwatch: Stopwatch
}>

/**
 * Removes what has expired, until it is told to stop. Batches are small, so that nothing waits long for a lock; many instances
 * may sweep at once.
 */
export const sweeping =
  ({ store, log, stopwatch }: Parts) =>
  async (now: Date, stopped?: AbortSignal): Promise<void> => {
    const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000)
    const sweeps: readonly (readonly [string, () => Promise<number>])[] = [
      ['sessions', () => store.sessions.sweep(now, batch)],
      ['codes', () => store.codes.sweep(now, batch)],
      ['deviceAuthorizations', () => store.deviceAuthorizations.sweep(now, batch)],
      ['consents', () => store.consents.sweep(now, batch)],
      ['theftNotices', () => store.theftNotices.sweep(now, batch)],
      ['families', () => store.families.sweep(now, batch)],
      ['logoutDeliveries', () => store.logoutDeliveries.sweep(now, batch)],
      ['mailLinks', () => store.mailLinks.sweep(now, batch)],
      ['appOffers', () => store.apps.sweepOffers(now, batch)],
      ['attempts', () => store.attempts.sweep(now, batch)],
      ['revokedTokens', () => store.revokedTokens.sweep(now, batch)],
      ['usedChallenges', () => store.usedChallenges.sweep(now, batch)],
      ['clientAssertions', () => store.clientAssertions.sweep(now, batch)],
      ['figures', () => store.figures.sweep(before(figureDays * 86_400), batch)],
      ['events', () => store.events.sweep(before(eventDays * 86_400), batch)],
      ['documents', () => store.clients.forgetUnused('metadata-document', before(unusedRegistrationSeconds), batch)],
      ['registrations', () => store.clients.forgetUnused('self-registered', before(unusedRegistrationSeconds), batch)],
    ]
    for (const [what, sweep] of sweeps) {
      let removed = 0
      for (let last = batch; last === batch && !stopped?.aborted; removed += last) {
        const startedAtMs = stopwatch()
        last = await sweep()
        // Interrupted where the server stops.
        if (last === batch)
          await sleep(restShare * (stopwatch() - startedAtMs), null, { signal: stopped }).catch(() => {})
      }
      if (removed > 0) log.info({ what, removed }, 'swept')
    }
  }
