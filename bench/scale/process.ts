// One server process: spawned as an operator would, timed until it listens, its memory and CPU read from /proc.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import about from '../../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '../..')
/** As `npm start` does. */
const usual = about.scripts.start.split(' ').slice(2)

export type ServerProcess = Readonly<{
  pid: number
  /** From spawn to the line that says where it listens. */
  startMillis: number
  residentMib(): number
  /** The most that it ever had. */
  peakMib(): number
  /** User and system time so far. */
  cpuMillis(): number
  /** Says something to it, and waits for its answer; for programs of this folder that listen to that. */
  ask(word: string): Promise<string>
  stop(): Promise<void>
}>

type Environment = Readonly<Record<string, string>>

export const startServer = async (settings: Environment, args: readonly string[] = usual): Promise<ServerProcess> => {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'error', ...settings }
  const from = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  // It outlives nobody.
  const kill = (): unknown => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  await listening(child)
  const startMillis = performance.now() - from
  const pid = child.pid as number
  const mibOf = (field: string): number =>
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  return {
    pid,
    startMillis,
    residentMib: () => mibOf('VmRSS'),
    peakMib: () => mibOf('VmHWM'),
    cpuMillis: () => {
      // /proc/PID/stat: utime and stime are fields 14 and 15, in ticks of 10 ms.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    ask: async (word) => {
      const answer = once(child, 'message')
      child.send(word)
      return String((await answer)[0])
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

const listening = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => chunk.includes('listening') && resolve())
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
