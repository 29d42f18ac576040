// The command line: `countersign users create …`; exit code 0 done, 1 failed, 2 asked wrongly.
import { Command as Commander, CommanderError } from 'commander'
import about from '../../package.json' with { type: 'json' }
import type { Command, Given } from './command.ts'
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

const mostStdinBytes = 256 * 1024 * 1024

const readStdin = async (): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostStdinBytes) throw new Error('there is too much on standard input')
  }
  return Buffer.concat(chunks)
}

const newProgram = (): Commander =>
  new Commander('countersign')
    .description('Countersign, an OAuth 2.1 and OpenID Connect authorization server')
    .version(about.version)
    .exitOverride()
    .configureOutput({
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

const addCommand = (parent: Commander, name: string, command: Command): void => {
  const leaf = parent.command(name).allowExcessArguments(false).summary(command.summary).description(command.summary)
  command.define?.(leaf)
  leaf.option('--json', 'print exactly one JSON value')
  leaf.addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  ${example}`).join('\n')}`)
  leaf.action(async () => {
    const given: Given = { args: leaf.args, options: leaf.opts(), stdin: readStdin }
    process.exitCode = await perform(command, given)
  })
}

const buildProgram = (): Commander => {
  const program = newProgram()
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
    if (second === undefined) addCommand(program, first, command)
    else addCommand(groupOf(first), second, command)
  }
  return program
}

// Whoever reads our output may stop reading (`| head`).
process.stdout.on('error', () => {})
try {
  await buildProgram().parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? 0 : 2
}
