// Performing: from what was typed to what is printed, and the exit code.
import { type Config, loadConfig } from '../config/index.ts'
import { OperatorProblem } from '../flows/operator/index.ts'
import type { Caller, Command, Given, Reply, Sink } from './command.ts'
import { exitCodeOf, explainFailure } from './failure.ts'
import { quietLog } from './log.ts'
import { openPlace } from './place.ts'
import { harmless } from './print.ts'

type Say = (line: string) => void

export const perform = async (
  command: Command,
  given: Given,
  { environment, out, err }: Omit<Caller, 'stdin'>,
): Promise<number> => {
  const say: Say = (line) => err(`countersign: ${line}\n`)
  const loaded = loadConfig(environment)
  if ('problems' in loaded) {
    for (const problem of loaded.problems) say(problem)
    return 1
  }
  const { config } = loaded
  try {
    const output =
      command.kind === 'local' ? await command.perform(given, config) : await operate(command, given, config, say)
    const text = given.options.json === true ? JSON.stringify(output) : command.print(output)
    out(`${text}\n`)
    return command.kind === 'operator' && command.failed?.(output) ? 1 : 0
  } catch (error) {
    say(explainFailure(error, config))
    if (error instanceof OperatorProblem) for (const line of error.more) say(harmless(line))
    return exitCodeOf(error)
  }
}

const operate = async (
  command: Extract<Command, { kind: 'operator' }>,
  given: Given,
  config: Config,
  say: Say,
): Promise<unknown> => {
  const input = await command.prepare(given)
  const pieces = command.pieces?.(input) ?? [input]
  const sink = command.sink?.(given)
  try {
    const place = await openPlace(config, quietLog(say))
    const outputs: unknown[] = []
    try {
      for (const piece of pieces) outputs.push(await place.run(command, piece, replyTo(say, sink)))
    } finally {
      await place.close()
    }
    sink?.keep()
    return command.join ? command.join(outputs) : outputs[0]
  } catch (error) {
    sink?.discard()
    throw error
  }
}

const replyTo = (say: Say, sink: Sink | undefined): Reply => ({
  report: async (line) => say(line),
  data: async (bytes) => sink?.write(bytes),
})
