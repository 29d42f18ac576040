// Handler: the running server's side of commands that come through its socket, because it owns the embedded database.
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorProblem } from '../flows/operator/index.ts'
import type { OwnerHandler } from '../store/embedded-owner.ts'
import type { CommandRooms } from './command.ts'
import { commands } from './commands.ts'
import { exitCodeOf, explainFailure } from './failure.ts'

const startMillis = 30_000
const lookMillis = 50

/** @param rooms undefined while the server is still starting. */
export const commandHandler =
  (rooms: () => CommandRooms | undefined): OwnerHandler =>
  async ({ command: name, input }, send) => {
    try {
      const command = commands.find((each) => each.name === name)
      if (command?.kind !== 'operator')
        throw new OperatorProblem('failed', 'the running server is of another version and does not know this command')
      // What the server migrated when it started is not what this command did.
      const opened = { ...(await whenOpen(rooms)), migrated: [] }
      const output = await command.run(opened, input, {
        report: (line) => send({ report: line }),
        data: (bytes) => send({ data: bytes.toString('base64') }),
      })
      await send({ output })
    } catch (error) {
      await send({ error: explainFailure(error), exit: exitCodeOf(error) })
    }
  }

const whenOpen = async (rooms: () => CommandRooms | undefined): Promise<CommandRooms> => {
  for (let waitedMillis = 0; waitedMillis < startMillis; waitedMillis += lookMillis) {
    const opened = rooms()
    if (opened !== undefined) return opened
    await sleep(lookMillis)
  }
  throw new OperatorProblem('failed', 'the server is still starting: try again')
}
