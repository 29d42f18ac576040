// The table of results: a row for each operation and server; the ratio stands beside whom it compares with.
import type { Operation } from './operations.ts'
import { median, medianOf, share } from './statistics.ts'
import type { Turn } from './turns.ts'

export type Measured = Readonly<{
  operation: Operation
  /** By the server's name, in the order of measuring; the first is ours. */
  turns: ReadonlyMap<string, readonly Turn[]>
  /** CPU of one RSA-2048 signature, measured between the turns. */
  signatureMillis: readonly number[]
}>

const columns = [
  ...['operation', 'server', 'per second', 'CPU ms', 'of it RSA', 'p50 ms', 'p99 ms', 'bytes', 'MiB'],
  ...['statements', 'database CPU ms', 'ours / this (min to max)', 'target'],
]

export const tableHead = [`| ${columns.join(' | ')} |`, `| --- | --- |${' ---: |'.repeat(columns.length - 2)}`]

export const rowsOf = ({ operation, turns, signatureMillis }: Measured): readonly string[] => {
  const [[ours = '', ourTurns = []] = []] = [...turns]
  const signing = operation.signatures * median(signatureMillis)
  return [...turns].map(([name, own]) => {
    const mine = name === ours
    const millis = own.flatMap((turn) => turn.millis)
    const cpu = medianOf(own, (turn) => turn.cpuMillis)
    const all = ratios(ourTurns, own)
    const cells = [
      mine ? operation.name : '',
      name,
      medianOf(own, ({ perSecond }) => perSecond).toFixed(0),
      cpu.toFixed(3),
      signing === 0 ? '' : `${((100 * signing) / cpu).toFixed(0)} %`,
      median(millis).toFixed(1),
      share(millis, 0.99).toFixed(1),
      medianOf(own, ({ bytes }) => bytes).toFixed(0),
      Math.max(...own.map(({ residentMib }) => residentMib)).toFixed(0),
      medianOf(own, ({ statements }) => statements).toFixed(1),
      medianOf(own, ({ databaseMillis }) => databaseMillis).toFixed(3),
      mine ? '' : `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)})`,
      operation.yardstick === name ? verdict(operation, median(all)) : '',
    ]
    return `| ${cells.join(' | ')} |`
  })
}

/** Of each alternation by itself, because what disturbs the machine lasts longer than one. */
const ratios = (ours: readonly Turn[], theirs: readonly Turn[]): readonly number[] =>
  ours.map((turn, i) => turn.cpuMillis / (theirs[i]?.cpuMillis ?? Number.NaN))

const verdict = ({ target }: Operation, ratio: number): string =>
  target === null ? '' : `≤ ${target.toFixed(2)}: ${ratio <= target ? 'met' : '**missed**'}`
