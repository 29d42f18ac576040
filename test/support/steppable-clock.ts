// A clock that stands still until a test moves it.
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
