// The file of `apply`: YAML or JSON, read strictly; each problem with the line where it stands.
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { type ApplyDocument, type ApplyItem, applyDocument } from '../flows/operator/apply/document.ts'
import { OperatorProblem } from '../flows/operator/index.ts'

const mostProblems = 20

type Environment = (name: string) => string | undefined

/** @throws OperatorProblem with a line for each problem */
export const readApplyFile = (file: string, text: string, environment: Environment): readonly ApplyItem[] => {
  const lines = new LineCounter()
  const parsed = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true })
  // What follows the first is mostly its consequence, and repeats the file.
  const [broken] = parsed.errors
  if (broken) throw problems([`${file}:${lines.linePos(broken.pos[0]).line}: ${firstLine(broken.message)}`])
  /** Of the innermost thing of that path that the file has. */
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = length === 1 ? parsed.contents : parsed.getIn(path.slice(0, length - 1), true)
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path[length - 1]))
        : undefined
      const node = pair?.key ?? parsed.getIn(path.slice(0, length), true)
      const range = (node as { range?: readonly number[] } | undefined)?.range
      if (range?.[0] !== undefined) return lines.linePos(range[0]).line
    }
    return 1
  }
  const document = applyDocument.safeParse(toPlain(parsed, file))
  if (!document.success)
    throw problems(
      document.error.issues.flatMap(({ path, message, ...issue }) => {
        const strange = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
        return strange.map((key) => {
          const where = key === undefined ? path : [...path, key]
          const inner = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined
          const what = key === undefined ? wordsOf(inner ?? message) : 'is not known here'
          return `${file}:${lineOf(where)}: ${where.map(String).join('.') || 'the file'} ${what}`
        })
      }),
    )
  return itemsOf(document.data, (path) => lineOf(path), environment, file)
}

/** Aliases of aliases would grow without end. */
const toPlain = (parsed: ReturnType<typeof parseDocument>, file: string): unknown => {
  try {
    return parsed.toJS({ maxAliasCount: 100 })
  } catch {
    throw new OperatorProblem('wrong-use', `${file}: it has too many aliases`)
  }
}

const itemsOf = (
  { scopes = {}, resources = {}, clients = {}, people = {} }: ApplyDocument,
  lineOf: (path: readonly PropertyKey[]) => number,
  environment: Environment,
  file: string,
): readonly ApplyItem[] => {
  const missing: string[] = []
  const secretOf = (path: readonly string[], variable: string | undefined): string | undefined => {
    const value = variable === undefined ? undefined : environment(variable)
    if (variable !== undefined && !value) missing.push(`${file}:${lineOf(path)}: the environment has no ${variable}`)
    return value
  }
  const items: readonly ApplyItem[] = [
    ...Object.entries(scopes).map(([name, fields]) => ({
      ...({ kind: 'scope', name, fields } as const),
      line: lineOf(['scopes', name]),
    })),
    ...Object.entries(resources).map(([name, fields]) => ({
      ...({ kind: 'resource', name, fields } as const),
      line: lineOf(['resources', name]),
    })),
    ...Object.entries(clients).map(([name, { secret_env, ...fields }]) => {
      const secret = secretOf(['clients', name, 'secret_env'], secret_env)
      const line = lineOf(['clients', name])
      return { ...({ kind: 'client', name, line, fields } as const), ...(secret !== undefined && { secret }) }
    }),
    ...Object.entries(people).map(([name, { password_env, ...fields }]) => {
      const password = secretOf(['people', name, 'password_env'], password_env)
      const line = lineOf(['people', name])
      return { ...({ kind: 'person', name, line, fields } as const), ...(password !== undefined && { password }) }
    }),
  ]
  if (missing.length > 0) throw problems(missing)
  return items
}

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? ''
const wordsOf = (message: string): string =>
  message.endsWith('received undefined') ? 'is missing' : message.replace(/^Invalid input: /, 'is wrong: ')

const problems = (all: readonly string[]): OperatorProblem => {
  const [first = 'it is wrong', ...more] = all.slice(0, mostProblems)
  return new OperatorProblem('wrong-use', first, more)
}
