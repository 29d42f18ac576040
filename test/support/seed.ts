// Seed: what a random test stands on; it is in the test's title, and the variable SEED repeats it.
import { randomBytes } from 'node:crypto'

export const seed = process.env.SEED ?? randomBytes(6).toString('hex')

/** The long run of `npm run test:full`, or the short one of `npm test`. */
export const isFull = process.env.COUNTERSIGN_TEST_FULL === '1'
