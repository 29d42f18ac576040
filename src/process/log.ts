// The log of a process: JSON lines on standard error, with its pid, and without what must never stand there.
import pino, { type Logger } from 'pino'
import type { Config } from '../config/index.ts'

/** What must never stand in a log line, wherever it comes from. */
const redact = [
  ...['password', 'client_secret', 'client_assertion', 'refresh_token', 'access_token', 'code_verifier'].map(
    (name) => `*.${name}`,
  ),
  ...['authorization', 'cookie', 'set-cookie'].map((name) => `*.headers["${name}"]`),
]

/** Standard output is for the one line that says where the server listens. */
export const openLog = (config: Config): Logger =>
  pino({ level: config.logLevel, redact }, pino.destination({ fd: 2, sync: true }))

export const fail = (...lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`countersign: ${line}\n`)
  process.exitCode = 1
}

export const sayListening = ({ issuer }: Config): void => {
  process.stdout.write(`listening ${issuer} pid ${process.pid}\n`)
}
