// The demo as a process of its own: started as a person does, watched, and never left behind.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { freshFolder } from './embedded.ts'
import { freePort } from './ports.ts'
import { familyOf, stillAlive } from './process-table.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '../..')
/** Long enough for what is done with a fresh token, short enough to wait for. */
export const tokenSeconds = 5

export const startDemo = async (t: Test, command: readonly string[], given?: number) => {
  const port = given ?? (await freePort(5))
  const temporary = freshFolder(t)
  const env = {
    ...process.env,
    DEMO_PORT: String(port),
    DEMO_TOKEN_SECONDS: String(tokenSeconds),
    TMPDIR: temporary,
    // A server of somebody's own: the demo must not touch it.
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    KEYS_DIR: '/nonexistent',
    NO_COLOR: '1',
  }
  // Without the options by which tap follows every process: they would slow each one's start down.
  const child = spawn('env', ['-u', 'NODE_OPTIONS', ...command], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  const hear = (chunk: Buffer): void => {
    said += chunk
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const pid = child.pid as number
  /** What the demo has in the temporary folder; npm keeps a cache of its own there. */
  const folders = () => readdirSync(temporary).filter((name) => name.startsWith('countersign-'))
  t.teardown(async () => {
    for (const each of familyOf(pid))
      try {
        process.kill(each.pid, 'SIGKILL')
      } catch {
        // It went with one before it.
      }
    await ended
  })
  return {
    pid,
    folders,
    ended,
    said: () => said,
    issuer: `http://localhost:${port}`,
    appUrl: `http://localhost:${port + 1}`,
    apiUrl: `http://localhost:${port + 2}`,
    spaUrl: `http://localhost:${port + 3}`,
    bffUrl: `http://localhost:${port + 4}`,
    family: () => familyOf(pid),
    /** Its guard, a shell, is the last to go: it waits for the demo's own end. */
    leftNothing: (family: ReturnType<typeof familyOf>) =>
      until('no process and no folder is left', () => stillAlive(family).length === 0 && folders().length === 0),
    ready: async () => {
      await Promise.race([until('the demo is ready', () => said.includes('Ctrl-C stops')), ended])
      if (!said.includes('Ctrl-C stops')) throw new Error(`The demo did not start.\n${said}`)
      return said
    },
    get person() {
      return { email: 'ada@example.com', password: /Password +(\S+)/.exec(said)?.[1] ?? '' }
    },
  }
}
