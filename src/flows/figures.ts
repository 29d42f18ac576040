// Figures: logins, tokens, refusals and how long answers took, counted in memory and added to the database now and then.
import type { Event } from '../model/event.ts'
import type { Store } from '../store/index.ts'

export const figureDays = 3
const minuteMillis = 60_000

/** Upper ends, in milliseconds; what took longer than the last is counted beyond it. */
const latencySteps = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000] as const
const beyond = 'latency:more'
const latencyNames = latencySteps.map((step) => `latency:${step}`)

export type FigureName = 'logins' | 'tokens' | 'refusals'

export type Figures = Readonly<{
  count(name: FigureName): void
  /** How long an answer took. */
  observe(millis: number): void
  noted(event: Event): void
  flush(): Promise<void>
}>

type Parts = Readonly<{ store: Pick<Store['figures'], 'add'>; clock: () => Date }>

/** Call `flush` every few seconds, and once more at the end. */
export const openFigures = ({ store, clock }: Parts): Figures => {
  let waiting = new Map<string, number>()
  const add = (name: string): void => {
    const key = `${Math.floor(clock().getTime() / minuteMillis)} ${name}`
    waiting.set(key, (waiting.get(key) ?? 0) + 1)
  }
  return {
    count: add,
    observe: (millis) => add(latencyNames[latencySteps.findIndex((step) => millis <= step)] ?? beyond),
    noted: ({ kind, code }) => {
      if (kind === 'logged_in') add('logins')
      // What every waiting device is told every few seconds is no refusal (RFC 8628 §3.5).
      if (kind === 'refused' && code !== 'authorization_pending') add('refusals')
    },
    flush: async () => {
      const taken = waiting
      waiting = new Map()
      try {
        await store.add([...taken].map(([key, count]) => countOf(key, count)))
      } catch (error) {
        // Counted on top of what came meanwhile.
        for (const [key, count] of taken) waiting.set(key, (waiting.get(key) ?? 0) + count)
        throw error
      }
    },
  }
}

const countOf = (key: string, count: number) => {
  const [minute = '', name = ''] = key.split(' ')
  return { minute: new Date(Number(minute) * minuteMillis), name, count }
}
