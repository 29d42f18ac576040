// The demo as a process of its own: started as a person does, watched, and never left behind.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Test } from 'tap'
import { freshFolder } from './embedded.ts'
import { familyOf } from './process-table.ts'

const root = join(import.meta.dirname, '../..')
export const tokenSeconds = 3

export const startDemo = async (t: Test, command: readonly string[], given?: number) => {
  const port = given ?? (await freePorts())
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
  t.teardown(async () => {
    for (const each of familyOf(pid)) process.kill(each.pid, 'SIGKILL')
    await ended
  })
  return {
    pid,
    /** What the demo has in the temporary folder; npm keeps a cache of its own there. */
    folders: () => readdirSync(temporary).filter((name) => name.startsWith('countersign-')),
    ended,
    said: () => said,
    issuer: `http://localhost:${port}`,
    appUrl: `http://localhost:${port + 1}`,
    apiUrl: `http://localhost:${port + 2}`,
    spaUrl: `http://localhost:${port + 3}`,
    bffUrl: `http://localhost:${port + 4}`,
    family: () => familyOf(pid),
    ready: async () => {
      await Promise.race([until(() => said.includes('Ctrl-C stops')), ended])
      if (!said.includes('Ctrl-C stops')) throw new Error(`The demo did not start.\n${said}`)
      return said
    },
    get person() {
      return { email: 'ada@example.com', password: /Password +(\S+)/.exec(said)?.[1] ?? '' }
    },
  }
}

export const freePorts = async (): Promise<number> => {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const free = await Promise.all([0, 1, 2, 3, 4].map((more) => isFree(port + more)))
    if (free.every(Boolean)) return port
  }
  throw new Error('No five ports in a row are free.')
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })

export const until = async (holds: () => boolean): Promise<void> => {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (holds()) return
    await wait(50)
  }
  throw new Error('It did not happen in time.')
}
