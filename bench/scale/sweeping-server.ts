// The server as `npm start` starts it, but it sweeps when it is told to and not every five minutes.
import pino from 'pino'
import { loadConfig } from '../../src/config/index.ts'
import { openRooms } from '../../src/rooms.ts'
import { buildServer } from '../../src/server.ts'

const loaded = loadConfig()
if ('problems' in loaded) throw new Error(loaded.problems.join('\n'))
const { config } = loaded
const rooms = await openRooms(config, pino({ level: 'silent' }))
const server = await buildServer(rooms)
await server.app.listen({ port: config.port, host: config.host })
setInterval(() => rooms.events.flush(), 200)

/** Sweeps for so long, or until nothing is left; says which of the two ended it. */
process.on('message', async (word) => {
  const time = AbortSignal.timeout(Number(word))
  await server.sweep(rooms.clock(), time)
  process.send?.(time.aborted ? 'interrupted' : 'done')
})
process.on('SIGTERM', () => process.exit())
process.stdout.write('listening\n')
