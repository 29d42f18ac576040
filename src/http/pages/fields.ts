// Fields: what stands in each field of a form, and what is wrong with it, beside the field and read out (WCAG 2.2 §3.3.1).
import type { Params } from '../../protocol/params.ts'
import type { Words } from '../../words/index.ts'

/** What a person reads, in their language. */
export type Say = (w: Words) => string

export type FieldProblem = Readonly<{ field: string; say: Say }>

/** What was typed into a form, by field; never what is secret. */
export type Typed = Readonly<{ act: string; values: Readonly<Record<string, string>> }>

/** One field as views/field.eta shows it. */
export type Field = Readonly<{
  id: string
  name: string
  value: string
  /** What is wrong, beside the field. */
  problem: string | null
  /** The first one that is wrong. */
  focus: boolean
}>

/** By act, then by field. */
export type Forms = Readonly<Record<string, Readonly<Record<string, Field>>>>

/** What stands in each field before anything is typed: by act, then by field. */
export type Initial = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Neither shown again nor kept, whatever happens. */
const isSecretField = (name: string): boolean => /password|secret|token|code/.test(name)

const ours: ReadonlySet<string> = new Set(['act', 'seal'])

export const typedOf = (act: string, form: Params): Typed => {
  const names = form.names().filter((name) => !ours.has(name) && !isSecretField(name))
  return { act, values: Object.fromEntries(names.map((name) => [name, form.get(name) ?? ''])) }
}

/** What was typed wins, so a box that was unticked stays so. */
export const formsOf = (
  initial: Initial,
  typed: Typed | undefined,
  problems: readonly FieldProblem[],
  words: Words,
): Forms =>
  Object.fromEntries(
    Object.entries(initial).map(([act, values]) => {
      const mine = typed?.act === act ? typed : undefined
      const wrong = mine === undefined ? [] : problems
      const first = wrong.find(({ field }) => field in values)?.field
      const fields = Object.entries(values).map(([name, value]) => [
        name,
        {
          id: `${act}-${name}`,
          name,
          value: isSecretField(name) ? '' : mine === undefined ? value : (mine.values[name] ?? ''),
          problem: wrong.find(({ field }) => field === name)?.say(words) ?? null,
          focus: name === first,
        },
      ])
      return [act, Object.fromEntries(fields)]
    }),
  )

/** What the page says first, with links to the fields. */
export const summaryOf = (forms: Forms): readonly Readonly<{ id: string; problem: string }>[] =>
  Object.values(forms).flatMap((form) =>
    Object.values(form).flatMap(({ id, problem }) => (problem === null ? [] : [{ id, problem }])),
  )
