// Until: waits for a condition, not for a time.
import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again and again; how long it took in milliseconds. Throws where it takes longer than it may. */
export const until = async (what: string, withinMillis: number, holds: () => Promise<boolean>): Promise<number> => {
  const started = performance.now()
  for (;;) {
    if (await holds()) return performance.now() - started
    if (performance.now() - started > withinMillis) throw new Error(`${what}: not within ${withinMillis} ms`)
    await sleep(20)
  }
}
