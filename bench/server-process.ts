// A server as a process of its own on its own core: started, paused while another is measured, stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { pinned, serverCore } from './machine.ts'

export type ServerProcess = Readonly<{
  pid: number
  /** Stops it where it stands, so that its timers disturb nobody. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}>

export type ServerStart = Readonly<{
  name: string
  /** Arguments of Node. */
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
}>

/** Two runs at once must not meet. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Resolves when it says on its standard output that it listens. */
export const startServer = async ({ name, args, env }: ServerStart): Promise<ServerProcess> => {
  const [command, pinnedArgs] = pinned(serverCore, process.execPath, args)
  const child = spawn(command, pinnedArgs, { env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] })
  // A paused process would outlive us.
  process.on('exit', () => child.kill('SIGKILL'))
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk).slice(-10_000)
  })
  const gone = once(child, 'exit')
  await Promise.race([
    listening(child),
    gone.then(() => Promise.reject(new Error(`${name} did not start:\n${errors}`))),
  ])
  child.on('exit', (code, signal) => {
    if (code !== 0 && signal !== 'SIGTERM') console.error(`${name} ended (${code ?? signal}):\n${errors}`)
  })
  return {
    pid: child.pid as number,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      await gone
    },
  }
}

const listening = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => chunk.includes('listening') && resolve())
  })
