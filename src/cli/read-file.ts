// A file that a command is given to read: what is wrong with it is said in one line, the same for every command.
import { readFileSync, statSync } from 'node:fs'
import { OperatorProblem } from '../flows/operator/index.ts'

const bytesPerMiB = 1024 * 1024

/** @throws OperatorProblem where it cannot be read, or is larger than that */
export const readGivenFile = (file: string, largestMiB = Number.POSITIVE_INFINITY): Buffer => {
  try {
    if (statSync(file).size > largestMiB * bytesPerMiB)
      throw new OperatorProblem('failed', `${file} is larger than ${largestMiB} MiB: split it`)
    return readFileSync(file)
  } catch (error) {
    throw error instanceof OperatorProblem ? error : fileProblem(file, 'read', error)
  }
}

export const fileProblem = (file: string, what: 'read' | 'written', error: unknown): OperatorProblem =>
  new OperatorProblem('failed', `${file} cannot be ${what} (${(error as NodeJS.ErrnoException).code})`)
