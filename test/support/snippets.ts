// The README's snippets: each runs as it is printed, told by its environment alone.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { freePort } from './ports.ts'
import { type Environment, launch } from './process.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
/** Where its imports are found. */
const folder = join(root, 'node_modules/.cache/countersign/snippets')

export const snippetNames: readonly string[] = [...readme.matchAll(/^<!-- snippet: (.+) -->$/gm)].map(
  ([, name = '']) => name,
)

/** The code under its marker. */
export const snippet = (name: string): string => {
  const code = readme.split(`<!-- snippet: ${name} -->\n`)[1]?.match(/^```js\n([\s\S]*?)^```$/m)?.[1]
  if (code === undefined) throw new Error(`README.md has no snippet ${name}`)
  return code
}

/** As a module, for this process: its environment is what is given, for as long as it loads. */
export const importSnippet = async (t: Test, name: string, settings: Environment) => {
  const before = { ...process.env }
  Object.assign(process.env, settings)
  try {
    // The same snippet may be wanted with other settings.
    loads += 1
    return await import(`${saved(t, name)}?${loads}`)
  } finally {
    for (const setting of Object.keys(settings)) delete process.env[setting]
    Object.assign(process.env, before)
  }
}

let loads = 0

export type RunningSnippet = Readonly<{ origin: string; err(): string }>

/** As a program, on a free port unless one is given, which it is told as PORT and APP_URL; waits until it listens. */
export const startSnippet = async (t: Test, name: string, settings: Environment): Promise<RunningSnippet> => {
  const port = settings.PORT === undefined ? await freePort() : Number(settings.PORT)
  const origin = `http://localhost:${port}`
  const { exited, err } = launch(t, [], { APP_URL: origin, ...settings, PORT: String(port) }, saved(t, name))
  let hasEnded = false
  exited.then(() => {
    hasEnded = true
  })
  await until(`${name} listens`, async () => {
    if (hasEnded) throw new Error(`${name} ended: ${err()}`)
    return canConnect(port)
  })
  return { origin, err }
}

const saved = (t: Test, name: string): string => {
  const file = join(folder, `${name}-${process.pid}.mjs`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, snippet(name))
  t.teardown(() => rmSync(file, { force: true }))
  return file
}

const canConnect = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.end())
  })
