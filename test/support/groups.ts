// Groups: many small test files in one process each, because loading tap and the server costs more than most of them take.
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const folder = 'test/.groups'

/** Folders whose files share no process-wide state, and into how many processes they are dealt. */
const dealt: readonly (readonly [folders: readonly string[], processes: number])[] = [
  [['http'], 4],
  [['flows'], 2],
  [['store'], 2],
  [['protocol', 'crypto', 'config', 'words', 'outbound'], 1],
  [['cli'], 2],
  [['journeys'], 2],
  // They share one Chromium as well.
  [['browser'], 2],
  [['races'], 1],
]

/** Every test of the project; the long ones first, so that none is left over at the end. */
export const allTests = (): readonly string[] => {
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder))
  const tests = testsIn('test')
  const groups = dealt.flatMap(([folders, count]) => {
    const files = tests.filter((file) => isGrouped(file) && folders.includes(folderOf(file)))
    return Array.from({ length: count }, (_, at) =>
      writeGroup(
        `${folders[0]}-${at + 1}`,
        files.filter((__, index) => index % count === at),
      ),
    )
  })
  const others = tests.filter((file) => !isGrouped(file))
  const rank = (file: string): number => longest.findIndex((start) => file.startsWith(start))
  const weight = (file: string): number => (rank(file) < 0 ? longest.length : rank(file))
  return [...others, ...groups].sort((a, b) => weight(a) - weight(b))
}

/** Long ones, which would leave a processor idle at the end. */
const alone: readonly string[] = ['test/journeys/demo.test.ts']

const folderOf = (file: string): string => file.split('/')[1] ?? ''

const isGrouped = (file: string): boolean =>
  !alone.includes(file) && dealt.some(([folders]) => folders.includes(folderOf(file)))

const longest = [
  'test/simulation/',
  folder,
  'test/cli/',
  'test/journeys/',
  'test/races/',
  'test/crash/',
  'test/browser/',
]

const testsIn = (start: string): readonly string[] => globSync(`${start}/**/*.test.ts`, { cwd: root }).sort()

const writeGroup = (name: string, files: readonly string[]): string => {
  const path = `${folder}/${name}.test.ts`
  const lines = files.map((file) => `await read('../../${file}')\n`)
  writeFileSync(
    join(root, path),
    `// Group: generated.
import { close, open, reading } from '../support/group.ts'

open()
const read = reading(import.meta.url)
${lines.join('')}close()
`,
  )
  return path
}
