// Place: where a command runs: in this process, or in the server that owns the embedded database.
import type { Logger } from 'pino'
import type { Config } from '../config/index.ts'
import { systemRandom } from '../crypto/random.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import {
  askOwner,
  FolderInUse,
  type FolderOwner,
  findOwner,
  type LivingOwner,
  ownFolder,
} from '../store/embedded-owner.ts'
import type { Command, Reply } from './command.ts'

type OperatorCommand = Extract<Command, { kind: 'operator' }>

export type Place = Readonly<{
  run: (command: OperatorCommand, input: unknown, reply: Reply) => Promise<unknown>
  close: () => Promise<void>
}>

export const openPlace = async (config: Config, log: Logger): Promise<Place> => {
  if (config.databaseUrl !== undefined) return here(config, log, undefined)
  const owner = await findOwner(config.dataDir)
  if (owner?.role === 'server') return inServer(owner)
  try {
    // Another command is waited for: it ends soon.
    return await here(
      config,
      log,
      await ownFolder(config.dataDir, { random: systemRandom, role: 'command', handle: async () => {} }),
    )
  } catch (error) {
    if (error instanceof FolderInUse && error.owner.role === 'server') return inServer(error.owner)
    throw error
  }
}

const here = async (config: Config, log: Logger, owner: FolderOwner | undefined): Promise<Place> => {
  try {
    // Loaded only here: a command that the running server performs needs none of it.
    const { openRooms } = await import('../rooms.ts')
    const rooms = await openRooms(config, log)
    const close = async (): Promise<void> => {
      await rooms.close()
      await owner?.close()
    }
    return { run: (command, input, reply) => command.run(rooms, input, reply), close }
  } catch (error) {
    await owner?.close()
    throw error
  }
}

const inServer = (owner: LivingOwner): Place => ({
  run: async (command, input, reply) => {
    for await (const message of askOwner(owner, { command: command.name, input })) {
      if (typeof message.report === 'string') await reply.report(message.report)
      else if (typeof message.data === 'string') await reply.data(Buffer.from(message.data, 'base64'))
      else if (typeof message.error === 'string')
        throw new OperatorProblem(message.exit === 2 ? 'wrong-use' : 'failed', message.error)
      else if ('output' in message) return message.output
    }
    throw new OperatorProblem('failed', `the server (pid ${owner.pid}) ended before it answered`)
  },
  close: async () => {},
})
