// The command that makes clients, resources, scopes and people as a file says.
import type { ApplyItem } from '../flows/operator/apply/document.ts'
import type { Applied, ApplyOptions } from '../flows/operator/apply/index.ts'
import { readApplyFile } from './apply-file.ts'
import { type Given, operatorCommand } from './command.ts'
import { flagOption, textOption } from './options.ts'
import { harmless } from './print.ts'
import { readGivenFile } from './read-file.ts'

const largestMiB = 1

type Input = ApplyOptions & Readonly<{ file: string; items: readonly ApplyItem[] }>
type Output = Omit<Applied, 'dryRun'> & Readonly<{ file: string; dry_run: boolean }>

const readText = async (given: Given, file: string): Promise<string> =>
  (file === '-' ? await given.stdin() : readGivenFile(file, largestMiB)).toString('utf8')

const signs = { create: '+', change: '~', disable: '-', remove: '-' } as const
const words = { create: 'created', change: 'changed', disable: 'disabled', remove: 'removed' } as const

const printChange = ({ kind, name, action, before, after }: Applied['changes'][number]): string => {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const lines = fields.map((field) => {
    const [old, young] = [JSON.stringify(before?.[field]), JSON.stringify(after?.[field])]
    return `    ${field}: ${before === null || old === undefined ? '' : `${old} → `}${young ?? 'nothing'}`
  })
  return [`${signs[action]} ${kind} ${name}`, ...lines].map(harmless).join('\n')
}

const print = ({ file, dry_run: dryRun, changes, unchanged, notes, problems }: Output): string => {
  const count = (action: keyof typeof words): string =>
    `${changes.filter((change) => change.action === action).length} ${words[action]}`
  const secrets = changes.flatMap(({ name, client_secret }) =>
    client_secret === undefined ? [] : [`${name}  client_secret  ${client_secret}   (shown this once)`],
  )
  return [
    ...changes.map(printChange),
    ...secrets,
    ...notes.map((note) => harmless(`note: ${note}`)),
    ...problems.map(({ line, problem }) => harmless(`${file}${line === null ? '' : `:${line}`}: ${problem}`)),
    `${dryRun ? 'would be: ' : ''}${Object.keys(words)
      .map((action) => count(action as keyof typeof words))
      .join(', ')}, ${unchanged} as they were`,
  ].join('\n')
}

export const apply = operatorCommand<Input, Output>({
  name: 'apply',
  summary: 'make clients, resources, scopes and people as a file says; again and again, with the same result',
  examples: [
    'ORDERS_SECRET=... countersign apply -f countersign.yaml --dry-run    # each secret_env and password_env of the file',
    'ORDERS_SECRET=... countersign apply -f countersign.yaml',
    'countersign apply -f countersign.yaml --prune      # what an earlier file made and this one names no more',
  ],
  define: (command) =>
    command
      .requiredOption('-f, --file <file>', 'YAML or JSON; - is standard input')
      .option('--dry-run', 'show what would be different, and do nothing')
      .option(
        '--prune',
        'remove resources and scopes, and disable clients, that apply made and the file does not name',
      ),
  prepare: async (given) => {
    const file = textOption(given, 'file') ?? ''
    const items = readApplyFile(file, await readText(given, file), given.environment)
    return { file, items, dryRun: flagOption(given, 'dryRun'), prune: flagOption(given, 'prune') }
  },
  run: async ({ operator }, { file, items, ...options }) => {
    const { dryRun, ...applied } = await operator.apply(items, options)
    return { file, dry_run: dryRun, ...applied }
  },
  print,
  failed: ({ problems }) => problems.length > 0,
})
