// Afterwards: what is done once the answer is on its way, so that neither its words nor its time tell whether an address has an account.
import { setTimeout as sleep } from 'node:timers/promises'

export type Afterwards = Readonly<{
  run(work: () => Promise<unknown>): void
  /** Resolves when nothing is left to do. */
  settled(): Promise<void>
}>

type Parts = Readonly<{
  later: (work: () => Promise<unknown>) => void
  random: { bytes(count: number): Buffer }
}>

/** Nobody can tell by the next answers when it was done, and so not what. */
const leastMillis = 20

export const afterwards = ({ later, random }: Parts): Afterwards => {
  const underWay = new Set<Promise<unknown>>()
  const begin = async (work: () => Promise<unknown>): Promise<void> => {
    await sleep(leastMillis + (random.bytes(1)[0] ?? 0) / 2)
    await work()
  }
  return {
    run: (work) =>
      later(() => {
        const done = begin(work).finally(() => underWay.delete(done))
        underWay.add(done)
        return done
      }),
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}
