// The real server and the real command line, each a process of its own, as an operator would start them; none outlives its test.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { freshDatabase } from './database.ts'
import { filledDataDir, freshFolder } from './embedded.ts'
import { freePort } from './ports.ts'

const program = fileURLToPath(new URL('../../bin/countersign.js', import.meta.url))
const startMillis = 60_000
/** Node keeps what it compiled here: a start then costs a third. Tests start a server or a command hundreds of times. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/countersign/compiled/', import.meta.url))

export type Environment = Readonly<Record<string, string>>
export type Exit = Readonly<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>

export type Server = Readonly<{
  issuer: string
  port: number
  pid: number
  /** With it the command line, or another server, sees the same database and keys. */
  environment: Environment
  /** What it has printed so far. */
  out(): string
  err(): string
  exited: Promise<Exit>
  /** As an operator stops it. */
  stop(): Promise<Exit>
  /** As a crash stops it: kill -9. */
  kill(): Promise<Exit>
}>

type Wishes = Readonly<{
  /** Null: the embedded database, made and empty. Unset: a fresh one on the real PostgreSQL. */
  databaseUrl?: string | null
  /** More settings, or others. */
  settings?: Environment
}>

/** Settings for a server of its own: port, folders, database, and passwords that cost little. */
export const environment = async (t: Test, { databaseUrl, settings = {} }: Wishes = {}): Promise<Environment> => {
  const folder = freshFolder(t)
  const database = databaseUrl === undefined ? await freshDatabase(t) : databaseUrl
  if (database === null && settings.DATA_DIR === undefined) await filledDataDir(join(folder, 'data'))
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    PORT: String(await freePort()),
    DATA_DIR: join(folder, 'data'),
    KEYS_DIR: join(folder, 'keys'),
    ...(database !== null && { DATABASE_URL: database }),
    LOG_LEVEL: 'error',
    REGISTRATION: 'open',
    // A slow machine is not what the tests are about; those of late codes set their own.
    CODE_SECONDS: '600',
    DANGER_NO_RATE_LIMITS: '1',
    DANGER_WEAK_PASSWORD_HASHES: '1',
    WRONG_PASSWORD_MILLIS: '0',
    ARGON2_MEMORY_KIB: '8',
    ARGON2_ITERATIONS: '1',
    ...settings,
  }
}

/** The same, but on a port of its own: a second server beside the first. */
export const beside = async (given: Environment, settings: Environment = {}): Promise<Environment> => ({
  ...given,
  PORT: String(await freePort()),
  ...settings,
})

/** Starts the server and waits for its `listening` line. */
export const startServer = async (t: Test, given?: Environment): Promise<Server> => {
  const settings = given ?? (await environment(t))
  const { child, exited, out, err } = launch(t, ['serve'], settings)
  const issuer = await new Promise<string>((resolve, reject) => {
    const refuse = (what: string) => {
      clearTimeout(timer)
      reject(new Error(`The server ${what}.\n${out()}\n${err()}`))
    }
    const timer = setTimeout(() => refuse(`did not listen within ${startMillis} ms`), startMillis)
    exited.then(({ code, signal }) => refuse(`ended before it listened (${code ?? signal})`))
    child.stdout?.on('data', () => {
      const line = /^listening (\S+) pid (\d+)$/m.exec(out())
      if (line === null) return
      clearTimeout(timer)
      resolve(line[1] as string)
    })
  })
  const end = (signal: NodeJS.Signals) => () => {
    child.kill(signal)
    return exited
  }
  const { pid } = child as { pid: number }
  const port = Number(settings.PORT)
  return { issuer, port, pid, environment: settings, out, err, exited, stop: end('SIGTERM'), kill: end('SIGKILL') }
}

/** Starts a server that is expected to refuse, and waits for its end. */
export const refusingServer = (t: Test, settings: Environment): Promise<Exit> => launch(t, ['serve'], settings).exited

/** Runs one command of the command line as a user does; support/command-line.ts is the cheaper way. */
export const cliProcess = (t: Test, settings: Environment, args: readonly string[], input = ''): Promise<Exit> => {
  const { child, exited } = launch(t, args, settings)
  child.stdin?.end(input)
  return exited
}

/** Another program than the server's may be launched as well. */
export const launch = (t: Test, args: readonly string[], settings: Environment, file = program) => {
  // Without the options by which tap follows every process: a seventh of what a start costs.
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, file, ...args], {
    env: { NODE_COMPILE_CACHE: compiled, ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  child.stdin.on('error', () => {})
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk
  })
  const watchman = watch(child)
  const exited = once(child, 'close').then(([code, signal]): Exit => {
    watchman.kill('SIGKILL')
    return { code, signal, ...text }
  })
  t.teardown(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return { child, exited, out: () => text.out, err: () => text.err }
}

// Ends the child when this process ends without having done so, even by kill -9: then its end of the pipe closes.
const watch = (child: ChildProcess): ChildProcess => {
  const watchman = spawn('/bin/sh', ['-c', `read -r _; kill -9 ${child.pid} 2>/dev/null`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchman.unref()
  ;(watchman.stdin as unknown as { unref(): void }).unref()
  return watchman
}
