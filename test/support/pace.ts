// Pace: a promise in seconds is kept on a machine that has nothing else to do; beside other tests it may take as much longer as it gets less.
import { availableParallelism, loadavg } from 'node:os'
import type { Test } from 'tap'
import { until } from './until.ts'

const atThisPace = (promisedMillis: number): number =>
  promisedMillis * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())

/** It happens, and no later than was promised. */
export const keepsPromise = async (
  t: Test,
  what: string,
  promisedMillis: number,
  holds: () => Promise<boolean>,
): Promise<void> => inTime(t, what, promisedMillis, await until(what, holds))

export const inTime = (t: Test, what: string, promisedMillis: number, millis: number): void => {
  const most = atThisPace(promisedMillis)
  t.ok(millis < most, `${what}: after ${Math.round(millis)} of ${Math.round(most)} ms`)
}
