// Seed: what a random test stands on; it is in the test's title, and the variable SEED repeats it.
import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'

export const seed = process.env.SEED ?? randomBytes(6).toString('hex')

/** The long run of `npm run test:full`, or the short one of `npm test`. */
export const isFull = process.env.COUNTERSIGN_TEST_FULL === '1'

/** For a file whose long run takes more than the usual time. */
export const takeTime = (t: Test): void => {
  if (isFull) t.setTimeout(1_200_000)
}
