// The command that prints the settings in force.
import { settingsInForce } from '../config/table.ts'
import { localCommand } from './command.ts'
import { table } from './print.ts'

const mailSettings: readonly string[] = ['SMTP_URL', 'DANGER_DEV_MAILBOX']
const withoutMail = 'SMTP_URL is not set: nobody can sign up, or set a new password, by mail.'

export const config = localCommand({
  name: 'config',
  summary: 'print the settings in force and where each comes from; secrets are shown as "set"',
  examples: ['countersign config --json'],
  perform: async (_, settings) => settingsInForce(settings),
  print: (settings) =>
    [
      table(
        ['SETTING', 'VALUE', 'FROM'],
        settings.map(({ name, value, source }) => [name, value ?? '', source]),
      ),
      ...(settings.some(({ name, value }) => mailSettings.includes(name) && value !== null) ? [] : ['', withoutMail]),
    ].join('\n'),
})
