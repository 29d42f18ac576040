// A running server: rooms, server and chores of one process, opened and closed in this order.
import type { Logger } from 'pino'
import type { Config } from '../config/index.ts'
import type { Colleagues } from '../http/limits.ts'
import { openRooms, type Rooms } from '../rooms.ts'
import { buildServer } from '../server.ts'
import { type Chores, startChores } from './chores.ts'
import type { Metrics } from './metrics.ts'

export type Running = Readonly<{
  keepHouse: Chores['keepHouse']
  /** Its own; undefined where nobody reads any. */
  metrics: Metrics | undefined
  close: () => Promise<void>
}>

type Company = Readonly<{
  opened: (rooms: Rooms) => void
  colleagues?: Colleagues
  /** The figures of all workers; of this process alone where there are no others. */
  readMetrics?: () => Promise<string>
}>

/** Resolves when it listens. What was opened for nothing is closed again. */
export const run = async (
  config: Config,
  log: Logger,
  { opened, colleagues, readMetrics }: Company,
): Promise<Running> => {
  // What nobody wants is not even loaded.
  const metrics = wantsMetrics(config) ? (await import('./metrics.ts')).openMetrics() : undefined
  const traces = wantsTraces(config) ? await (await import('../outbound/traces.ts')).openTraces(config) : undefined
  const rooms = await openRooms(config, log, { traces, meter: metrics?.meter })
  try {
    opened(rooms)
    metrics?.watch(rooms)
    const read = readMetrics ?? metrics?.text
    const watched = metrics && read && { meter: metrics.meter, read }
    const server = await buildServer(rooms, colleagues, { metrics: watched, traces })
    await server.app.listen({ port: config.port, host: config.host })
    const { keepHouse, stop } = startChores(rooms, server, log)
    const close = async (): Promise<void> => {
      // No request waits for a chore to end; the database is closed after both.
      await Promise.all([stop(), server.drain().then(() => server.app.close())])
      await rooms.close()
      await traces?.close()
    }
    return { keepHouse, metrics, close }
  } catch (error) {
    await rooms.close()
    throw error
  }
}

const wantsMetrics = ({ metricsPort, metricsToken }: Config): boolean =>
  metricsPort !== undefined || metricsToken !== undefined

const wantsTraces = ({ tracesEndpoint, tracesOnlyEndpoint, tracesOff }: Config): boolean =>
  (tracesEndpoint !== undefined || tracesOnlyEndpoint !== undefined) && tracesOff === 'false'
