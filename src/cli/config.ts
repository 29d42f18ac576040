// The command that prints the settings in force.
import { settingsInForce } from '../config/table.ts'
import { localCommand } from './command.ts'
import { table } from './print.ts'

export const config = localCommand({
  name: 'config',
  summary: 'print the settings in force and where each comes from; secrets are shown as "set"',
  examples: ['countersign config --json'],
  perform: async (_, settings) => settingsInForce(settings),
  print: (settings) =>
    table(
      ['SETTING', 'VALUE', 'FROM'],
      settings.map(({ name, value, source }) => [name, value ?? '', source]),
    ),
})
