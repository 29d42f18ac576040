// The log of a command: only what its operator should know, one line each on standard error.
import type { Logger } from 'pino'
import { harmless } from './print.ts'

const nothing = (): void => {}

/** The part of pino that the rooms use. */
export const quietLog = (say: (line: string) => void): Logger => {
  const tell = (context: unknown, message?: string): void => say(harmless(message ?? String(context)))
  const log = {
    level: 'warn',
    fatal: tell,
    error: tell,
    warn: tell,
    info: nothing,
    debug: nothing,
    trace: nothing,
    silent: nothing,
    child: () => log,
  }
  return log as unknown as Logger
}
