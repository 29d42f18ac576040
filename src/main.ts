// The process: load the configuration, build the server, listen, close with grace.
import closeWithGrace from 'close-with-grace'
import pino, { type Logger } from 'pino'
import { explainFailure } from './cli/failure.ts'
import { commandHandler } from './cli/handler.ts'
import { type Config, loadConfig } from './config/index.ts'
import { systemRandom } from './crypto/random.ts'
import { openRooms, type Rooms } from './rooms.ts'
import { buildServer } from './server.ts'
import { ownFolder } from './store/embedded-owner.ts'

/** How often a process looks at what others changed: keys, scopes. Within 5 s, as the README promises. */
const reloadMillis = 3000
const flushMillis = 200
/** What another process ended: the command line, or a server that died. */
const tellMillis = 1000
const upkeepMillis = 60_000
const sweepMillis = 300_000

/** What must never stand in a log line, wherever it comes from. */
const redact = [
  ...['password', 'client_secret', 'client_assertion', 'refresh_token', 'access_token', 'code_verifier'].map(
    (name) => `*.${name}`,
  ),
  ...['authorization', 'cookie', 'set-cookie'].map((name) => `*.headers["${name}"]`),
]

export const serve = async (): Promise<void> => {
  const loaded = loadConfig()
  if ('problems' in loaded) return fail(...loaded.problems)
  const { config } = loaded
  // Standard output is for the one line that says where the server listens.
  const log = pino({ level: config.logLevel, redact }, pino.destination({ fd: 2, sync: true }))
  for (const warning of config.warnings) log.warn(warning)
  try {
    await start(config, log)
  } catch (error) {
    fail(explainFailure(error, config))
  }
}

const start = async (config: Config, log: Logger): Promise<void> => {
  let rooms: Rooms | undefined
  const owner =
    config.databaseUrl === undefined
      ? await ownFolder(config.dataDir, { random: systemRandom, handle: commandHandler(() => rooms) })
      : undefined
  try {
    rooms = await openRooms(config, log)
    const server = await buildServer(rooms)
    await server.app.listen({ port: config.port, host: config.host })
    const stopChores = startChores(rooms, server, log)
    process.stdout.write(`listening ${config.issuer} pid ${process.pid}\n`)
    closeWithGrace({ delay: 10_000, logger: log }, async ({ err }) => {
      if (err) log.error({ err }, 'stopping after an error')
      stopChores()
      await server.app.close()
      await rooms?.close()
      await owner?.close()
    })
  } catch (error) {
    await rooms?.close()
    await owner?.close()
    throw error
  }
}

const startChores = (rooms: Rooms, server: Awaited<ReturnType<typeof buildServer>>, log: Logger): (() => void) => {
  const every = (millis: number, what: string, chore: () => Promise<unknown>): NodeJS.Timeout => {
    let running = false
    let failing = false
    const run = async (): Promise<void> => {
      if (running) return
      running = true
      try {
        await chore()
        failing = false
      } catch (error) {
        // Said once until it works again: the database may be away for long.
        if (!failing) log.warn({ err: error }, `${what} failed; trying again every ${millis / 1000} s`)
        failing = true
      }
      running = false
    }
    return setInterval(run, millis).unref()
  }
  const timers = [
    every(flushMillis, 'writing events', rooms.events.flush),
    every(reloadMillis, 'reloading', server.reload),
    every(tellMillis, 'telling apps of logouts', server.tellApps),
    // Keys that live for seconds (a rehearsal, a test) are looked after as often.
    every(Math.min(upkeepMillis, rooms.config.keyAnnounceSeconds * 500), 'key upkeep', server.upkeep),
    every(sweepMillis, 'sweeping', () => server.sweep(rooms.clock())),
  ]
  return () => timers.forEach(clearInterval)
}

const fail = (...lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`countersign: ${line}\n`)
  process.exitCode = 1
}

await serve()
