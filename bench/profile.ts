// A summary of CPU profiles: self time by module, and the functions that use most (node bench/profile.ts folder 'whole login').
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { report } from './results.ts'
import { table } from './scale/figures.ts'

type Profile = Readonly<{
  nodes: readonly Readonly<{
    id: number
    callFrame: Readonly<{ functionName: string; url: string; lineNumber: number }>
  }>[]
  samples: readonly number[]
  timeDeltas: readonly number[]
}>

const rows = 24
/** A longer sample is a pause: the benchmark stops the server while it measures others. The interval is 1 ms. */
const longestMicros = 3000
const root = join(import.meta.dirname, '..')

/** `pg`, `src/store`, `node:crypto`, `(garbage collector)`. */
const moduleOf = (url: string, name: string): string => {
  if (url === '') return name.startsWith('(') ? name : 'native code of V8 and Node'
  const [, inner] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
  if (inner !== undefined) return inner
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/')
  return url.replace('file://', '').replace(`${root}/`, '').split('/').slice(0, 2).join('/')
}

const sumOf = ({ nodes, samples, timeDeltas }: Profile) => {
  const micros = new Map<number, number>()
  samples.forEach((id, i) => {
    micros.set(id, (micros.get(id) ?? 0) + Math.min(longestMicros, Math.max(0, timeDeltas[i] ?? 0)))
  })
  return nodes.map(({ id, callFrame }) => ({ ...callFrame, millis: (micros.get(id) ?? 0) / 1000 }))
}

const sharesOf = (title: string, millis: ReadonlyMap<string, number>, total: number): string =>
  table(
    [title, '% of the CPU'],
    [...millis]
      .sort(([, a], [, b]) => b - a)
      .slice(0, rows)
      .map(([name, value]) => [name, ((100 * value) / total).toFixed(1)]),
  )

const [folder, what = 'all operations'] = process.argv.slice(2)
if (folder === undefined) throw new Error('node bench/profile.ts <folder or file> [what was measured]')
const files = folder.endsWith('.cpuprofile')
  ? [folder]
  : readdirSync(folder)
      .filter((name) => name.endsWith('.cpuprofile'))
      .map((name) => join(folder, name))
const all = files.flatMap((file) => sumOf(JSON.parse(readFileSync(file, 'utf8'))))
// Waiting is no work.
const busy = all.filter(({ functionName }) => functionName !== '(idle)')
const total = busy.reduce((sum, { millis }) => sum + millis, 0)

const add = (nameOf: (frame: (typeof busy)[number]) => string): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const frame of busy) sums.set(nameOf(frame), (sums.get(nameOf(frame)) ?? 0) + frame.millis)
  return sums
}

const modules = add(({ url, functionName }) => moduleOf(url, functionName))
const functions = add(({ url, functionName, lineNumber }) => {
  const file = url
    .replace('file://', '')
    .replace(`${root}/`, '')
    .replace(/.*node_modules\//, '')
  return `${functionName || '(anonymous)'} ${file === '' ? '' : `${file}:${lineNumber + 1}`}`.trim()
})
report(
  'profile',
  'Where the CPU goes',
  `A CPU profile of the server's main thread (${what}), ${(total / 1000).toFixed(0)} s of work; \`signOneShot\` is the RSA signature.`,
  sharesOf('module', modules, total),
  sharesOf('function', functions, total),
)
