// Limits: a coarse bound per address against floods, for all workers of a machine together; attempts at passwords are counted in the database.

const perMinute = { pages: 600, registrations: 120, devices: 120 } as const
const windowMillis = 60_000
/** Of each limit; beyond that, whoever has not come for longest is forgotten. */
const mostAddresses = 5000

export type LimitName = keyof typeof perMinute
export type Count = readonly [limit: LimitName, address: string, times: number]

/** The other workers of this machine. */
export type Colleagues = Readonly<{
  workers: number
  tell: (counts: readonly Count[]) => void
  listen: (hear: (counts: readonly Count[]) => void) => void
}>

export type Limits = Readonly<{
  perMinute: typeof perMinute
  windowMillis: number
  /** Counts one use, and says how many there were in this window, and when it ends. */
  use: (limit: LimitName, address: string) => Readonly<{ used: number; leftMillis: number }>
  /** Tells the others what they do not know yet; call it every second. */
  tellCounts: () => void
}>

type Window = { startedAtMs: number; used: number }

/** @param stopwatch milliseconds that only ever grow */
export const openLimits = (stopwatch: () => number, colleagues?: Colleagues): Limits => {
  const windows = {
    pages: new Map<string, Window>(),
    registrations: new Map<string, Window>(),
    devices: new Map<string, Window>(),
  } satisfies Record<LimitName, unknown>
  let untold = new Map<string, Count>()

  const add = (limit: LimitName, address: string, times: number): Window => {
    const known = windows[limit].get(address)
    const isFresh = known !== undefined && stopwatch() - known.startedAtMs < windowMillis
    const window = isFresh ? known : { startedAtMs: stopwatch(), used: 0 }
    window.used += times
    windows[limit].delete(address)
    windows[limit].set(address, window)
    if (windows[limit].size > mostAddresses) windows[limit].delete(windows[limit].keys().next().value ?? '')
    return window
  }

  /** A flood is told of at once, in steps, so that all workers together admit a tenth too much at most; the rest can wait. */
  const note = (limit: LimitName, address: string, { workers, tell }: Colleagues): void => {
    const id = `${limit} ${address}`
    const times = (untold.get(id)?.[2] ?? 0) + 1
    const count = [limit, address, times] as const
    if (times < Math.floor(perMinute[limit] / 10 / workers)) return void untold.set(id, count)
    untold.delete(id)
    tell([count])
  }

  colleagues?.listen((counts) => {
    for (const [limit, address, times] of counts) add(limit, address, times)
  })

  return {
    perMinute,
    windowMillis,
    use: (limit, address) => {
      const { used, startedAtMs } = add(limit, address, 1)
      // What is refused anyway is not worth a message.
      if (colleagues && used <= perMinute[limit]) note(limit, address, colleagues)
      return { used, leftMillis: startedAtMs + windowMillis - stopwatch() }
    },
    tellCounts: () => {
      if (untold.size === 0) return
      colleagues?.tell([...untold.values()])
      untold = new Map()
    },
  }
}
