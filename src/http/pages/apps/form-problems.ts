// Problems of a flow beside the fields of a page: the developer portal speaks English.
import type { AppProblem } from '../../../flows/apps/app-form.ts'
import type { FieldProblem } from '../fields.ts'

/** The first of each field: one after the other is easier to read. */
export const problemsOf = (problems: readonly AppProblem[]): readonly FieldProblem[] =>
  [...new Set(problems.map(({ field }) => field))].map((field) => ({
    field,
    say: () =>
      problems
        .filter((problem) => problem.field === field)
        .map(({ words }) => words)
        .join(' '),
  }))
