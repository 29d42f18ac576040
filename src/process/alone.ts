// One process that serves alone: listen, close with grace.
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { explainFailure } from '../cli/failure.ts'
import { commandHandler } from '../cli/handler.ts'
import type { Config } from '../config/index.ts'
import { systemRandom } from '../crypto/random.ts'
import { openMetricsDoor } from '../http/metrics-door.ts'
import type { Rooms } from '../rooms.ts'
import { type FolderOwner, ownFolder } from '../store/embedded-owner.ts'
import { fail, sayListening } from './log.ts'
import { graceMillisOf } from './pauses.ts'
import { run } from './running.ts'

export const serveAlone = async (config: Config, log: Logger): Promise<void> => {
  try {
    await start(config, log)
  } catch (error) {
    fail(explainFailure(error, config))
  }
}

const start = async (config: Config, log: Logger): Promise<void> => {
  let rooms: Rooms | undefined
  const owner: FolderOwner | undefined =
    config.databaseUrl === undefined
      ? await ownFolder(config.dataDir, { random: systemRandom, handle: commandHandler(() => rooms) })
      : undefined
  const opened = (open: Rooms): void => {
    rooms = open
  }
  try {
    const running = await run(config, log, { opened })
    running.keepHouse(false)
    const { metrics } = running
    const closed = async (error: unknown): Promise<never> => {
      await running.close()
      throw error
    }
    const door = metrics && (await openMetricsDoor(config, metrics.text).catch(closed))
    closeWithGrace({ delay: graceMillisOf(config), logger: log }, async ({ err }) => {
      if (err) log.error({ err }, 'stopping after an error')
      await running.close()
      // Last, so that the stop can be watched.
      await door?.close()
      await owner?.close()
    })
    sayListening(config)
  } catch (error) {
    await owner?.close()
    throw error
  }
}
