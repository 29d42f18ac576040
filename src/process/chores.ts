// Chores: what a server does by the clock. Some are every process's own; the house needs the others done once.
import type { Logger } from 'pino'
import type { Rooms } from '../rooms.ts'
import type { Server } from '../server.ts'

/** How often a process looks at what others changed: keys, scopes. Within 5 s, as the README promises. */
const reloadMillis = 3000
const flushMillis = 200
const figuresMillis = 5000
/** What another process ended: the command line, or a server that died. */
const tellMillis = 1000
const countMillis = 1000
const upkeepMillis = 60_000
const sweepMillis = 300_000

export type Chores = Readonly<{
  /** From now on this process does the chores of the house too; `late` if whoever did them has died. */
  keepHouse: (late: boolean) => void
  /** Begins nothing more, and resolves when what was begun is over. */
  stop: () => Promise<void>
}>

export const startChores = (rooms: Rooms, server: Server, log: Logger): Chores => {
  const timers: NodeJS.Timeout[] = []
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  const every = (millis: number, what: string, chore: () => Promise<unknown>): (() => Promise<void>) => {
    let running: Promise<void> | undefined
    let failing = false
    const attempt = async (): Promise<void> => {
      try {
        await chore()
        failing = false
      } catch (error) {
        // Said once until it works again: the database may be away for long.
        if (!failing) log.warn({ err: error }, `${what} failed; trying again every ${millis / 1000} s`)
        failing = true
      }
    }
    const run = async (): Promise<void> => {
      if (running !== undefined || stopping.signal.aborted) return
      running = attempt()
      underWay.add(running)
      await running
      underWay.delete(running)
      running = undefined
    }
    timers.push(setInterval(run, millis).unref())
    return run
  }
  every(flushMillis, 'writing events', rooms.events.flush)
  every(figuresMillis, 'writing figures', rooms.figures.flush)
  every(reloadMillis, 'reloading', server.reload)
  // By itself: while the database hangs, so does reloading.
  every(reloadMillis, 'forgetting clients', async () => rooms.store.forgetClients())
  if (rooms.config.workers > 1) every(countMillis, 'telling counts', async () => server.tellCounts())
  return {
    keepHouse: (late) => {
      every(tellMillis, 'telling apps of logouts', server.tellApps)
      // Keys that live for seconds (a rehearsal, a test) are looked after as often.
      const soonest = rooms.config.keyAnnounceSeconds * 500
      const upkeep = every(Math.min(upkeepMillis, soonest), 'key upkeep', server.upkeep)
      every(sweepMillis, 'asking publishers again', () => server.recheckPublishers(rooms.clock(), stopping.signal))
      const sweep = every(sweepMillis, 'sweeping', () => server.sweep(rooms.clock(), stopping.signal))
      // Else a house whose keepers die young would never be swept.
      if (late) upkeep().then(sweep)
    },
    stop: async () => {
      stopping.abort()
      timers.forEach(clearInterval)
      await Promise.all(underWay)
    },
  }
}
