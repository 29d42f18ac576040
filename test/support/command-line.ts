// The command line in this process: the function that the program calls, with the same words and settings; a process of its own costs ten times as much.
import { run } from '../../src/cli/run.ts'
import type { Environment } from './process.ts'

export type Said = Readonly<{ code: number; out: string; err: string }>

/** Runs one command; what it was given and what it printed is all that it shares with a user's. */
export const cli = async (environment: Environment, args: readonly string[], input = ''): Promise<Said> => {
  const said = { out: '', err: '' }
  const code = await run(args, {
    environment,
    stdin: async () => Buffer.from(input),
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
  })
  return { code, ...said }
}

/** Runs one command that must succeed, and reads the JSON that it prints. */
export const cliJson = async <T = Record<string, unknown>>(
  environment: Environment,
  args: readonly string[],
  input = '',
): Promise<T> => {
  const { code, out, err } = await cli(environment, [...args, '--json'], input)
  if (code !== 0) throw new Error(`countersign ${args.join(' ')} ended with ${code}: ${err}${out}`)
  return JSON.parse(out) as T
}
