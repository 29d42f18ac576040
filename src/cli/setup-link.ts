// The command that prints the link for the first admin; on standard output alone, never in a log.
import { operatorCommand } from './command.ts'

export const setupLink = operatorCommand({
  name: 'setup-link',
  summary: 'print a link that makes the first administrator: good once, for an hour, while there is none',
  examples: ['countersign setup-link'],
  prepare: () => null,
  run: async ({ operator }) => {
    const { link, expiresAt } = await operator.makeSetupLink()
    return { link, expires_at: expiresAt.toISOString() }
  },
  print: ({ link }) => link,
})
