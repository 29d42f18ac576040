// A running server: rooms, server and chores of one process, opened and closed in this order.
import type { Logger } from 'pino'
import type { Config } from '../config/index.ts'
import type { Colleagues } from '../http/limits.ts'
import { openRooms, type Rooms } from '../rooms.ts'
import { buildServer } from '../server.ts'
import { type Chores, startChores } from './chores.ts'

export type Running = Readonly<{ keepHouse: Chores['keepHouse']; close: () => Promise<void> }>

type Company = Readonly<{ opened: (rooms: Rooms) => void; colleagues?: Colleagues }>

/** Resolves when it listens. What was opened for nothing is closed again. */
export const run = async (config: Config, log: Logger, { opened, colleagues }: Company): Promise<Running> => {
  const rooms = await openRooms(config, log)
  try {
    opened(rooms)
    const server = await buildServer(rooms, colleagues)
    await server.app.listen({ port: config.port, host: config.host })
    const { keepHouse, stop } = startChores(rooms, server, log)
    const close = async (): Promise<void> => {
      // No request waits for a chore to end; the database is closed after both.
      await Promise.all([stop(), server.app.close()])
      await rooms.close()
    }
    return { keepHouse, close }
  } catch (error) {
    await rooms.close()
    throw error
  }
}
