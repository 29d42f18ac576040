// All commands, in the order in which the help lists them.
import { apply } from './apply.ts'
import { backup } from './backup.ts'
import { clientCommands } from './clients.ts'
import type { Command } from './command.ts'
import { config } from './config.ts'
import { explain } from './explain.ts'
import { keyCommands } from './keys.ts'
import { logouts } from './logouts.ts'
import { masterKeyCommands } from './master-key.ts'
import { migrate } from './migrate.ts'
import { resourceCommands } from './resources.ts'
import { restore } from './restore.ts'
import { scopeCommands } from './scopes.ts'
import { setupLink } from './setup-link.ts'
import { userCommands } from './users.ts'

export const commands: readonly Command[] = [
  ...userCommands,
  ...clientCommands,
  logouts,
  ...scopeCommands,
  ...resourceCommands,
  ...keyCommands,
  ...masterKeyCommands,
  apply,
  setupLink,
  explain,
  backup,
  restore,
  migrate,
  config,
]
