// Operator problem: what an operator asked for and does not get, in one clear line.

/**
 * `wrong-use`: the request itself can never work. `failed`: it does not work on what is there now. `not-found`: it is about
 * nothing that is there. `stale`: somebody changed it since it was read.
 */
export type ProblemKind = 'wrong-use' | 'failed' | 'not-found' | 'stale'

export class OperatorProblem extends Error {
  override name = 'OperatorProblem'
  readonly kind: ProblemKind

  /** Further lines, where there is more than one problem. */
  readonly more: readonly string[]

  constructor(kind: ProblemKind, line: string, more: readonly string[] = []) {
    super(line)
    this.kind = kind
    this.more = more
  }
}

export const wrongUse = (line: string): OperatorProblem => new OperatorProblem('wrong-use', line)
export const failed = (line: string): OperatorProblem => new OperatorProblem('failed', line)
export const notFound = (line: string): OperatorProblem => new OperatorProblem('not-found', line)

/** Undefined where there is no such thing; whatever else goes wrong is thrown on. */
export const ifFound = async <Thing>(looking: Promise<Thing>): Promise<Thing | undefined> => {
  try {
    return await looking
  } catch (error) {
    if (error instanceof OperatorProblem && error.kind === 'not-found') return undefined
    throw error
  }
}
