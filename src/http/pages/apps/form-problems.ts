// Problems of a flow beside the fields of a page: the developer portal speaks English.
import type { AppProblem } from '../../../flows/apps/app-form.ts'
import type { FieldProblem } from '../fields.ts'

/** All of a field as one text: a page shows one problem beside each field. */
export const problemsOf = (problems: readonly AppProblem[]): readonly FieldProblem[] =>
  [...new Set(problems.map(({ field }) => field))].map((field) => ({
    field,
    say: () =>
      problems
        .filter((problem) => problem.field === field)
        .map(({ words }) => words)
        .join(' '),
  }))
