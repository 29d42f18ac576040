// A steady load: so many requests a second, whether or not those before them are answered (an open loop).
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Connection, openConnection } from '../connection.ts'

export type Send = (request: string) => Promise<Answer>

/** One server and what is asked of it. */
export type Lane = Readonly<{ port: number; work: (send: Send) => Promise<void> }>

type Steady = Readonly<{
  lanes: readonly Lane[]
  /** For each lane. */
  perSecond: number
  /** Begins nothing more once this is true. */
  ended: () => boolean
}>

/**
 * The lanes take turns request by request, so that the neighbours on this machine disturb each as much as the other.
 * @returns the milliseconds that each piece of work took, by lane; the first failure is thrown
 */
export const steadyLoad = async ({ lanes, perSecond, ended }: Steady): Promise<number[][]> => {
  const runners = lanes.map(running)
  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  let dueAt = performance.now()
  for (let turn = 0; !ended() && failures.length === 0; turn += 1) {
    const work = (runners[turn % runners.length] as Runner).once().catch((error: unknown) => void failures.push(error))
    underWay.add(work)
    work.finally(() => underWay.delete(work))
    // Not evenly, so that nothing beats in time with it.
    dueAt += ((0.5 + Math.random()) * 1000) / (perSecond * runners.length)
    await sleep(Math.max(0, dueAt - performance.now()))
  }
  await Promise.all(underWay)
  for (const runner of runners) runner.close()
  if (failures.length > 0) throw failures[0]
  return runners.map(({ millis }) => millis)
}

type Runner = ReturnType<typeof running>

const running = ({ port, work }: Lane) => {
  const millis: number[] = []
  const free: Connection[] = []
  const once = async (): Promise<void> => {
    const connection = free.pop() ?? (await openConnection(port))
    const from = performance.now()
    await work(connection.send)
    millis.push(performance.now() - from)
    free.push(connection)
  }
  return { once, millis, close: () => free.forEach(({ close }) => void close()) }
}

export const afterSeconds = (seconds: number): (() => boolean) => {
  const endsAt = performance.now() + seconds * 1000
  return () => performance.now() >= endsAt
}
