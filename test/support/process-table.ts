// Which processes there are: from /proc where there is one (a slim image has no ps), otherwise from ps.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

type Process = Readonly<{ pid: number; parent: number; command: string }>

const table = (): readonly Process[] => (existsSync('/proc/self/stat') ? fromKernel() : fromPs())

const fromKernel = (): readonly Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        // Dead, but not yet fetched by its parent: it runs no more.
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        return [] // It ended in this moment.
      }
    })

const fromPs = (): readonly Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .map((match) => ({ pid: Number(match?.[1]), parent: Number(match?.[2]), command: match?.[3] ?? '' }))

/** The process and all that it started. */
export const familyOf = (pid: number): readonly Process[] => {
  const all = table()
  const below = (parent: number): readonly Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)])
  return [...all.filter((each) => each.pid === pid), ...below(pid)]
}

export const stillAlive = (family: readonly Process[]): readonly Process[] => {
  const now = new Set(table().map(({ pid }) => pid))
  return family.filter(({ pid }) => now.has(pid))
}
