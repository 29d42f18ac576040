// Parts: the child processes of the demo. If one ends by itself, all end; none is left behind.
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Guard } from './guard.ts'

type Environment = Readonly<Record<string, string>>

const patienceMillis = 4000
const keptCharacters = 4000

export const openParts = (guard: Guard, onCrash: (problem: string) => void) => {
  const running = new Set<ChildProcessWithoutNullStreams>()
  let stopping = false

  const start = (args: readonly string[], env: Environment, input: string): ChildProcessWithoutNullStreams => {
    if (stopping) throw new Error('The demo is stopping.')
    const child = guard.spawn(process.execPath, args, env)
    running.add(child)
    child.once('close', () => running.delete(child))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    return child
  }

  return {
    /** Starts a part that stays, and waits until it says that it listens. */
    serve: (name: string, args: readonly string[], env: Environment): Promise<void> => {
      const child = start(args, env, '')
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      let said = ''
      const listen = (chunk: Buffer): void => {
        said = (said + chunk).slice(-keptCharacters)
        if (/^listening /m.test(said)) resolve()
      }
      child.stdout.on('data', listen)
      child.stderr.on('data', listen)
      child.once('error', reject)
      child.once('close', (code, signal) => {
        const problem = `${name} ended by itself (${signal ?? `exit code ${code}`}).\n${said}`.trim()
        reject(new Error(problem))
        if (!stopping) onCrash(problem)
      })
      return promise
    },

    /** Runs a command to its end and returns what it printed. */
    run: async (args: readonly string[], env: Environment, input = ''): Promise<string> => {
      const child = start(args, env, input)
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
      const [code, out, problem] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
      if (code !== 0) throw new Error(`${args.slice(1, 3).join(' ')} failed.\n${problem}`.trim())
      return out
    },

    /** Asks all to stop; those that do not are ended. */
    stop: async (): Promise<void> => {
      stopping = true
      const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)))
      for (const child of running) child.kill('SIGTERM')
      const timer = setTimeout(() => {
        for (const child of running) child.kill('SIGKILL')
      }, patienceMillis)
      await Promise.all(ended)
      clearTimeout(timer)
    },

    /** For the last moment of a process, which cannot wait. */
    kill: (): void => {
      stopping = true
      for (const child of running) child.kill('SIGKILL')
    },
  }
}

export type Parts = ReturnType<typeof openParts>
