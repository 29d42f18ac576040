// Run: the command line as a function, from what was typed to the exit code: 0 done, 1 failed, 2 asked wrongly.
import { Command as Commander, CommanderError } from 'commander'
import about from '../../package.json' with { type: 'json' }
import { referenced } from '../config/referenced.ts'
import type { Caller, Command, Given } from './command.ts'
import { commands } from './commands.ts'
import { perform } from './perform.ts'

const groups: Readonly<Record<string, string>> = {
  users: 'people who log in',
  clients: 'applications and resource servers',
  scopes: 'what applications may ask for',
  resources: 'APIs that tokens are for',
  keys: 'signing keys',
  'master-key': 'the key that protects everything else',
}

type Act = (command: Command, typed: Pick<Given, 'args' | 'options'>) => Promise<void>

const newProgram = ({ out, err }: Caller): Commander =>
  new Commander('countersign')
    .description('Countersign, an OAuth 2.1 and OpenID Connect authorization server')
    .version(about.version)
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: err,
      outputError: (text, write) =>
        write(
          `countersign: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\s*\n\s*/g, ' ')}\n`,
        ),
    })
    .addHelpText(
      'after',
      '\nEvery command takes --json and --help. Settings come from the environment: see "countersign config".',
    )

const addCommand = (parent: Commander, name: string, command: Command, act: Act): void => {
  const leaf = parent.command(name).allowExcessArguments(false).summary(command.summary).description(command.summary)
  command.define?.(leaf)
  leaf.option('--json', 'print exactly one JSON value')
  leaf.addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  ${example}`).join('\n')}`)
  leaf.action(() => act(command, { args: leaf.args, options: leaf.opts() }))
}

const buildProgram = (caller: Caller, act: Act): Commander => {
  const program = newProgram(caller)
  program
    .command('serve')
    .description('start the server')
    .action(() => {})
  const made = new Map<string, Commander>()
  const groupOf = (name: string): Commander => {
    const known = made.get(name)
    if (known !== undefined) return known
    const group = program.command(name).description(groups[name] ?? '')
    // Commander would print the whole help here.
    group.allowExcessArguments().action(() => {
      const [word] = group.args
      const list = group.commands.map((each) => each.name()).join(', ')
      group.error(`${word === undefined ? `${name} needs a command` : `unknown command '${name} ${word}'`} (${list})`)
    })
    made.set(name, group)
    return group
  }
  for (const command of commands) {
    const [first = '', second] = command.name.split(' ')
    if (second === undefined) addCommand(program, first, command, act)
    else addCommand(groupOf(first), second, command, act)
  }
  return program
}

/** @param args what was typed after the program's name; nothing asks for help. */
export const run = async (args: readonly string[], caller: Caller): Promise<number> => {
  let exitCode = 0
  const program = buildProgram(caller, async (command, typed) => {
    exitCode = await perform(
      command,
      { ...typed, stdin: caller.stdin, environment: referenced(caller.environment) },
      caller,
    )
  })
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
}
