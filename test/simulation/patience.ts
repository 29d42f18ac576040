// Patience: simulations take longer than other tests, and the runner has to be told.
import type { Test } from 'tap'

/** For the whole file: this process knows it by the call, the runner by the comment. */
export const patience = (t: Test, seconds: number): void => {
  t.setTimeout(seconds * 1000)
  t.comment(`timeout=${seconds * 1000}`)
}
