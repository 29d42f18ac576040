// A clock that stands still until a test moves it, and one that goes with everybody's.
import type { Clock } from '../../src/crypto/random.ts'

export type SteppableClock = Clock & Readonly<{ pass(seconds: number): void }>

export const steppableClock = (start = '2026-11-21T12:00:00Z'): SteppableClock => {
  let now = Date.parse(start)
  const clock = () => new Date(now)
  return Object.assign(clock, {
    pass: (seconds: number) => {
      now += seconds * 1000
    },
  })
}

/** For clients that look at a clock of their own: the time of day, and what a test adds to it. */
export const runningClock = (): SteppableClock => {
  let ahead = 0
  const clock = () => new Date(Date.now() + ahead)
  return Object.assign(clock, {
    pass: (seconds: number) => {
      ahead += seconds * 1000
    },
  })
}
