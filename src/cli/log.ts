// The log of a command: only what its operator should know, one line each on standard error.
import type { Logger } from 'pino'
import { harmless } from './print.ts'

const say = (context: unknown, message?: string): void => {
  process.stderr.write(`countersign: ${harmless(message ?? String(context))}\n`)
}
const nothing = (): void => {}

/** The part of pino that the rooms use. */
export const quietLog = {
  level: 'warn',
  fatal: say,
  error: say,
  warn: say,
  info: nothing,
  debug: nothing,
  trace: nothing,
  silent: nothing,
  child: () => quietLog,
} as unknown as Logger
