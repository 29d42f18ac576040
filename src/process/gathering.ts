// Gathering: the primary asks its workers for their figures, and makes them one (Prometheus exposition format).
import { setTimeout as sleep } from 'node:timers/promises'
import type { MetricFigures } from './metrics.ts'

/** Whoever does not answer in this time is left out. */
const waitMillis = 2000

export type Gathering = Readonly<{
  /** Asks that many, who answer through `hear`. */
  gather: (ask: (id: number) => number) => Promise<readonly MetricFigures[]>
  hear: (id: number, figures: MetricFigures) => void
}>

export const openGathering = (): Gathering => {
  const open = new Map<number, (figures: MetricFigures) => void>()
  let last = 0
  return {
    hear: (id, figures) => open.get(id)?.(figures),
    gather: async (ask) => {
      last += 1
      const id = last
      const heard: MetricFigures[] = []
      const complete = Promise.withResolvers<void>()
      let expected = Number.POSITIVE_INFINITY
      const look = (): void => {
        if (heard.length >= expected) complete.resolve()
      }
      open.set(id, (figures) => {
        heard.push(figures)
        look()
      })
      expected = ask(id)
      look()
      await Promise.race([complete.promise, sleep(waitMillis, undefined, { ref: false })])
      open.delete(id)
      return heard
    },
  }
}
