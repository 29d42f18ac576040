// Groups: many small test files in one process each, because loading tap and the server costs more than most of them take.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const folder = 'test/.groups'

/** Folders whose files share no process-wide state, and into how many processes each is dealt. */
const dealt: Readonly<Record<string, number>> = { http: 3, flows: 2, store: 2, protocol: 1, cli: 2 }

/** Every test of the project; the long ones first, so that none is left over at the end. */
export const allTests = (): readonly string[] => {
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder))
  const tests = testsIn('test')
  const groups = Object.entries(dealt).flatMap(([name, count]) => {
    const files = tests.filter((file) => groupOf(file) === name)
    return Array.from({ length: count }, (_, at) =>
      writeGroup(
        `${name}-${at + 1}`,
        files.filter((__, index) => index % count === at),
      ),
    )
  })
  const alone = tests.filter((file) => groupOf(file) === undefined)
  const rank = (file: string): number => longest.findIndex((start) => file.startsWith(start))
  const weight = (file: string): number => (rank(file) < 0 ? longest.length : rank(file))
  return [...alone, ...groups].sort((a, b) => weight(a) - weight(b))
}

/** A file that waits at its top would let tap believe that the group is over. */
const groupOf = (file: string): string | undefined => {
  const [, name = ''] = file.split('/')
  const waits = /^(?:(?:export )?const .*= )?await /m.test(readFileSync(join(root, file), 'utf8'))
  return name in dealt && !waits ? name : undefined
}

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
  const imports = files.map((file) => `import '../../${file}'\n`)
  writeFileSync(join(root, path), `// Group: generated.\n${imports.join('')}`)
  return path
}
