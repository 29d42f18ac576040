// Lines of a server's log, as the objects that they are.
import type { Server } from './process.ts'

export type LogLine = Readonly<Record<string, unknown>>

export const logged = (server: Pick<Server, 'err'>, message: string): readonly LogLine[] =>
  server
    .err()
    .split('\n')
    .filter((line) => line.includes(`"msg":${JSON.stringify(message)}`))
    .map((line) => JSON.parse(line) as LogLine)

/** The pids of its first workers. */
export const workersOf = (server: Pick<Server, 'err'>): readonly number[] =>
  (logged(server, 'all workers listen')[0]?.workers ?? []) as number[]
