// Options: how what was typed is read, in the words of commander's own complaints.
import { InvalidArgumentError } from 'commander'
import { OperatorProblem } from '../flows/operator/index.ts'
import type { Given } from './command.ts'

/** Collects an option that may be repeated. */
export const many = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
]

export const atMost =
  (most: number) =>
  (value: string): number => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : 0
    if (number < 1 || number > most) throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`)
    return number
  }

export const seconds =
  (most: number) =>
  (value: string): number => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : -1
    if (number < 0 || number > most) throw new InvalidArgumentError(`It must be whole seconds from 0 to ${most}.`)
    return number
  }

export const numberOption = ({ options }: Given, name: string): number | undefined => {
  const value = options[name]
  return typeof value === 'number' ? value : undefined
}

export const textOption = ({ options }: Given, name: string): string | undefined => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export const listOption = ({ options }: Given, name: string): readonly string[] => {
  const value = options[name]
  return Array.isArray(value) ? value.map(String) : []
}

/** Options of the form NAME=VALUE, in their order. */
export const pairsOption = (given: Given, name: string): readonly (readonly [name: string, value: string])[] =>
  listOption(given, name).map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw new OperatorProblem('wrong-use', `--${name} ${text} is not of the form NAME=VALUE`)
    return [text.slice(0, equals), text.slice(equals + 1)]
  })

/** The same as an object, in which each name stands once. */
export const objectOption = (given: Given, name: string): Readonly<Record<string, string>> => {
  const pairs = pairsOption(given, name)
  const twice = pairs.find(([one], at) => pairs.findIndex(([other]) => other === one) < at)
  if (twice !== undefined) throw new OperatorProblem('wrong-use', `--${name} ${twice[0]}=… stands there twice`)
  return Object.fromEntries(pairs)
}

export const flagOption = ({ options }: Given, name: string): boolean => options[name] === true

export const argument = ({ args }: Given, index: number): string => args[index] ?? ''

/** All of standard input, without the one line end that `echo` adds. */
export const passwordFrom = async (given: Given): Promise<string> => {
  if (!flagOption(given, 'passwordStdin'))
    throw new OperatorProblem('wrong-use', 'the password is read from standard input: add --password-stdin')
  const bytes = await given.stdin()
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '')
  } catch {
    throw new OperatorProblem('wrong-use', 'the password on standard input is not valid UTF-8')
  }
}
