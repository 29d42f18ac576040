// The command that brings the database up to date; every other command and the server do the same first.
import { operatorCommand } from './command.ts'

export const migrate = operatorCommand({
  name: 'migrate',
  summary: 'bring the database up to date, and say what was done',
  examples: ['countersign migrate'],
  prepare: () => null,
  run: async ({ migrated }) => ({ migrated }),
  print: ({ migrated }) => (migrated.length === 0 ? 'the database is up to date' : migrated.join('\n')),
})
