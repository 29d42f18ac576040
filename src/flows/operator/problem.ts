// Operator problem: what an operator asked for and does not get, in one clear line.

export class OperatorProblem extends Error {
  override name = 'OperatorProblem'
  /** `wrong-use`: the request itself can never work. `failed`: it does not work on what is there now. */
  readonly kind: 'wrong-use' | 'failed'

  constructor(kind: 'wrong-use' | 'failed', line: string) {
    super(line)
    this.kind = kind
  }
}

export const wrongUse = (line: string): OperatorProblem => new OperatorProblem('wrong-use', line)
export const failed = (line: string): OperatorProblem => new OperatorProblem('failed', line)
