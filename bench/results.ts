// RESULTS.md: each benchmark writes its own section between its own markers and leaves the others alone.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineWords } from './machine.ts'

const file = join(import.meta.dirname, 'RESULTS.md')

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`; a new section goes to the end. */
export const writeSection = (name: string, text: string): void => {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const section = `${start}\n${text.trim()}\n${end}`
  const before = readFileSync(file, 'utf8')
  const [from, to] = [before.indexOf(start), before.indexOf(end)]
  const after =
    from < 0 || to < from
      ? `${before.trimEnd()}\n\n${section}\n`
      : before.slice(0, from) + section + before.slice(to + end.length)
  writeFileSync(file, after)
}

/** Prints what a benchmark found and writes it down, under a heading and with the day and the machine. */
export const report = (name: string, title: string, intro: string, ...paragraphs: readonly string[]): void => {
  const text = [`## ${title}`, `${machineWords()}. ${intro}`, ...paragraphs].join('\n\n')
  console.log(text)
  writeSection(name, text)
}
