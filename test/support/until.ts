// Until: waits for a condition, not for a time.
import { setTimeout as sleep } from 'node:timers/promises'

/** Longer than anything takes on a slow machine that is busy: only what never happens ends it. */
const patienceMillis = 60_000

/** Asks again and again; how long it took in milliseconds. Throws where it does not happen. */
export const until = async (
  what: string,
  holds: () => Promise<boolean> | boolean,
  pauseMillis = 20,
): Promise<number> => {
  const started = performance.now()
  for (;;) {
    if (await holds()) return performance.now() - started
    if (performance.now() - started > patienceMillis) throw new Error(`${what}: not within ${patienceMillis} ms`)
    await sleep(pauseMillis)
  }
}
